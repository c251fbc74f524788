import Files

/// The keys of the records of a ledger. A key that the reader does not know is an error: it could
/// change the meaning of a record for a later version.
///
/// Ledgers of format version 1 have other keys and are not checked.
enum LedgerKeys {
  static let canary: Set<String> = [
    "audio", "block", "frames", "gain", "natural_speed", "natural_speed_audio", "padding", "probe",
    "recombines", "repetitions", "role", "speed", "spoken", "text", "train", "voice",
  ]
  static let checkUtterance: Set<String> = ["audio", "probe", "source", "text"]

  /// - Parameters:
  ///   - place: the bytes of a record, which is an object.
  ///   - name: the name of the record for errors.
  static func check(
    _ known: Set<String>, in bytes: ArraySlice<UInt8>, _ place: Range<Int>, _ name: String
  ) throws(JSONError) {
    try JSONScanner.scan(bytes[place]) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        let key = scanner.text(key)
        guard known.contains(key) else { throw unknown(key, of: name, at: place) }
        try scanner.skip()
      }
    }
  }

  static func check(
    _ header: Ledger.Header, in bytes: ArraySlice<UInt8>, _ place: Range<Int>
  ) throws(JSONError) {
    let known = JSONCoding.encoded(header, pretty: false)
    if let key = JSONCoding.unknownKey(in: bytes[place], knownFrom: known) {
      throw unknown(key, of: "header", at: place)
    }
  }

  private static func unknown(_ key: String, of record: String, at place: Range<Int>) -> JSONError {
    JSONError(
      message: "unknown key", offset: place.lowerBound, field: "\(record).\(key.printable)")
  }
}
