import Files
import Integrity

/// A line of a Kaldi table in UTF-8: a key, white space, a value.
struct KaldiRow {
  let line: Line
  let key: ArraySlice<UInt8>
  /// The bytes after the white space that follows the key, with trailing white space.
  let value: ArraySlice<UInt8>

  init(_ line: Line, file: String) throws(Problem) {
    guard line.bytes.isUTF8 else {
      throw encodingProblem(line.bytes, file: file, line: line.number)
    }
    self.line = line
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let start = line.bytes.firstIndex { !isSpace($0) } ?? line.bytes.endIndex
    let end = line.bytes[start...].firstIndex(where: isSpace) ?? line.bytes.endIndex
    key = line.bytes[start..<end]
    value = line.bytes[end...].drop(while: isSpace)
    guard !key.isEmpty, start == line.bytes.startIndex else {
      throw Problem(
        .badData, "expected a line that starts with an id", file: file, line: line.number,
        hint: "utils/validate_data_dir.sh lists everything that Kaldi refuses")
    }
  }

  /// The value without trailing white space.
  var trimmedValue: ArraySlice<UInt8> {
    var value = value
    while let last = value.last, last == 0x20 || last == 0x09 || last == 0x0D { value.removeLast() }
    return value
  }

  var keyText: String { String(decoding: key, as: UTF8.self) }
  var valueText: String {
    String(decoding: value, as: UTF8.self).trimmingWhiteSpace
  }
}

/// Reads a Kaldi table in order and checks Kaldi's rule: keys are unique and sorted as by
/// `LC_ALL=C sort`.
final class KaldiTableReader {
  let path: String
  private let reader: LineReader
  private let hasher = Digest.Hasher()
  private var previous: [UInt8] = []
  private var isTerminated = true
  private(set) var lineNumber = 0
  /// The file of a data directory; nil for another table.
  private let file: KaldiFile?
  /// The first content that Kaldi's utils/validate_data_dir.sh refuses. It does not stop the reading.
  private(set) var fault: Problem?

  init(_ path: String, as file: KaldiFile? = nil) throws(Problem) {
    self.path = path
    self.file = file
    reader = try LineReader(path)
  }

  func next() throws(Problem) -> KaldiRow? {
    guard let line = try reader.next() else { return nil }
    hasher.update(line.bytes)
    if line.isTerminated { hasher.update([0x0A]) }
    isTerminated = line.isTerminated
    lineNumber = line.number
    if line.number == 1 { try checkEncoding(of: line) }
    let row = try KaldiRow(line, file: path)
    if fault == nil, let file { fault = KaldiContent(row, in: file, path: path).fault }
    if line.number > 1, !previous[...].precedes(row.key) {
      let isDuplicate = previous.elementsEqual(row.key)
      throw Problem(
        .badData,
        isDuplicate
          ? "the id '\(row.keyText.printable)' occurs twice"
          : "'\(row.keyText.printable)' is not sorted as by LC_ALL=C sort after "
            + "'\(String(decoding: previous, as: UTF8.self).printable)'",
        file: path, line: line.number,
        hint: isDuplicate
          ? "an id may occur once in each file" : "utils/fix_data_dir.sh sorts a data directory")
    }
    previous.removeAll(keepingCapacity: true)
    previous.append(contentsOf: row.key)
    return row
  }

  /// Refuses a byte order mark, which Kaldi reads as a part of the first id, and lines that end in a
  /// carriage return alone.
  private func checkEncoding(of line: Line) throws(Problem) {
    if line.bytes.startsWithByteOrderMark {
      throw Problem(
        .badData, "starts with a byte order mark, which Kaldi reads as a part of the first id",
        file: path, line: 1, hint: "remove it with sed -i '1s/^\\xEF\\xBB\\xBF//' FILE")
    }
    if line.hasOnlyCarriageReturns {
      throw Problem(
        .badData, "has lines that end in a carriage return alone", file: path, line: 1,
        hint: carriageReturnHint)
    }
  }

  /// The description of the file after the last line has been read.
  func description(name: String) -> ManifestFile {
    ManifestFile(
      name: name, digest: hasher.finish(), isTerminated: isTerminated,
      isCompressed: reader.isCompressed)
  }
}

extension ArraySlice<UInt8> {
  /// The order of `LC_ALL=C sort`.
  func precedes(_ other: ArraySlice<UInt8>) -> Bool { lexicographicallyPrecedes(other) }
}

extension String {
  package var trimmingWhiteSpace: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
