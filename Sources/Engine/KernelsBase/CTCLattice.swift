import KernelInterface

/// The forward or backward sums of one frame, for blanks and labels at k = 0...length. Blank k
/// precedes label k, and the last blank follows all labels. Each array has a vector of zeros
/// (`ExtendedRange.zero`) before and after it.
struct CTCRow {
  /// The blanks' mantissas at k = 0. Their exponents, the labels' mantissas and the labels'
  /// exponents follow at distances of `width`.
  let start: MutableFloats
  let width: Int

  /// The distance between the arrays in floats.
  @inline(always) static func width(length: Int) -> Int {
    (length &+ lanes) / lanes &* lanes &+ 2 &* lanes
  }

  @inline(always) init(_ memory: MutableFloats, width: Int) {
    start = memory + lanes
    self.width = width
  }

  @inline(always) func blanks(_ k: Int) -> ExtendedRange {
    ExtendedRange(start + k, start + (k &+ width))
  }

  @inline(always) func labels(_ k: Int) -> ExtendedRange {
    let labels = start + (k &+ 2 &* width)
    return ExtendedRange(labels, labels + width)
  }

  @inline(always) func set(_ k: Int, blanks: ExtendedRange, labels: ExtendedRange) {
    store(blanks.m, start + k)
    store(blanks.e, start + (k &+ width))
    store(labels.m, start + (k &+ 2 &* width))
    store(labels.e, start + (k &+ 3 &* width))
  }

  /// Sets all sums to 0 except for a 1 at blank k.
  @inline(always) func setUnit(blank k: Int) {
    var i = -lanes
    while i < width &- lanes {
      set(i, blanks: .zero, labels: .zero)
      i &+= lanes
    }
    start[k &+ width] = 0
  }
}

/// The reachable part of the lattice at one frame: the k that can be reached from the first frame
/// and from which the last frame can be reached.
struct CTCBand {
  let first: Int
  let last: Int

  @inline(always) init(frame: Int, frames: Int, length: Int) {
    let fromEnd = length &- (frames &- frame)
    first = fromEnd > 0 ? fromEnd : 0
    last = frame < length ? frame : length
  }

  /// The band extended to whole vectors.
  @inline(always) var start: Int { first / lanes &* lanes }
  @inline(always) var end: Int { (last / lanes &+ 1) &* lanes }
}
