import Files

/// The syntax by which a format splits lines into fields.
protocol FieldSyntax {
  static var separator: UInt8 { get }
  /// A hint for a row with too many or too few fields.
  static var unevenHint: Hint { get }

  /// Splits a row that starts on `line` and may continue on the next lines.
  static func split(
    _ line: Line, of lines: TranscriptLines, into fields: inout [ArraySlice<UInt8>]
  ) throws(Problem)
}

/// A header line and rows with the same number of fields; the common part of TSV and the variants of CSV.
///
/// Column names are compared without case and without surrounding spaces. Empty lines are skipped. An
/// empty field is an empty hypothesis.
struct DelimitedTranscript<Syntax: FieldSyntax>: TranscriptDecoder {
  private let lines: TranscriptLines
  private let choice: ColumnChoice
  private let width: Int
  private let id: Int?
  private let audio: Int?
  private let text: Int
  /// The columns that can state a failure.
  private let failures: [(index: Int, name: String)]

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    guard try lines.first() != nil, let header = try lines.next() else { throw lines.empty }
    var fields: [ArraySlice<UInt8>] = []
    try Syntax.split(header, of: lines, into: &fields)
    var names: [String] = []
    for field in fields {
      guard let name = field.text else { throw lines.notUTF8(header.number) }
      names.append(name.withoutOuterSpaces)
    }
    if names.contains(where: isAudioFile) {
      throw lines.problem(
        "the first line names an audio file, so it is not a header with the names of the columns",
        line: header.number, hint: "write a first line such as file,hypothesis")
    }
    do throws(Problem) {
      choice = try wanted.choose(from: names.map { Column(name: $0) }, ignoringCase: true)
    } catch {
      throw error.located(in: lines.name, line: header.number)
    }
    width = names.count
    id = choice.id.flatMap(names.firstIndex)
    audio = choice.audio.flatMap(names.firstIndex)
    text = names.firstIndex(of: choice.text)!
    let textName = choice.text
    failures =
      choice.content == .hypotheses
      ? names.enumerated().filter { FailureMark.isName($1) && $1 != textName }
        .map { ($0.offset, $0.element) } : []
  }

  var sources: String { choice.sources }
  var textColumn: String? { choice.text }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    var fields: [ArraySlice<UInt8>] = []
    while let line = try lines.next() {
      guard !line.withoutReturn.isEmpty else { continue }
      fields.removeAll(keepingCapacity: true)
      try Syntax.split(line, of: lines, into: &fields)
      guard fields.count == width else {
        throw lines.problem(
          "has \(fields.count) \(fields.count == 1 ? "field" : "fields") "
            + "where the header has \(width)",
          line: line.number, hint: Syntax.unevenHint)
      }
      let idValue = try value(id, choice.id, fields, line)
      let audioValue = try value(audio, choice.audio, fields, line)
      let textValue = try value(text, choice.text, fields, line) ?? ""
      guard idValue != nil || audioValue != nil || choice.matchesByOrder else {
        throw lines.problem(
          "is empty, so the utterance has no id", line: line.number,
          field: choice.id ?? choice.audio)
      }
      if textValue.allSatisfy(\.isWhitespace) {
        for (index, name) in failures {
          if FailureMark.tells(name, try value(index, name, fields, line) ?? "") {
            throw lines.failure(name, line: line.number)
          }
        }
      }
      // Fields retain the reader's buffer, which would be copied when it is filled again.
      fields.removeAll(keepingCapacity: true)
      try visit(
        Hypothesis(line: line.number, id: idValue, audio: audioValue, text: textValue))
    }
  }

  /// The text of a field; nil if it is empty or not read.
  private func value(
    _ index: Int?, _ name: String?, _ fields: [ArraySlice<UInt8>], _ line: Line
  ) throws(Problem) -> String? {
    guard let index, !fields[index].isEmpty else { return nil }
    guard let text = fields[index].text else {
      throw lines.notUTF8(line.number, field: name)
    }
    guard !text.utf8.contains(0) else { throw lines.hasNUL(line.number) }
    return text
  }
}

/// True for a name that ends like an audio file.
func isAudioFile(_ name: String) -> Bool {
  [".wav", ".flac", ".mp3", ".ogg", ".opus", ".m4a", ".sph"].contains {
    name.lowercased().hasSuffix($0)
  }
}

extension String {
  var withoutOuterSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

extension Line {
  /// The bytes without a carriage return at the end.
  var withoutReturn: ArraySlice<UInt8> { bytes.last == 0x0D ? bytes.dropLast() : bytes }
}
