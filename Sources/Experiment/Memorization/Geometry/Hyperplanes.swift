import Randomness
import RealModule

/// Random hyperplanes, which turn a point into the bits of the sides on which it lies: the first layer of
/// the randomised interpolation network of Dirksen, Finke and Genzel (2023, arXiv 2310.00327).
package struct Hyperplanes: Sendable {
  /// The normal of each plane.
  package let normals: [[Double]]
  /// The offset of each plane.
  package let offsets: [Double]

  package init(normals: [[Double]], offsets: [Double]) {
    precondition(normals.count == offsets.count, "\(normals.count), \(offsets.count) planes")
    self.normals = normals
    self.offsets = offsets
  }

  /// Draws normals with standard normal entries and offsets that are uniform in -bias...bias.
  package init(count: Int, dimensions: Int, bias: Double, seed: Seed, name: String) {
    var random = seed.stream("hyperplanes \(name)")
    normals = (0..<count).map { _ in
      (0..<dimensions).map { _ in
        // Box and Muller (1958). `unit` is never 1, so the logarithm is finite.
        Double.sqrt(-2 * .log(1 - random.unit())) * .cos(2 * .pi * random.unit())
      }
    }
    offsets = (0..<count).map { _ in bias * (2 * random.unit() - 1) }
  }

  /// The bits of a point: 1 where normal · point + offset is positive.
  package func code(of point: [Double]) -> PlaneCode {
    var words = [UInt64](repeating: 0, count: (normals.count + 63) / 64)
    for plane in normals.indices
    where innerProduct(normals[plane], point) + offsets[plane] > 0 {
      words[plane / 64] |= 1 << UInt64(plane % 64)
    }
    return PlaneCode(words: words)
  }
}

/// The sides of all hyperplanes on which a point lies.
package struct PlaneCode: Hashable, Sendable {
  let words: [UInt64]

  /// The number of planes on whose positive side `other` lies and this point does not.
  package func distance(to other: PlaneCode) -> Int {
    var count = 0
    for place in words.indices { count += (~words[place] & other.words[place]).nonzeroBitCount }
    return count
  }
}
