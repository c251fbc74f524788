import KernelInterface

extension CTCProblem {
  /// Computes the gradient from the last frame to the first. The backward sums overwrite `edge`,
  /// and the products of forward and backward sums (the weights of the states) overwrite the
  /// forward sums.
  ///
  /// The weights of every frame have the same sum, the probability of all alignments. Each frame is
  /// divided by its own sum, which cancels the rounding errors that the recursion accumulated.
  @inline(always) func backward(_ gradient: MutableFloats) {
    edge.setUnit(blank: length)
    let later = edge
    var t = frames &- 1
    while t >= 0 {
      let band = band(t)
      let row = forwardSums(t)
      let blank = blankProbability(t)
      let emissions = emissions(t)
      var largestBlank = all(2 * ExtendedRange.zeroExponent)
      var largestLabel = largestBlank
      var k = band.start
      while k < band.end {
        // The sums of frame t+1 at k and k+1 are read before those at k are overwritten.
        let blanks = later.blanks(k)
        let labels = later.labels(k)
        let nextBlanks = later.blanks(k &+ 1)
        var skipping = later.labels(k &+ 1)
        skipping.e += load(skips + (k &+ 1))
        let fromBlanks = blanks.plus(labels)
        let fromLabels = labels.plus(nextBlanks, skipping)
        let throughBlanks = row.blanks(k).times(fromBlanks)
        let throughLabels = row.labels(k).times(fromLabels)
        largestBlank = larger(largestBlank, throughBlanks.e)
        largestLabel = larger(largestLabel, throughLabels.e)
        row.set(k, blanks: throughBlanks, labels: throughLabels)
        later.set(
          k, blanks: fromBlanks.times(blank).normalized,
          labels: fromLabels.times(ExtendedRange(emissions + k, emissions + (k &+ width)))
            .normalized)
        k &+= lanes
      }
      let top = largest(larger(largestBlank, largestLabel))
      subtractOccupancy(t, band, row, exponent: top, from: gradient + t &* symbols)
      t &-= 1
    }
  }

  /// gradient = probability - occupancy for one frame.
  /// - Parameters:
  ///   - row: the weights of the states.
  ///   - exponent: the largest exponent of the weights.
  @inline(always) private func subtractOccupancy(
    _ t: Int, _ band: CTCBand, _ row: CTCRow, exponent: Float, from gradient: MutableFloats
  ) {
    let probabilities = logProbabilities + t &* symbols
    var c = 0
    while c &+ lanes <= symbols {
      store(exp(load(probabilities + c)), gradient + c)
      c &+= lanes
    }
    let rest = symbols &- c
    if rest > 0 {
      storePartial(exp(loadPartial(probabilities + c, rest)), gradient + c, rest)
    }

    var blankSum = all(0)
    var labelSum = all(0)
    let weights = row.start + 2 &* width
    var k = band.start
    while k < band.end {
      let blanks = row.blanks(k)
      let labels = row.labels(k)
      blankSum = multiplyAdd(blanks.m, powerOfTwo(blanks.e - all(exponent)), blankSum)
      let weight = labels.m * powerOfTwo(labels.e - all(exponent))
      store(weight, weights + k)
      labelSum += weight
      k &+= lanes
    }
    let blank = total(blankSum)
    let share = 1 / (blank + total(labelSum))
    gradient[0] -= blank * share
    k = band.first
    while k <= band.last && k < length {
      gradient[Int(labels[k])] -= weights[k] * share
      k &+= 1
    }
  }
}
