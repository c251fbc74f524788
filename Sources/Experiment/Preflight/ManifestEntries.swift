import AuditModel
import Files
import Injection
import Manifests
import Profiles
import Scoring

/// The entries of canaries in a training manifest.
package struct ManifestEntries: Sendable {
  package let path: String
  /// The number of utterances in the manifest.
  package private(set) var utterances = 0
  /// The entries by training id.
  package private(set) var entries: [String: Int] = [:]
  /// Ids of entries whose text is not that of their canary.
  package private(set) var changedTexts: [String] = []
  /// Ids of entries whose duration differs from that of their audio. Loaders trust the manifest.
  package private(set) var changedDurations: [String] = []
  /// Controls whose id or text is in the manifest: the model would be trained on them.
  package private(set) var leakedControls: [ConsumptionEvidence.LeakedControl] = []
  /// The shortest and the longest of the stated durations that differ, by probe id.
  private var stated: [String: ClosedRange<Double>] = [:]
  /// Random utterances of the user's own.
  package private(set) var sample: [Utterance] = []

  private static let sampleSize = 50
  /// The largest difference of durations in seconds that counts as rounding.
  private static let tolerance = 0.02

  /// Reads the manifest once, in memory that does not grow with it.
  package init(_ path: String, _ format: ManifestFormat?, _ ledger: Ledger) throws(Problem) {
    self.path = path
    let ids = AuditIDs(ledger)
    let normalizer = CanaryNormalizer(ledger)
    let rate = Double(ledger.header.audio.sampleRate)
    var reservoir = Reservoir<Utterance>(
      capacity: Self.sampleSize, random: ledger.seed.stream("preflight_sample"))
    var found: [String: Int] = [:]
    var texts: [String] = []
    var durations: [String] = []
    var changed: [String: ClosedRange<Double>] = [:]
    var leaked: [ConsumptionEvidence.LeakedControl] = []
    let controls = ListedControls(ledger)
    var count = 0
    _ = try ledger.openManifest(path, format).survey(limit: nil) { utterance throws(Problem) in
      count += 1
      guard let (canary, id) = ids.copy(in: utterance.name, ledger) else {
        if let (probe, trace) = controls.find(in: utterance) {
          leaked.append(
            .init(probe: probe, file: utterance.file, line: utterance.line, trace: trace))
        } else if !utterance.isRemote {
          reservoir.offer(utterance.detached)
        }
        return
      }
      found[id, default: 0] += 1
      let text = String(decoding: utterance.text, as: UTF8.self)
      if !normalizer.isText(text, of: canary) { texts.append(id) }
      if let seconds = utterance.seconds,
        (seconds - Double(canary.frames) / rate).magnitude > Self.tolerance
      {
        durations.append(id)
        let others = changed[canary.probeID] ?? seconds...seconds
        changed[canary.probeID] =
          min(others.lowerBound, seconds)...max(others.upperBound, seconds)
      }
    }
    (utterances, entries, changedTexts) = (count, found, texts)
    (changedDurations, stated, sample) = (durations, changed, reservoir.items)
    leakedControls = leaked
  }

  /// The durations of a canary's entries that are not that of its audio: the shortest and the longest.
  func statedSeconds(of canary: Canary) -> [Double] {
    stated[canary.probeID].map { [$0.lowerBound, $0.upperBound] } ?? []
  }

  /// A finding if the manifest has no entry of a canary that should be in it.
  func absence(of canary: Canary) -> Finding? {
    guard !canary.trainingIDs.isEmpty, canary.trainingIDs.allSatisfy({ entries[$0] == nil }) else {
      return nil
    }
    return Finding(
      .manifest, .drops, "none of its \(canary.trainingIDs.count) entries is in the manifest")
  }

  /// The number of copies that the manifest lacks.
  package func missingCopies(of ledger: Ledger) -> Int {
    ledger.canaries.reduce(0) { sum, canary in
      sum + canary.trainingIDs.count { entries[$0] == nil }
    }
  }
}
