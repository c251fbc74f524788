import KernelInterface

/// Forward or backward sums of one frame: those of the blanks (blank k stands before label k, the
/// last one behind all labels) and those of the labels, at k = 0...length. A vector of zeros
/// (`ExtendedRange.zero`) stands before each and behind each.
struct CTCRow {
  /// At k = 0; the exponents, the labels and the labels' exponents follow, `width` apart.
  let start: MutableFloats
  let width: Int

  /// Floats from one array to the next, for k = 0...length.
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

  /// All zeros but for the number 1 at blank k.
  @inline(always) func setUnit(blank k: Int) {
    var i = -lanes
    while i < width &- lanes {
      set(i, blanks: .zero, labels: .zero)
      i &+= lanes
    }
    start[k &+ width] = 0
  }
}

/// What of the lattice one frame needs: of all k those that can be reached from the first frame and
/// from which the last one can be reached.
struct CTCBand {
  let first: Int
  let last: Int

  @inline(always) init(frame: Int, frames: Int, length: Int) {
    let fromEnd = length &- (frames &- frame)
    first = fromEnd > 0 ? fromEnd : 0
    last = frame < length ? frame : length
  }

  /// The same in whole vectors.
  @inline(always) var start: Int { first / lanes &* lanes }
  @inline(always) var end: Int { (last / lanes &+ 1) &* lanes }
}
