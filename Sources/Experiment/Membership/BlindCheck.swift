import Files
import Memorization

/// Whether features that need no model leave a comparison of members and non-members valid.
package enum BlindCheck {
  /// Refuses lists of members that a property of the utterances can tell apart, or that are too short to
  /// show that none can.
  /// - Parameter file: the target's trace table.
  /// - Throws: `.preflight`.
  package static func check(_ inputs: MembershipInputs, file: String) throws(Problem) {
    guard !inputs.features.isEmpty else {
      throw Problem(
        .preflight,
        "has neither tokens nor frames, so nothing shows that members and non-members "
          + "are alike", file: file, field: "tokens",
        hint: "add the keys tokens and frames to the rows, or audit canaries with a ledger")
    }
    let telling = inputs.features.filter { !$0.isBlind }
    guard !telling.isEmpty else { return }
    let list = telling.map { feature in
      "\(feature.name) (AUC \(rounded(feature.auc.value, places: 3)), up to "
        + "\(rounded(feature.bound, places: 3)))"
    }
    throw Problem(
      .preflight,
      "members and non-members may differ in more than membership: \(listed(list)); an attack would "
        + "find that difference too", file: file,
      hint:
        "draw non-members like the members, at least 1,000 of each, so that every bound is at most "
        + "\(trimmed(BlindFeature.highestBound)), or audit canaries with a ledger")
  }

  /// Refuses lists of members whose sounds differ.
  /// - Parameters:
  ///   - sounds: nil if no audio was read.
  ///   - file: the manifest of the audio.
  /// - Throws: `.preflight`.
  package static func check(_ sounds: SoundSeparation?, file: String) throws(Problem) {
    guard let sounds, sounds.pValue <= SoundSeparation.level else { return }
    throw Problem(
      .preflight,
      "the sounds of members and non-members differ (AUC of the nearest sound "
        + "\(rounded(sounds.nearestNeighbor.auc, places: 3)), of a classifier "
        + "\(rounded(sounds.classifier.auc, places: 3)), p = \(rounded(sounds.pValue, places: 4))); an attack "
        + "would find that difference too", file: file,
      hint: "draw non-members from the same recordings as members, or audit canaries with a ledger")
  }
}
