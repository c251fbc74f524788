import Concurrency
import Files

/// The records of canaries in a ledger, as far as they can be read before the root is checked.
struct LedgerCanaries {
  /// The canaries in the order of their records; nil where only the decoder can judge the record.
  let scanned: [Canary?]

  /// Reads records on all cores.
  /// - Parameters:
  ///   - records: the places of the records in `bytes`.
  ///   - version: the format version. Only records of the current version can be scanned.
  /// - Throws: for the first record with a key that occurs twice.
  init(_ records: [Range<Int>], in bytes: ArraySlice<UInt8>, version: Int) throws(JSONError) {
    let chunks = (records.count + Self.chunk - 1) / Self.chunk
    scanned = try concurrentMap(count: chunks) { number throws(JSONError) in
      var canaries: [Canary?] = []
      canaries.reserveCapacity(Self.chunk)
      for record in records[(number * Self.chunk)...].prefix(Self.chunk) {
        let canary = version == Ledger.formatVersion ? Canary.scanned(bytes[record]) : nil
        if canary == nil { try Self.requireUniqueKeys(bytes, record) }
        canaries.append(canary)
      }
      return canaries
    }.flatMap(\.self)
  }

  private static let chunk = 512

  private static func requireUniqueKeys(
    _ bytes: ArraySlice<UInt8>, _ record: Range<Int>
  ) throws(JSONError) {
    do throws(JSONError) {
      try JSONScanner.scan(bytes[record]) { scanner throws(JSONError) in
        _ = try scanner.rawValueWithUniqueKeys()
      }
    } catch {
      throw JSONError(
        message: error.message, offset: record.lowerBound + error.offset, field: error.field)
    }
  }
}
