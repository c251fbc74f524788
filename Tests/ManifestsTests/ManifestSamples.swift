import Files
import Manifests
import TestSupport

/// Variants of manifests.
enum Variant: String, CaseIterable {
  case plain, noFinalNewline, carriageReturns, gzip, blankLine, oddSpacing, unicode, oneUtterance
  case relativePaths, segments, lineEndInQuotes, byteOrderMark
}

/// Writes a manifest of this format and variant. Returns nil if the format has no such variant.
func sample(
  _ format: ManifestFormat, _ variant: Variant, in directory: TemporaryDirectory
) throws -> String? {
  switch format {
  case .nemo: try nemoSample(variant, in: directory)
  case .kaldi: try kaldiSample(variant, in: directory)
  case .lhotse: try lhotseSample(variant, in: directory)
  case .fairseq: try fairseqSample(variant, in: directory)
  case .librispeech: try treeSample(variant, in: directory)
  case .speechbrainJSON: try memberSample(variant, in: directory)
  case .nemoTarred, .wenetShards, .webdataset, .lhotseShar:
    try archiveSample(format, variant, in: directory)
  case .audiofolder, .wenet, .funasr, .commonVoice, .coqui, .ljspeech, .speechbrain, .lhotseCuts,
    .jsonl, .csv, .tsv:
    try RecordSample(format)!.write(variant, in: directory)
  }
}

private func nemoSample(_ variant: Variant, in directory: TemporaryDirectory) throws -> String? {
  var entries = (1...6).map { number in
    #"{"audio_filepath": "/data/\#(number).wav", "duration": \#(number).25, "text": "line \#(number)"}"#
  }
  var text: String { entries.map { $0 + "\n" }.joined() }
  switch variant {
  case .plain, .gzip: break
  case .noFinalNewline: return try directory.write("train.json", String(text.dropLast()))
  case .carriageReturns: entries = entries.map { $0 + "\r" }
  case .blankLine:
    entries.insert("", at: 3)
    entries.insert(" \t", at: 1)
    entries.append("")
  case .oddSpacing:
    entries[0] = "  " + entries[0] + "   "
    entries[2] = "{\t\"duration\":3.25 ,\"audio_filepath\" :\t\"/data/3.wav\",\"text\":\"a  b\" }\t"
  case .unicode:
    entries[1] =
      #"{"audio_filepath": "\/data\/\u00e9\ud83d\ude00.wav", "duration": 2, "text": "\"\\ \u0000"}"#
    entries[4] =
      #"{"audio_filepath": "/data/日本/é.wav", "duration": 5e0, "text": "e\#u{301} ö 𝔘 \#u{2028}"}"#
  case .oneUtterance: entries = [entries[0]]
  case .relativePaths:
    for name in ["audio/a b/1.wav", "é.wav", "more/2.wav"] { try directory.write(name, "RIFF") }
    entries[0] = #"{"audio_filepath": "audio/a b/1.wav", "duration": 1, "text": "t"}"#
    entries[1] = #"{"audio_filepath": "\u00e9.wav", "duration": 1, "text": "u"}"#
    entries[4] = #"{"duration": 1, "audio_filepath": ".\/more\/2.wav"}"#
  case .segments, .lineEndInQuotes, .byteOrderMark: return nil
  }
  guard variant == .gzip else { return try directory.write("train.json", text) }
  let file = try OutputFile(directory("train.json.gz"), compressed: true)
  try file.write(text)
  try file.close()
  return file.path
}

private func kaldiSample(_ variant: Variant, in directory: TemporaryDirectory) throws -> String? {
  var fixture = KaldiFixture(segments: variant == .segments)
  switch variant {
  case .plain, .segments: break
  case .noFinalNewline: fixture.edit { $0.removeLast() }
  case .carriageReturns: fixture.edit { $0.replace("\n", with: "\r\n") }
  case .oddSpacing:
    fixture.edit { $0.replace(" ", with: " \t ") }
    fixture.files["text"]!.replace("\n", with: "  \n")
  case .unicode:
    fixture.edit { $0.replace("zoe", with: "zöe") }
    fixture.files["text"]!.replace("hello", with: "grüß e\u{301} 日本 \\u00e9 \"x\"")
  case .oneUtterance: fixture = KaldiFixture(segments: false, utterances: 1)
  case .gzip, .blankLine, .relativePaths, .lineEndInQuotes, .byteOrderMark: return nil
  }
  return try fixture.write(to: directory, as: "data")
}
