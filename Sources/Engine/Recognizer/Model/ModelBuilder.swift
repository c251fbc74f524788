import KernelInterface
import Kernels

/// Collects the parameters, packed matrices and dropout sites of the layers while a model is built.
package struct ModelBuilder {
  package let kernels: any KernelSet.Type
  package var layout = ParameterLayout()
  package var linears: [Linear] = []
  /// The number of floats in all packed matrices.
  package private(set) var packedCount = 0
  /// The number of places at which dropout is applied.
  private(set) var dropoutSites = 0

  package init(kernels: any KernelSet.Type) { self.kernels = kernels }

  mutating func reservePacked(columns: Int, depth: Int) -> Int {
    defer {
      // whole cache lines
      packedCount += (kernels.packedCount(columns: columns, depth: depth) + 15) / 16 * 16
    }
    return packedCount
  }

  mutating func dropoutSite() -> Int {
    defer { dropoutSites += 1 }
    return dropoutSites
  }
}
