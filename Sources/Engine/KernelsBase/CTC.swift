import KernelInterface

// Graves, Fernández, Gomez and Schmidhuber, "Connectionist temporal classification" (2006).
//
// An alignment passes through blank 0, label 0, blank 1, …, label L-1, blank L. With p the
// probability of the symbol at frame t, the forward sums (alpha) follow from those of frame t-1:
//   blank[k] = p·(blank[k] + label[k-1])
//   label[k] = p·(label[k] + blank[k] + label[k-1])
// The last term is omitted if label k repeats label k-1. The backward sums (beta) follow in reverse. Blanks and labels are in separate arrays, so that
// every term is one vector.

extension KernelImplementation {
  package static func ctcScratch(frames: Int, length: Int) -> Int {
    CTCProblem.rows(frames: frames) &* CTCRow.width(length: length)
  }

  @inline(never)
  package static func ctc(
    frames: Int, symbols: Int, length: Int, _ logProbabilities: Floats,
    labels: UnsafePointer<Int32>, gradient: MutableFloats, scratch: MutableFloats
  ) -> Float {
    var repeats = 0
    var k = 1
    while k < length {
      repeats &+= labels[k] == labels[k &- 1] ? 1 : 0
      k &+= 1
    }
    if frames == 0 { return length == 0 ? 0 : .infinity }
    let problem = CTCProblem(
      frames: frames, symbols: symbols, length: length, logProbabilities: logProbabilities,
      labels: labels, scratch: scratch)
    var loss = Float.infinity
    if frames >= length &+ repeats {
      problem.prepareSkips()
      loss = problem.forward()
    }
    if loss < .infinity {
      problem.backward(gradient)
    } else {
      // The loss is NaN only if a row is NaN.
      var t = 0
      while t < frames {
        let x = logProbabilities[t &* symbols]
        if x != x { loss = x }
        t &+= 1
      }
      let value: Float = loss == .infinity ? 0 : loss
      var i = 0
      while i < frames &* symbols {
        gradient[i] = value
        i &+= 1
      }
    }
    return loss
  }
}

/// The CTC loss of one utterance, with its scratch memory.
struct CTCProblem {
  let frames: Int
  let symbols: Int
  let length: Int
  let logProbabilities: Floats
  let labels: UnsafePointer<Int32>
  let scratch: MutableFloats

  /// The number of rows of scratch memory: six per frame, one of skips, and four for the edge.
  @inline(always) static func rows(frames: Int) -> Int { 6 &* frames &+ 5 }

  @inline(always) var width: Int { CTCRow.width(length: length) }
  /// The forward sums of a frame, including its emission.
  @inline(always) func forwardSums(_ t: Int) -> CTCRow {
    CTCRow(scratch + 6 &* t &* width, width: width)
  }
  /// The probabilities of the labels at a frame; 0 after the last label.
  @inline(always) func emissions(_ t: Int) -> MutableFloats {
    scratch + ((6 &* t &+ 4) &* width &+ lanes)
  }
  /// The exponent for the step from label k-1 to label k: 0 if it is allowed.
  @inline(always) var skips: MutableFloats { scratch + (6 &* frames &* width &+ lanes) }
  /// The row before the first frame in the forward pass and after the last frame in the backward
  /// pass.
  @inline(always) var edge: CTCRow {
    CTCRow(scratch + (6 &* frames &+ 1) &* width, width: width)
  }
  @inline(always) func band(_ t: Int) -> CTCBand {
    CTCBand(frame: t, frames: frames, length: length)
  }
  @inline(always) func blankProbability(_ t: Int) -> ExtendedRange {
    ExtendedRange(logarithm: all(logProbabilities[t &* symbols]))
  }

  @inline(always) func prepareSkips() {
    var k = -lanes
    while k < width &- lanes {
      let isAllowed = k > 0 && k < length && labels[k] != labels[k &- 1]
      skips[k] = isAllowed ? 0 : ExtendedRange.zeroExponent
      k &+= 1
    }
  }

  /// Computes forward sums and emissions.
  /// - Returns: the loss; +infinity if all alignments have probability 0.
  @inline(always) func forward() -> Float {
    edge.setUnit(blank: 0)
    var before = edge
    var t = 0
    while t < frames {
      let band = band(t)
      let row = forwardSums(t)
      let blank = blankProbability(t)
      let emissions = gather(t, band)
      row.set(band.start &- lanes, blanks: .zero, labels: .zero)
      var k = band.start
      while k < band.end {
        let label = ExtendedRange(logarithm: load(emissions + k))
        label.write(emissions + k, emissions + (k &+ width))
        let blanks = before.blanks(k)
        let labels = before.labels(k)
        let shifted = before.labels(k &- 1)
        var skipping = shifted
        skipping.e += load(skips + k)
        row.set(
          k, blanks: blanks.plus(shifted).times(blank).normalized,
          labels: labels.plus(blanks, skipping).times(label).normalized)
        k &+= lanes
      }
      row.set(k, blanks: .zero, labels: .zero)
      before = row
      t &+= 1
    }
    let sum = before.blanks(length).plus(before.labels(length &- 1)).normalized
    if sum.e[0] < 0.5 * ExtendedRange.zeroExponent { return .infinity }
    return Float(-(Double(sum.e[0]) * 0.693_147_180_559_945_3 + Double(log(sum.m)[0])))
  }

  /// Copies the labels' log-probabilities at frame t for the vectors of the band.
  @inline(always) func gather(_ t: Int, _ band: CTCBand) -> MutableFloats {
    let row = logProbabilities + t &* symbols
    let gathered = emissions(t)
    var k = band.start
    while k < band.end && k < length {
      gathered[k] = row[Int(labels[k])]
      k &+= 1
    }
    while k < band.end {
      gathered[k] = -.infinity
      k &+= 1
    }
    return gathered
  }
}
