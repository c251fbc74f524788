/// A TSV file of a Common Voice release, beside the folder `clips` with the audio.
///
///     client_id⇥path⇥sentence_id⇥sentence⇥…⇥locale⇥segment
///
/// * Columns are separated by tabs. Quotes are characters, although some loaders (torchaudio) read a
///   field that starts with a quote up to the next quote.
/// * `path`: the name of a file in `clips`. `sentence`: the text. `client_id`: the speaker.
///   `locale`: the language, optional. All other columns are kept; they may be empty.
/// * torchaudio's COMMONVOICE adds `.mp3` to names with another extension, so it cannot read canaries;
///   Lhotse and SpeechBrain can.
extension RecordFormat {
  static let commonVoice = RecordFormat(
    title: "Common Voice TSV, with the audio in clips/",
    evidence: "a table with tabs and the columns \"client_id\", \"path\" and \"sentence\""
  ) { start in
    start.hasColumns("client_id", "path", "sentence", in: .tsv)
      ? start.has("client_id", "path", "sentence") : nil
  } layout: { _ in
    RecordLayout(
      loader: "Common Voice loaders", syntax: .tsv, hasHeader: true,
      names: [
        .audio: ["path"], .text: ["sentence"], .speaker: ["client_id"], .language: ["locale"],
      ], audio: .folder("clips"), measures: ["sentence_id": .id],
      // The votes of a clip that Common Voice counts as validated.
      usualValues: ["up_votes": "2", "down_votes": "0"],
      faults: [
        .byteOrderMark: "loaders then find no column \"client_id\"",
        .unevenRow: "loaders fail on it or mix up its columns",
        .escapingPath: "loaders look for it in clips/",
        .openQuote:
          "Python's csv.DictReader and torchaudio read on to the next quote and lose the lines "
          + "between; pandas and csv need quoting=csv.QUOTE_NONE",
      ])
  }
}
