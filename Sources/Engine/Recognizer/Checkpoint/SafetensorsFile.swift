import Files
import Platform

/// A safetensors file opened for reading. The header is read and checked at once; tensors are read
/// on demand, so the file may be larger than memory.
///
/// The file is read with `pread` rather than mapped, so that a file that shrinks meanwhile causes
/// an error instead of a crash.
package final class SafetensorsFile: Sendable {
  package let path: String
  package let metadata: [String: String]
  /// The tensors in the order of their bytes.
  package let tensors: [TensorDescription]
  private let entries: [String: SafetensorsHeader.Entry]
  private let descriptor: Int32
  /// The offset of the data in the file, in bytes.
  private let origin: Int

  /// - Throws: a problem with the file and, if it concerns a tensor, the tensor's name.
  package init(_ path: String) throws(Problem) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemError.last.reading(path) }
    do throws(Problem) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw SystemError.last.reading(path) }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw Problem(.missingInput, "is not a regular file", file: path)
      }
      let length = try headerLength(descriptor, path, fileSize: Int(status.st_size))
      var bytes = [UInt8](repeating: 0, count: length)
      try readFully(descriptor, path, at: 8, count: length, into: &bytes)
      let header = try SafetensorsHeader(bytes, dataCount: Int(status.st_size) - 8 - length)
      metadata = header.metadata
      tensors = header.entries.map(\.tensor)
      entries = Dictionary(uniqueKeysWithValues: header.entries.map { ($0.tensor.name, $0) })
      origin = 8 + length
    } catch {
      close(descriptor)
      throw error.located(in: path)
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Reads the tensor `name`, which must have this shape and the type of `values`.
  /// - Parameter values: memory for the product of `shape` elements.
  package func read<Element: TensorElement>(
    _ name: String, shape: [Int], into values: UnsafeMutablePointer<Element>
  ) throws(Problem) {
    let entry = try entry(name, Element.tensorType)
    guard entry.tensor.shape == shape else {
      throw Problem(
        .badData, "expected the shape \(shape), found \(entry.tensor.shape)", file: path,
        field: "\(name).shape")
    }
    try readFully(
      descriptor, path, at: origin + entry.bytes.lowerBound, count: entry.bytes.count,
      into: values)
  }

  /// Returns the elements of the tensor `name`, which may have any shape.
  package func values<Element: TensorElement>(
    of name: String, as type: Element.Type
  ) throws(Problem) -> [Element] {
    let entry = try entry(name, Element.tensorType)
    var problem: Problem?
    let values = [Element](
      unsafeUninitializedCapacity: entry.bytes.count / Element.tensorType.size
    ) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      do throws(Problem) {
        try read(name, shape: entry.tensor.shape, into: start)
        count = entry.bytes.count / Element.tensorType.size
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    return values
  }

  private func entry(
    _ name: String, _ type: TensorType
  ) throws(Problem) -> SafetensorsHeader.Entry {
    guard let entry = entries[name] else {
      let meant = nearest(to: name, among: tensors.map(\.name))
      throw Problem(
        .badData, "there is no such tensor", file: path, field: name,
        hint: meant.map { "did you mean '\($0)'?" })
    }
    guard entry.tensor.type == type else {
      throw Problem(
        .badData, "expected \(type.rawValue), found \(entry.tensor.type.rawValue)", file: path,
        field: "\(name).dtype")
    }
    return entry
  }
}

/// Reads the length of the header: the first eight bytes, little-endian.
private func headerLength(
  _ descriptor: Int32, _ path: String, fileSize: Int
) throws(Problem) -> Int {
  guard fileSize >= 8 else {
    throw Problem(.badData, "is too short for a safetensors file", field: "header")
  }
  var length: UInt64 = 0
  try readFully(descriptor, path, at: 0, count: 8, into: &length)
  guard length <= SafetensorsHeader.largest, length <= fileSize - 8 else {
    throw Problem(
      .badData, "the header is \(length) bytes long, but the file has \(fileSize) bytes",
      field: "header", hint: "the file is incomplete or not a safetensors file")
  }
  return Int(length)
}

private func readFully(
  _ descriptor: Int32, _ path: String, at offset: Int, count: Int,
  into memory: UnsafeMutableRawPointer
) throws(Problem) {
  var done = 0
  while done < count {
    let got = pread(descriptor, memory + done, count - done, offset + done)
    if got < 0, errno == EINTR { continue }
    guard got >= 0 else { throw SystemError.last.reading(path) }
    guard got > 0 else {
      throw Problem(.inputOutput, "became shorter while it was read", file: path)
    }
    done += got
  }
}
