import KernelInterface
import Kernels

/// Collects what layers declare while a model is put together.
package struct ModelBuilder {
  package let kernels: any KernelSet.Type
  package var layout = ParameterLayout()
  package var linears: [Linear] = []
  /// Floats of all packed matrices.
  package private(set) var packedCount = 0
  /// Places at which activations are dropped.
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
