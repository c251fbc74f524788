import Files

/// A safetensors file being written: first all descriptions, then the elements, tensor by tensor.
///
/// `close()` replaces what stood at PATH: whoever opens it finds the old file or the new one, whole.
/// The bytes depend on the arguments alone.
package final class SafetensorsOutput {
  /// Where the file will stand.
  package let path: String
  private let file: WholeFile
  private let tensors: [TensorDescription]
  private var written = 0

  private static let pieceBytes = 1 << 16

  /// - Parameters:
  ///   - metadata: written in byte order of its keys.
  ///   - tensors: in the order in which they will be written. Eight-byte elements first keep all
  ///     of them aligned, which some readers like.
  package init(
    _ path: String, metadata: [String: String], tensors: [TensorDescription]
  ) throws(Problem) {
    self.path = path
    self.tensors = tensors
    file = try WholeFile(path, force: true)
    let header = Self.header(metadata, tensors)
    try file.write(withUnsafeBytes(of: UInt64(header.count)) { Array($0) })
    try file.write(header)
  }

  /// Writes the next tensor.
  /// - Parameter values: row-major; type and count are those announced.
  package func write<Element: TensorElement>(
    _ name: String, _ values: UnsafePointer<Element>
  ) throws(Problem) {
    precondition(written < tensors.count, "a tensor more than announced: \(name)")
    let tensor = tensors[written]
    precondition(
      tensor.name == name && tensor.type == Element.tensorType,
      "the next tensor is \(tensor.name), \(tensor.type), not \(name), \(Element.tensorType)")
    let count = tensor.shape.reduce(1, *)
    let bytes = UnsafeRawBufferPointer(start: values, count: count * tensor.type.size)
    for start in stride(from: 0, to: bytes.count, by: Self.pieceBytes) {
      let end = min(start + Self.pieceBytes, bytes.count)
      try file.write(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }
    written += 1
  }

  /// Brings the file to the disk and into its place.
  package func close() throws(Problem) {
    precondition(written == tensors.count, "\(written) of \(tensors.count) tensors were written")
    try file.commit()
  }

  /// Padded with spaces, so that the data starts at a multiple of eight bytes.
  private static func header(
    _ metadata: [String: String], _ tensors: [TensorDescription]
  ) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    if !metadata.isEmpty {
      json.key(SafetensorsHeader.metadataKey)
      json.beginObject()
      for (key, text) in metadata.sorted(by: { precedesInBytes($0.key, $1.key) }) {
        json.field(key, text)
      }
      json.endObject()
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.checkedCount! * tensor.type.size
      json.key(tensor.name)
      json.beginObject()
      json.field("dtype", tensor.type.rawValue)
      json.key("shape")
      json.beginArray()
      for size in tensor.shape { json.integer(size) }
      json.endArray()
      json.key("data_offsets")
      json.beginArray()
      json.integer(offset)
      json.integer(end)
      json.endArray()
      json.endObject()
      offset = end
    }
    json.endObject()
    let padding = (8 - json.bytes.count % 8) % 8
    return json.bytes + [UInt8](repeating: UInt8(ascii: " "), count: padding)
  }
}
