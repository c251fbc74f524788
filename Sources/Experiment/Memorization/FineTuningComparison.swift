import Statistics

/// The transcripts of a fine-tuned model beside those of its base model, on utterances that fine-tuning
/// used and on others (after Zeng et al. 2023, arXiv 2310.06714, whose reviewers asked for the memory of
/// the base model to be subtracted).
///
/// Only an utterance that the fine-tuned model writes exactly and the base model does not can be the
/// memory of fine-tuning. Fine-tuning also teaches the domain, which helps utterances of both sets; the
/// difference of the sets is what only used utterances gained.
package struct FineTuningComparison: Sendable {
  package struct Utterance: Sendable {
    package let name: String
    package let isTrained: Bool
    package let isExactByTarget: Bool
    package let isExactByBase: Bool

    package init(name: String, isTrained: Bool, isExactByTarget: Bool, isExactByBase: Bool) {
      self.name = name
      self.isTrained = isTrained
      self.isExactByTarget = isExactByTarget
      self.isExactByBase = isExactByBase
    }
  }

  /// The exact transcripts of one set: `first` is the fine-tuned model, `second` the base model.
  package let trained: PairedProportions
  package let heldOut: PairedProportions

  package init(_ utterances: [Utterance]) {
    func pairs(_ isTrained: Bool) -> PairedProportions {
      PairedProportions(
        utterances.filter { $0.isTrained == isTrained }.map {
          (first: $0.isExactByTarget, second: $0.isExactByBase)
        })
    }
    trained = pairs(true)
    heldOut = pairs(false)
  }

  /// The utterances that the fine-tuned model writes exactly, among those that the base model does not.
  package static func gained(_ pairs: PairedProportions) -> Proportion {
    Proportion(hits: pairs.firstOnly, trials: pairs.firstOnly + pairs.neither)
  }

  /// The rate of gained utterances in the trained set minus that in the held-out set, with Newcombe's
  /// interval of 95%; nil if the base model writes all utterances of a set exactly.
  package var difference: (estimate: Double, interval: Interval)? {
    let (left, right) = (Self.gained(trained), Self.gained(heldOut))
    guard let a = left.rate, let b = right.rate else { return nil }
    return (a - b, Newcombe.difference(of: left, minus: right, confidence: 0.95))
  }

  /// The one-sided p-value of Fisher's exact test that the trained set gained no more than the held-out
  /// set. It assumes that utterances of the two sets do not differ otherwise.
  package var pValue: Double {
    FisherExact.oneSided(trained.firstOnly, trained.neither, heldOut.firstOnly, heldOut.neither)
  }
}
