/// The CSV files of DeepSpeech and Coqui STT (RFC 4180, with a header).
///
///     wav_filename,wav_filesize,transcript
///     audio/1.wav,48044,words of the text
///
/// * `wav_filename`: a path, relative to the manifest's directory. `transcript`: the text, whose
///   characters must be in the alphabet.
/// * `wav_filesize`: bytes; the trainer sorts by it.
extension RecordFormat {
  static let coqui = RecordFormat(
    title: "Coqui STT and DeepSpeech CSV",
    evidence: "a table with commas and the columns \"wav_filename\" and \"transcript\""
  ) { start in
    start.hasColumns("wav_filename", "transcript", in: .csv)
      ? start.has("wav_filename", "transcript") : nil
  } layout: { _ in
    RecordLayout(
      loader: "Coqui STT", syntax: .csv, hasHeader: true,
      names: [.audio: ["wav_filename"], .text: ["transcript"]], audio: .directory,
      measures: ["wav_filesize": .bytes],
      faults: [
        .byteOrderMark: "the loader then finds no column \"wav_filename\"",
        .unevenRow: "the loader fails on it",
      ])
  }
}
