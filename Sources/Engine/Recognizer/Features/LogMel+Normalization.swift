import KernelInterface

extension LogMel {
  /// Normalises each band of an utterance to mean 0 and population variance 1. Sums are in double
  /// precision; the variance is computed in a second pass.
  /// - Parameter features: [frames, melBins]
  package func normalize(_ features: MutableFloats, frames: Int, _ workspace: LogMelWorkspace) {
    guard frames > 0 else { return }
    let (means, factors) = (workspace.means, workspace.factors)
    for band in 0..<melBins { (means[band], factors[band]) = (0, 0) }
    for frame in 0..<frames {
      let row = features + frame * melBins
      for band in 0..<melBins { means[band] += Double(row[band]) }
    }
    for band in 0..<melBins { means[band] /= Double(frames) }
    for frame in 0..<frames {
      let row = features + frame * melBins
      for band in 0..<melBins {
        let difference = Double(row[band]) - means[band]
        factors[band] += difference * difference
      }
    }
    for band in 0..<melBins {
      let deviation = (factors[band] / Double(frames)).squareRoot()
      factors[band] = 1 / max(deviation, Self.smallestDeviation)
    }
    for frame in 0..<frames {
      let row = features + frame * melBins
      for band in 0..<melBins {
        row[band] = Float((Double(row[band]) - means[band]) * factors[band])
      }
    }
  }
}
