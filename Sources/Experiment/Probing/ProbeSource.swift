import AuditModel
import Files
import Integrity
import Manifests
import Speech

/// A canary, a control or a check utterance that is asked again.
struct ProbeSource: Sendable {
  let id: String
  let text: String
  /// The words of the text, one for each unit.
  let words: [String]
  let audio: AudioPart
  /// The digest of the whole audio file; nil if the ledger does not have it.
  let digest: Digest?
  /// The speed of the words; 1 for a check utterance.
  let speed: Double
  /// The place in the ledger's canaries; nil for a check utterance.
  let canary: Int?

  /// Reads the sound.
  func read() throws(Problem) -> Waveform {
    guard audio.start > 0 || audio.seconds != nil else { return try AudioFile.read(audio.source) }
    return try AudioFile.read(audio.source) { header throws(Problem) in
      let rate = Double(header.sampleRate)
      let start = min(header.frames, Int((audio.start * rate).rounded()))
      guard let seconds = audio.seconds else { return start..<header.frames }
      return start..<min(header.frames, start + Int((seconds * rate).rounded()))
    }
  }

  /// Throws if the audio is missing or is not that of the ledger.
  func verify(ledger: String) throws(Problem) {
    guard audio.source.isPresent else {
      throw Problem(
        .missingInput, "the audio of '\(id)' does not exist", file: audio.path,
        hint: "the probe set must be beside the ledger, as inject wrote it")
    }
    guard let digest else { return }
    guard Digest(of: try audio.source.content()) == digest else {
      throw Problem(
        .badData, "the audio was changed: its digest is not that of the ledger",
        file: audio.path, hint: "restore the probe set that inject wrote with \(ledger)")
    }
  }
}

extension ProbeSource {
  /// The canaries and controls, in the ledger's order.
  static func canaries(_ ledger: Ledger, in probe: String) -> [ProbeSource] {
    ledger.canaries.enumerated().map { index, canary in
      let path =
        "\(probe)/\(audioFolderName)/\(canary.probeID)"
        + ".\(ledger.header.audio.container.rawValue)"
      return ProbeSource(
        id: canary.probeID, text: canary.text, words: ledger.words(of: canary.text),
        audio: AudioPart(path: path), digest: canary.audioDigest, speed: canary.speed,
        canary: index)
    }
  }

  /// The first check utterances whose audio is a readable file.
  /// - Parameter utterances: the entries of the probe manifest, by name.
  static func checkUtterances(
    _ ledger: Ledger, _ utterances: [String: Utterance], of corpus: any TrainingCorpus,
    atMost limit: Int
  ) throws(Problem) -> (sources: [ProbeSource], leftOut: Int) {
    let wanted = ledger.checkUtterances.filter { utterances[$0.probeID] != nil }
    let files = try corpus.audioFiles(of: wanted.map { utterances[$0.probeID]! })
    var sources: [ProbeSource] = []
    var leftOut = ledger.checkUtterances.count - wanted.count
    for (utterance, file) in zip(wanted, files) {
      if sources.count == limit { break }
      guard let file, file.isPresent, (try? AudioFile.header(of: file)) != nil else {
        leftOut += 1
        continue
      }
      let entry = utterances[utterance.probeID]!
      // A duration without an offset is that of the whole file, which may be rounded.
      let part = entry.offset.map { AudioPart(file, start: $0, seconds: entry.seconds) }
      sources.append(
        ProbeSource(
          id: utterance.probeID, text: utterance.text,
          words: utterance.text.split(separator: " ").map(String.init),
          audio: part ?? AudioPart(file), digest: utterance.audioDigest, speed: 1, canary: nil))
    }
    return (sources, leftOut)
  }
}
