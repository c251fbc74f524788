import AuditModel
import Files
import Manifests
import Membership
import Memorization
import Randomness
import RecognizerRuns

/// The comparison of the sounds of members and non-members, for `membership`.
struct MembershipSounds {
  let inputs: MembershipInputs
  let seed: Seed

  /// The fewest members, and the fewest non-members, that are compared.
  private static let fewest = 10

  /// The trained canaries and the controls of a ledger; nil if their audio is not beside it.
  func separation(of ledger: Ledger, path: String) -> SoundSeparation? {
    let groups = Dictionary(
      uniqueKeysWithValues: ledger.canaries.map { ($0.probeID, $0.labelGroup.description) })
    return separation(CanaryRecordings(ledger: path).sounds(of: ledger)) { groups[$0] ?? "" }
  }

  /// The utterances of a manifest, a random sample of large groups.
  /// - Throws: errors of manifest and audio; `.badData` if it has too few members or non-members.
  func separation(manifest: String, _ options: ManifestOptions) throws(Problem) -> SoundSeparation {
    let utterances = try readUtterances(
      manifest, format: options.format(of: manifest), keys: options.keys
    ).utterances
    let numbers = try uniqueNames(of: utterances)
    func sample(_ group: [Int], _ name: String) throws(Problem) -> [RunUtterance] {
      var found = group.compactMap { numbers[inputs.ids[$0]] }.sorted()
      guard found.count >= Self.fewest else {
        throw Problem(
          .badData,
          "has \(found.count) of the \(group.count) \(name), and a comparison of sounds needs "
            + "\(Self.fewest)", file: manifest,
          hint: "name the manifest whose ids are those of the trace table")
      }
      var random = seed.stream("membership sounds \(name)")
      if found.count > SoundSeparation.mostOfGroup { random.shuffle(&found) }
      return found.prefix(SoundSeparation.mostOfGroup).sorted().map { utterances[$0] }
    }
    let group = inputs.groups[0]
    let compared =
      try sample(group.members, "members") + sample(group.nonMembers, "non-members")
    guard let result = separation(try surveyedSounds(compared), stratum: { _ in "" }) else {
      throw Problem(
        .badData, "has no sounds that could be compared", file: manifest,
        hint: "name a manifest whose audio is not silent")
    }
    return result
  }

  private func separation(
    _ sounds: [String: [Double]], stratum: (String) -> String
  ) -> SoundSeparation? {
    let members = Set(inputs.groups[0].members)
    let compared = inputs.ids.indices.filter { sounds[inputs.ids[$0]] != nil }
    return SoundSeparation(
      points: compared.map { sounds[inputs.ids[$0]]! }, isMember: compared.map(members.contains),
      strata: compared.map { stratum(inputs.ids[$0]) }, seed: seed, name: "membership")
  }
}
