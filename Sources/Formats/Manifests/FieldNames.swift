// The kinds of values that the name of a field suggests.

/// The parts of a field's name in lower case: `orig_num-samples` → `orig`, `num`, `samples`.
private func parts(of name: String) -> Set<Substring> {
  Set(name.lowercased().split { !$0.isLetter && !$0.isNumber })
}

/// True for a field that depends on the length of the audio.
func isLength(_ name: String) -> Bool { !parts(of: name).isDisjoint(with: lengthParts) }

/// The measure that a field with the name of an utterance, speaker or file has; nil for others.
func nameMeasure(_ name: String) -> Measure? {
  let parts = parts(of: name)
  guard parts.isDisjoint(with: settingParts) else { return nil }
  if !parts.isDisjoint(with: speakerParts) { return .speaker }
  if !parts.isDisjoint(with: idParts) { return .id }
  return parts.isDisjoint(with: pathParts) ? nil : .path
}

/// The measure that a field with a length has, if its name tells the unit; nil otherwise.
func lengthMeasure(_ name: String) -> Measure? {
  let parts = parts(of: name)
  if !parts.isDisjoint(with: ["samples", "nsamples"]) { return .samples }
  if !parts.isDisjoint(with: ["bytes", "filesize"]) { return .bytes }
  if !parts.isDisjoint(with: ["ms", "milliseconds"]) { return .milliseconds }
  return parts.isDisjoint(with: ["duration", "dur", "seconds", "secs"]) ? nil : .seconds
}

/// True for a field with the start of an utterance in its audio file.
func isStart(_ name: String) -> Bool {
  !parts(of: name).isDisjoint(with: ["start", "begin", "offset"])
}

private let idParts: Set<Substring> = [
  "id", "ids", "uid", "uuid", "guid", "key", "utt", "uttid", "utterance", "hash", "md5", "sha256",
  "session", "recording", "segment", "chapter", "book", "index",
]

private let speakerParts: Set<Substring> = [
  "speaker", "speakers", "speakerid", "spk", "spkr", "client",
]

private let pathParts: Set<Substring> = ["path", "file", "filename", "filepath", "url"]

/// Parts of names of settings that a recipe reads, even if the name has an `id` too (`lang_id`).
private let settingParts: Set<Substring> = [
  "lang", "language", "locale", "task", "prompt", "domain", "instruction", "source", "target",
]

private let lengthParts: Set<Substring> = [
  "samples", "frames", "duration", "dur", "length", "size", "bytes", "filesize", "start", "end",
  "stop",
  "begin", "offset", "seconds", "secs",
]
