/// The effective memorization size of a recipe: the largest number of canaries that it memorises (Gu
/// et al. 2025), as far as the trained sizes tell.
package struct EffectiveMemorization: Encodable, Hashable, Sendable {
  /// The reason why a size is not memorised.
  package enum End: String, Encodable, Sendable {
    /// The model does not repeat enough of the trained canaries.
    case trainedNotRepeated = "trained-not-repeated"
    /// The model repeats the trained canaries, and recognises too many controls as well: it has learnt
    /// such speech.
    case controlsRecognized = "controls-recognized"
  }

  /// ζ: a size is memorised if the gap is at least 1 − ζ.
  package let tolerance: Double
  /// The largest size such that it and all smaller ones are memorised; nil if the smallest is not.
  package let memorized: Int?
  /// The smallest size that is not memorised; nil if all are.
  package let notMemorized: Int?
  /// The largest size up to `memorized` with a whole interval of the gap at 1 − ζ or above; nil if
  /// none has.
  package let certainlyMemorized: Int?
  /// The smallest size with a whole interval of the gap below 1 − ζ; nil if none has.
  package let certainlyNot: Int?
  /// Nil if all sizes are memorised.
  package let end: End?

  /// - Parameter points: the runs in any order; those without an outcome do not count.
  package init(_ points: [CapacityPoint], tolerance: Double) {
    let judged = points.filter { $0.outcome != nil }.sorted { $0.size < $1.size }
    let first = judged.firstIndex { $0.isMemorized == false } ?? judged.count
    let failed = first < judged.count ? judged[first] : nil
    self.tolerance = tolerance
    memorized = judged[..<first].last?.size
    notMemorized = failed?.size
    certainlyMemorized = judged[..<first].last { $0.outcome == .memorized }?.size
    certainlyNot = judged.first { $0.outcome == .not }?.size
    end = failed.map { point in
      let rate = point.trained.rate ?? 0
      return rate < 1 - tolerance - 1e-9 ? .trainedNotRepeated : .controlsRecognized
    }
  }

  /// The sizes between which the effective memorization size lies, such as `128 to 181`.
  package var bracket: String {
    switch (memorized, notMemorized) {
    case (let memorized?, let failed?): "\(memorized) to \(failed)"
    case (let memorized?, nil): "at least \(memorized)"
    case (nil, let failed?): "below \(failed)"
    case (nil, nil): "unknown"
    }
  }
}
