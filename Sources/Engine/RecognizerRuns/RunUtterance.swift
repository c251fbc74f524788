import Files
import Manifests

/// An utterance to train on or to decode.
package struct RunUtterance: Hashable, Sendable {
  /// The name in transcripts. It is unique only if the manifest's names are.
  package let name: String
  /// The text in the manifest; empty if it has none.
  package let text: String
  package let audio: AudioPart
  /// The path as the manifest has it, with its symbolic links; that of `audio` for a segment of a
  /// Kaldi recording.
  package let listedPath: String
  /// The manifest, or the table of it, that lists the utterance.
  package let file: String
  /// Counted from 1.
  package let line: Int

  package init(
    name: String, text: String, audio: AudioPart, listedPath: String? = nil, file: String, line: Int
  ) {
    self.name = name
    self.text = text
    self.audio = audio
    self.listedPath = listedPath ?? audio.path
    self.file = file
    self.line = line
  }
}

/// The utterances of a manifest, in its order. It does not check that audio files exist.
/// - Parameters:
///   - format: nil to detect it.
///   - keys: the names of fields, as far as the user states them.
/// - Throws: errors of the manifest with file and line; also for an utterance whose audio is not in a
///   file.
package func readUtterances(
  _ manifest: String, format: ManifestFormat?, keys: ManifestKeys = ManifestKeys()
) throws(Problem) -> (utterances: [RunUtterance], format: ManifestFormat) {
  let format =
    if let format { format } else { try ManifestFormat.recognize(manifest, keys: keys).format }
  var utterances: [RunUtterance] = []
  _ = try format.open(manifest, keys: keys).recordings { utterance, audio throws(Problem) in
    let value = String(decoding: utterance.audio, as: UTF8.self)
    let listed = format == .kaldi ? value.trimmingWhiteSpace : value
    utterances.append(
      RunUtterance(
        name: utterance.name, text: String(decoding: utterance.text, as: UTF8.self), audio: audio,
        listedPath: listed.isEmpty ? nil : listed, file: utterance.file, line: utterance.line))
  }
  return (utterances, format)
}

/// The number of each utterance by its name.
/// - Throws: `.badData` if two utterances have one name: the rows of a trace table could not tell them
///   apart.
package func uniqueNames(of utterances: [RunUtterance]) throws(Problem) -> [String: Int] {
  var numbers: [String: Int] = [:]
  for (number, utterance) in utterances.enumerated() {
    guard let first = numbers.updateValue(number, forKey: utterance.name) else { continue }
    let known = utterances[first]
    throw Problem(
      .badData,
      "utterance '\(utterance.name.printable)' is also on line \(known.line)"
        + (known.file == utterance.file ? "" : " of \(known.file)")
        + ", and losses need a name for each",
      file: utterance.file, line: utterance.line,
      hint: "name the field that has a unique id: \(ManifestSetting.idKey)")
  }
  return numbers
}
