import Concurrency
import Files
import Integrity
import Synchronization

/// Reads a manifest of JSON Lines, whose records are parsed on all cores and passed on in their order.
/// The memory does not grow with the file.
struct ParsedLines {
  private let reader: LineReader
  private let entries: EntryReader

  /// A record with its entry or error; nil for a blank line.
  struct Parsed: Sendable {
    let record: Record
    let entry: Result<RecordEntry, Problem>?
  }

  /// The chunks that are in memory at once, each of the size of the buffer of `LineReader`.
  private static let ahead = 6

  init(_ entries: EntryReader) throws(Problem) {
    self.entries = entries
    reader = try LineReader(entries.path)
  }

  var isCompressed: Bool { reader.isCompressed }

  private struct Chunk: Sendable {
    let bytes: [UInt8]
    let firstLine: Int
  }

  /// Calls `visit` with every record.
  /// - Returns: the digest of the decompressed bytes.
  func visitAll(_ visit: (Parsed) throws(Problem) -> Void) throws(Problem) -> Digest {
    let hasher = Mutex(Digest.Hasher())
    let hashing = BackgroundConsumer<Chunk>(most: Self.ahead) { chunk in
      hasher.withLock { $0.update(chunk.bytes) }
    }
    var lines = 0
    try orderedPipeline(ahead: Self.ahead) { () throws(Problem) -> Chunk? in
      guard let run = try reader.nextRun(atMost: .max) else { return nil }
      let chunk = Chunk(bytes: Array(run.bytes), firstLine: lines + 1)
      lines += run.lines
      hashing.add(chunk)
      return chunk
    } transform: { [entries] chunk in
      Self.parsed(chunk, entries)
    } consume: { (records: [Parsed]) throws(Problem) in
      for record in records { try visit(record) }
    }
    hashing.finish()
    return hasher.withLock { $0.finish() }
  }

  private static func parsed(_ chunk: Chunk, _ entries: EntryReader) -> [Parsed] {
    var records: [Parsed] = []
    records.reserveCapacity(chunk.bytes.count / 128)
    var rest = chunk.bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(ofByte: 0x0A)
      let record = Record(
        bytes: rest[..<(end ?? rest.endIndex)], line: chunk.firstLine + records.count,
        isTerminated: end != nil)
      rest = rest[(end.map { $0 + 1 } ?? rest.endIndex)...]
      guard !entries.layout.syntax.isBlank(record.bytes) else {
        records.append(Parsed(record: record, entry: nil))
        continue
      }
      do throws(Problem) {
        records.append(Parsed(record: record, entry: .success(try entries.checkedEntry(record))))
      } catch {
        // Nothing after the first error is read.
        records.append(Parsed(record: record, entry: .failure(error)))
        break
      }
    }
    return records
  }
}
