import Files

/// The `metadata.csv` of LJ Speech: vertical bars, no header, no quotes, beside the folder `wavs`.
///
///     LJ001-0001|Printing, in the only sense …|Printing, in the only sense …
///
/// * Column 1: the id, which is also the name of a file `wavs/ID.wav`.
/// * Column 2: the text. Column 3, if there is one: the normalised text, which is the one to train on.
extension RecordFormat {
  static let ljspeech = RecordFormat(
    title: "LJ Speech metadata.csv, with the audio in wavs/",
    evidence: "lines of an id and texts, separated by vertical bars, with wavs/ID.wav"
  ) { start in
    let columns = start.columns(.plain(separator: bar))
    let wav = "wavs/\(columns.first ?? "").wav"
    let isThere = fileExists("\(parentDirectory(of: start.path))/\(wav)")
    return (2...3).contains(columns.count) && isThere
      ? "line \(start.number) has vertical bars, and \(wav) exists" : nil
  } layout: { _ in
    RecordLayout(
      loader: "LJ Speech loaders", syntax: .plain(separator: bar),
      names: [.id: ["1"], .text: ["3", "2"]], required: [.id, .text],
      audio: .stems(folder: "wavs"), measures: ["2": .text],
      faults: [
        .byteOrderMark: "loaders read it as a part of the first id",
        .unevenRow: "loaders fail on it",
        .escapingPath: "loaders look for it in wavs/",
      ], keepsName: true)
  }
}

private let bar = UInt8(ascii: "|")
