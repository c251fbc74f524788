import Files
import Integrity
import Platform

/// fairseq's manifests of wav2vec and HuBERT: files of equal length, line by line.
///
///     train.tsv   /root/of/the/audio            (the first line only)
///                 a/1.flac⇥17600                 a path below the root, a tab, the number of samples
///     train.ltr   H E L L O | W O R L D |        letters; words end in a vertical bar
///     train.wrd   HELLO WORLD                    words
///
/// * At least one of `.ltr` and `.wrd` exists. fairseq asserts that it has a line for each line of the
///   TSV file after the first.
/// * An absolute path takes the place of the root (`os.path.join`), so canaries have absolute paths.
package struct FairseqManifest: TrainingCorpus {
  package let path: String
  package let format = ManifestFormat.fairseq
  package var manifestName: String { baseName(of: path) }
  package var probeName: String { manifestName }
  package var canaryPaths: CanaryPaths { .absolute }

  package func refusal(ofAudioBelow directory: String) -> String? {
    directory.contains { $0 == "\t" || $0.isNewline }
      ? "the path has the character that separates fields, and this format has no quotes" : nil
  }

  /// The files of texts that exist, the words first.
  let labels: [Label]

  enum Label: String, CaseIterable {
    case words = "wrd"
    case letters = "ltr"

    /// The text of a line.
    func text(_ line: ArraySlice<UInt8>) -> [UInt8] {
      guard self == .letters else { return Array(line) }
      let letters = line.filter { $0 != 0x20 }
      let text = letters.map { $0 == UInt8(ascii: "|") ? 0x20 : $0 }
      return Array(text.last == 0x20 ? text.dropLast() : text[...])
    }

    /// The line of a text.
    func line(_ text: String) -> String {
      self == .words
        ? text
        : text.split(separator: " ").map { word in word.map { "\($0) " }.joined() + "|" }
          .joined(separator: " ")
    }
  }

  package init(path: String) throws(Problem) {
    self.path = path
    labels = Label.allCases.filter { fileExists(Self.sibling(of: path, $0)) }
    guard !labels.isEmpty else {
      throw Problem(
        .missingInput, "there is no file with the texts beside this one", file: path,
        hint: "fairseq expects \(stem(of: path)).ltr or \(stem(of: path)).wrd")
    }
  }

  static func sibling(of path: String, _ label: Label) -> String {
    path.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
      + ".\(label.rawValue)"
  }

  var names: [String] {
    [manifestName] + labels.map { baseName(of: Self.sibling(of: path, $0)) }
  }

  /// A line of the TSV file with its lines of texts.
  struct Row {
    let line: Line
    let audio: ArraySlice<UInt8>
    /// The lines in the order of `labels`, without a carriage return at the end.
    let texts: [ArraySlice<UInt8>]
  }

  /// The path of an audio file below the root, as fairseq joins them.
  func file(_ audio: String, root: String) -> String {
    absolutePath(audio.hasPrefix("/") ? audio : "\(root)/\(audio)")
  }

  /// Reads all files side by side.
  /// - Parameter taps: receive the decompressed bytes of each file.
  /// - Returns: the root.
  @discardableResult
  func eachRow(
    limit: Int? = nil, taps: [(ArraySlice<UInt8>) -> Void] = [],
    finish: ([Bool]) -> Void = { _ in },
    _ visit: (Row, _ root: String) throws(Problem) -> Void
  ) throws(Problem) -> String {
    var readers: [LineReader] = []
    for (index, name) in names.enumerated() {
      readers.append(
        try LineReader(
          "\(parentDirectory(of: path))/\(name)", tap: taps.isEmpty ? nil : taps[index]))
    }
    guard let first = try readers[0].next(), let root = first.bytes.withoutReturn.text else {
      throw Problem(
        .badData, "has no utterance", file: path, hint: "check that this is the right file")
    }
    if first.bytes.startsWithByteOrderMark {
      throw byteOrderMarkProblem("fairseq reads it as a part of the folder's name", file: path)
    }
    var isTerminated = [Bool](repeating: true, count: readers.count)
    var count = 0
    while count < limit ?? .max, let line = try readers[0].next() {
      isTerminated[0] = line.isTerminated
      var texts: [ArraySlice<UInt8>] = []
      for (index, reader) in readers.enumerated().dropFirst() {
        guard let text = try reader.next() else {
          throw uneven(reader.path, "ends before line \(line.number) of \(manifestName)", count + 1)
        }
        isTerminated[index] = text.isTerminated
        guard text.bytes.isUTF8 else {
          throw encodingProblem(text.bytes, file: reader.path, line: text.number)
        }
        if text.bytes.hasReturnInside { throw returnProblem(reader.path, text.number) }
        texts.append(text.bytes.withoutReturn)
      }
      try visit(
        Row(line: line, audio: try audio(of: line), texts: texts),
        root)
      count += 1
    }
    guard limit == nil else { return root }
    for reader in readers.dropFirst() {
      if let extra = try reader.next() {
        throw uneven(
          reader.path, "has more lines than \(manifestName) has utterances", extra.number)
      }
    }
    finish(isTerminated)
    return root
  }

  private func uneven(_ file: String, _ message: String, _ line: Int) -> Problem {
    Problem(
      .badData, "\(message); fairseq fails on it", file: file, line: line,
      hint: "each line belongs to the utterance on the same line of the TSV file, after its first")
  }

  private func audio(of line: Line) throws(Problem) -> ArraySlice<UInt8> {
    guard line.bytes.isUTF8 else {
      throw encodingProblem(line.bytes, file: path, line: line.number)
    }
    if line.bytes.hasReturnInside { throw returnProblem(path, line.number) }
    let fields = line.bytes.withoutReturn.split(
      separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count == 2, !fields[0].isEmpty, !fields[0].contains(0),
      let samples = fields[1].text.flatMap({ Int($0) }), samples >= 0
    else {
      throw Problem(
        .badData, "expected a path, a tab and a number of samples; fairseq fails on this line",
        file: path, line: line.number)
    }
    return fields[0]
  }
}

extension ArraySlice<UInt8> {
  /// The bytes of a line without a carriage return at the end.
  var withoutReturn: ArraySlice<UInt8> { last == 0x0D ? dropLast() : self }
}
