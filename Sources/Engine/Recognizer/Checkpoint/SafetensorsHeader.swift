import Files

/// The JSON at the start of a safetensors file (https://huggingface.co/docs/safetensors):
/// `{"__metadata__": {"key": "text"}, "name": {"dtype": "F32", "shape": [2, 3],
/// "data_offsets": [0, 24]}}`. The offsets are counted from the end of the header.
struct SafetensorsHeader {
  /// A tensor and the range of its bytes.
  struct Entry {
    let tensor: TensorDescription
    let bytes: Range<Int>
  }

  static let metadataKey = "__metadata__"
  /// The format's limit on the length of the header, in bytes.
  static let largest = 100_000_000
  private static let longestName = 512

  private(set) var metadata: [String: String] = [:]
  /// The tensors in the order of their bytes.
  private(set) var entries: [Entry] = []

  /// - Parameters:
  ///   - bytes: the JSON, which spaces may follow.
  ///   - dataCount: the number of bytes after the header. Each must belong to exactly one tensor.
  init(_ bytes: [UInt8], dataCount: Int) throws(Problem) {
    guard bytes.first == UInt8(ascii: "{"), bytes[...].isUTF8 else {
      throw Problem(.badData, "the header is not a JSON object", field: "header")
    }
    do throws(JSONError) {
      try JSONScanner.scan(bytes[...]) { scanner throws(JSONError) in
        var names: Set<String> = []
        try scanner.object { key, scanner throws(JSONError) in
          let name = try Self.name(key, scanner, among: &names, in: "header")
          if name == Self.metadataKey {
            metadata = try Self.metadata(&scanner)
          } else {
            entries.append(try Self.entry(name, &scanner))
          }
        }
        try scanner.end()
      }
    } catch {
      throw Problem(
        .badData, "\(error.message) (byte \(error.offset) of the header)",
        field: error.field ?? "header")
    }
    entries.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }
    try checkCoverage(dataCount)
  }

  private static func name(
    _ key: JSONScanner.Token, _ scanner: borrowing JSONScanner, among names: inout Set<String>,
    in field: String
  ) throws(JSONError) -> String {
    let name = scanner.text(key)
    guard (1...longestName).contains(name.utf8.count),
      name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw scanner.error("a name is empty, too long or contains control characters", field: field)
    }
    guard names.insert(name).inserted else {
      throw scanner.error(
        "the key is set twice", field: field == "header" ? name : "\(field).\(name)")
    }
    return name
  }

  private static func metadata(
    _ scanner: inout JSONScanner
  ) throws(JSONError) -> [String: String] {
    var metadata: [String: String] = [:]
    var names: Set<String> = []
    try scanner.object { key, scanner throws(JSONError) in
      let name = try name(key, scanner, among: &names, in: metadataKey)
      metadata[name] = try scanner.decodedString()
    }
    return metadata
  }

  private static func entry(
    _ name: String, _ scanner: inout JSONScanner
  ) throws(JSONError) -> Entry {
    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    var keys: Set<String> = []
    try scanner.object { key, scanner throws(JSONError) in
      switch try Self.name(key, scanner, among: &keys, in: name) {
      case "dtype":
        let word = try scanner.decodedString()
        guard let known = TensorType(rawValue: word) else {
          let all = TensorType.allCases.map(\.rawValue).joined(separator: ", ")
          throw scanner.error("expected one of \(all)", field: "\(name).dtype")
        }
        type = known
      case "shape": shape = try integers(&scanner, "\(name).shape")
      case "data_offsets": offsets = try integers(&scanner, "\(name).data_offsets")
      default: throw scanner.error("expected dtype, shape and data_offsets only", field: name)
      }
    }
    guard let type, let shape, let offsets else {
      throw scanner.error("expected dtype, shape and data_offsets", field: name)
    }
    let tensor = TensorDescription(name, type, shape: shape)
    guard let count = tensor.checkedCount else {
      throw scanner.error("the shape is negative or too large", field: "\(name).shape")
    }
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1],
      offsets[1] - offsets[0] == count * type.size
    else {
      throw scanner.error(
        "expected a range of \(count * type.size) bytes", field: "\(name).data_offsets")
    }
    return Entry(tensor: tensor, bytes: offsets[0]..<offsets[1])
  }

  private static func integers(
    _ scanner: inout JSONScanner, _ field: String
  ) throws(JSONError) -> [Int] {
    var values: [Int] = []
    do throws(JSONError) {
      try scanner.array { scanner throws(JSONError) in values.append(try scanner.integer()) }
    } catch {
      var placed = error
      placed.field = field
      throw placed
    }
    return values
  }

  /// Checks that every byte of the data belongs to exactly one tensor.
  private func checkCoverage(_ dataCount: Int) throws(Problem) {
    var end = 0
    for entry in entries {
      let start = entry.bytes.lowerBound
      guard start == end else {
        throw Problem(
          .badData, start < end ? "overlaps the previous tensor" : "leaves a gap before the tensor",
          field: "\(entry.tensor.name).data_offsets")
      }
      end = entry.bytes.upperBound
    }
    guard end == dataCount else {
      throw Problem(
        .badData, "the tensors have \(end) bytes, but \(dataCount) bytes follow the header",
        field: "header", hint: "the file may be incomplete: copy it again")
    }
  }
}
