import Files

/// A safetensors file that is being written: first all descriptions, then the elements of each
/// tensor.
///
/// `close()` replaces an existing file atomically. The bytes depend on the arguments alone.
package final class SafetensorsOutput {
  /// The path of the finished file.
  package let path: String
  private let file: WholeFile
  private let tensors: [TensorDescription]
  private var written = 0

  private static let pieceBytes = 1 << 16

  /// - Parameters:
  ///   - metadata: texts, which are written in byte order of their keys.
  ///   - tensors: the tensors in the order in which they will be written. If tensors with
  ///     eight-byte elements come first, all tensors are aligned.
  package init(
    _ path: String, metadata: [String: String], tensors: [TensorDescription]
  ) throws(Problem) {
    self.path = path
    self.tensors = tensors
    file = try WholeFile(path, existing: .replaced)
    let header = Self.header(metadata, tensors)
    try file.write(withUnsafeBytes(of: UInt64(header.count)) { Array($0) })
    try file.write(header)
  }

  /// Writes the next tensor.
  /// - Parameter values: the elements, row-major, with the announced type and count.
  package func write<Element: TensorElement>(
    _ name: String, _ values: UnsafePointer<Element>
  ) throws(Problem) {
    precondition(written < tensors.count, "\(name) was not announced")
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

  /// Writes the file to the disk and moves it to its path.
  package func close() throws(Problem) {
    precondition(written == tensors.count, "\(written) of \(tensors.count) tensors were written")
    try file.commit()
  }

  /// Returns the header, padded with spaces so that the data starts at a multiple of eight bytes.
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
