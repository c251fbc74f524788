import CZlib
import Platform

/// Reads a plain or gzip file from its start to its end.
///
/// A gzip file may have several members (RFC 1952, section 2.2), and zero bytes may follow the last
/// one, as tapes and block devices leave them. Other bytes after a member are an error: zlib's
/// `gzread` ignores them without a message, and the lines in them would be lost.
@safe final class GzipInput {
  let path: String
  /// True if the file starts with the two bytes of a gzip member.
  let isCompressed: Bool
  private let descriptor: Int32
  private var stream = unsafe z_stream()
  /// Bytes that were read and not yet passed on: `input[start..<end]`.
  private var input: [UInt8]
  private var start = 0
  private var end = 0
  /// The number of bytes that were read from the file.
  private var bytesRead = 0
  private var state = State.member

  private enum State { case member, betweenMembers, atEnd }

  /// - Parameters:
  ///   - descriptor: an open file, which the stream closes.
  ///   - capacity: the number of bytes to read at once.
  init(_ descriptor: Int32, path: String, capacity: Int) throws(Problem) {
    self.descriptor = descriptor
    self.path = path
    input = [UInt8](repeating: 0, count: capacity)
    var first = 0
    do throws(Problem) {
      // A pipe may deliver the first byte alone.
      while first < 2 {
        let count = try Self.read(descriptor, path, into: &input, from: first)
        if count == 0 { break }
        first += count
      }
    } catch {
      close(descriptor)
      throw error
    }
    (end, bytesRead) = (first, first)
    isCompressed = first >= 2 && input[0] == 0x1F && input[1] == 0x8B
    guard isCompressed else { return }
    // 15 bits for the largest window and 16 for the header and trailer of gzip.
    let status = unsafe inflateInit2_(
      &stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw Problem(.inputOutput, "reading failed: out of memory", file: path)
    }
  }

  deinit {
    if isCompressed { unsafe inflateEnd(&stream) }
    close(descriptor)
  }

  /// Reads decompressed bytes to `buffer[first...]`.
  /// - Returns: their number; 0 at the end of the file.
  func read(into buffer: inout [UInt8], from first: Int) throws(Problem) -> Int {
    guard isCompressed else { return try readPlain(into: &buffer, from: first) }
    while state != .atEnd {
      if start == end { try refill() }
      switch state {
      case .atEnd: return 0
      case .betweenMembers: try startMember()
      case .member:
        let count = try inflate(into: &buffer, from: first)
        if count > 0 { return count }
      }
    }
    return 0
  }

  private func readPlain(into buffer: inout [UInt8], from first: Int) throws(Problem) -> Int {
    guard start < end else {
      return try Self.read(descriptor, path, into: &buffer, from: first)
    }
    let count = min(end - start, buffer.count - first)
    buffer.replaceSubrange(first..<(first + count), with: input[start..<(start + count)])
    start += count
    return count
  }

  /// Reads more compressed bytes. The end of the file is an error inside a member.
  private func refill() throws(Problem) {
    let count = try Self.read(descriptor, path, into: &input, from: 0)
    (start, end) = (0, count)
    bytesRead += count
    guard count == 0 else { return }
    guard state == .betweenMembers else {
      throw Problem(
        .badData, "the compressed data are incomplete", file: path,
        hint: "was the file copied completely?")
    }
    state = .atEnd
  }

  /// Skips zero bytes after a member and starts the next one.
  private func startMember() throws(Problem) {
    while start < end, input[start] == 0 { start += 1 }
    guard start < end else { return }
    guard input[start] == 0x1F else {
      let position = bytesRead - (end - start)
      throw Problem(
        .badData, "bytes that are not compressed follow the compressed data at byte \(position)",
        file: path,
        hint: "was a plain file appended to a compressed one? Decompress both, join them, and "
          + "compress the result")
    }
    unsafe inflateReset(&stream)
    state = .member
  }

  private func inflate(into buffer: inout [UInt8], from first: Int) throws(Problem) -> Int {
    let (place, available, room) = (start, end - start, buffer.count - first)
    let status = unsafe input.withUnsafeMutableBytes { source in
      unsafe buffer.withUnsafeMutableBytes { target in
        let source = unsafe source.baseAddress! + place
        let target = unsafe target.baseAddress! + first
        unsafe stream.next_in = unsafe source.assumingMemoryBound(to: Bytef.self)
        unsafe stream.next_out = unsafe target.assumingMemoryBound(to: Bytef.self)
        unsafe stream.avail_in = uInt(available)
        unsafe stream.avail_out = uInt(room)
        return unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
      }
    }
    start = end - Int(unsafe stream.avail_in)
    let count = room - Int(unsafe stream.avail_out)
    switch status {
    case Z_STREAM_END: state = .betweenMembers
    case Z_OK, Z_BUF_ERROR: break
    case Z_MEM_ERROR: throw Problem(.inputOutput, "reading failed: out of memory", file: path)
    default:
      let reason = unsafe stream.msg.map { unsafe String(cString: $0) } ?? "unknown compression"
      throw Problem(.badData, "the compressed data are damaged: \(reason)", file: path)
    }
    return count
  }

  private static func read(
    _ descriptor: Int32, _ path: String, into buffer: inout [UInt8], from first: Int
  ) throws(Problem) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Platform.read(descriptor, bytes.baseAddress! + first, bytes.count - first)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw SystemError.last.reading(path) }
    }
  }
}
