import Files

/// The manifest formats that canaries can be injected into.
package enum ManifestFormat: String, CaseIterable, Codable, Sendable {
  case nemo
  case kaldi

  package var title: String {
    switch self {
    case .nemo: "NeMo manifest: one JSON object a line"
    case .kaldi: "Kaldi data directory (also ESPnet, WeNet stage 0)"
    }
  }

  /// The property of a file or directory by which `detect` recognises the format.
  package var evidence: String {
    switch self {
    case .nemo: "a file whose first line is an object with \"audio_filepath\" and \"duration\""
    case .kaldi: "a directory with wav.scp"
    }
  }

  /// The format of `path`, determined by its content and never by its name alone.
  package static func detect(_ path: String) throws(Problem) -> ManifestFormat {
    if isDirectory(path) {
      if fileExists("\(path)/wav.scp") { return .kaldi }
      throw Problem(
        .badData, "is a directory without wav.scp, so not a Kaldi data directory", file: path,
        hint: "a NeMo manifest is a single file: give its path")
    }
    let reader = try LineReader(path)
    while let line = try reader.next() {
      guard !line.bytes.isBlank else { continue }
      try checkLooksLikeNeMo(line, path)
      return .nemo
    }
    throw Problem(
      .badData, "has no utterance", file: path, hint: "check that this is the right file")
  }

  package func open(_ path: String) throws(Problem) -> any TrainingCorpus {
    switch self {
    case .nemo: NeMoManifest(path: path)
    case .kaldi: try KaldiDirectory(path: path)
    }
  }
}

/// True for a header line with the column of the audio.
private func isTable(_ line: Line) -> Bool {
  let separators = [",", "\t", ";", "|"].map { Character($0) }
  let names = String(decoding: line.bytes, as: UTF8.self).lowercased()
    .split { separators.contains($0) || $0 == "\"" || $0 == "\r" }
  let audio = ["audio_filepath", "wav_filename", "audio", "path", "file", "file_name", "filename"]
  return names.count > 1 && names.contains { audio.contains(String($0)) }
}

/// Refuses a first line that is not NeMo's and says what it looks like.
private func checkLooksLikeNeMo(_ line: Line, _ path: String) throws(Problem) {
  func refuse(_ what: String, _ hint: String) -> Problem {
    Problem(.badData, what, file: path, line: line.number, hint: hint)
  }
  if let foreign = ForeignFile(line.bytes) {
    throw refuse(
      "is \(foreign.kind), not a manifest",
      foreign.conversion.map { "\($0) converts it" } ?? "a NeMo manifest has one JSON object a line"
    )
  }
  if line.hasOnlyCarriageReturns {
    throw refuse("has lines that end in a carriage return alone", carriageReturnHint)
  }
  let knownFormats = "asr-audit formats lists the formats that canaries can be injected into"
  switch line.bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) {
  case UInt8(ascii: "{"): break
  case UInt8(ascii: "["):
    throw refuse(
      "a JSON array, where a NeMo manifest has one object a line",
      "jq -c '.[]' FILE writes one object a line")
  case _ where line.bytes.startsWithByteOrderMark:
    throw byteOrderMarkProblem(file: path, line: line.number)
  case UInt8(ascii: "<"):
    throw refuse("looks like HTML or XML, not a manifest", knownFormats)
  case _ where isTable(line):
    throw refuse(
      "looks like a table with a header, not a manifest",
      "write one JSON object a line with \"audio_filepath\", \"duration\" and \"text\"")
  default: throw refuse("is not the start of a manifest of a known format", knownFormats)
  }
  guard let text = line.bytes.text else {
    throw refuse("is not UTF-8", "if it is Latin-1, convert it with iconv -f LATIN1 -t UTF-8")
  }
  let isNeMo = text.contains("\"audio_filepath\"") || text.contains("\"audio_filename\"")
  if !isNeMo, text.contains("\"supervisions\"") || text.contains("\"recording_id\"") {
    throw refuse("this looks like a Lhotse manifest", knownFormats)
  }
  if !isNeMo, text.contains("\"sources\""), text.contains("\"num_samples\"") {
    throw refuse("this looks like a Lhotse recording manifest", knownFormats)
  }
  if text.contains("\"pred_text\"") {
    throw refuse(
      "this is a decoder's output (it has \"pred_text\"), not a training manifest",
      "pass it to asr-audit score --transcripts")
  }
}
