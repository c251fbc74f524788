import CSndFile
import Platform

/// A growing array of bytes that libsndfile writes to as if it were a file.
final class MemoryFile {
  private(set) var bytes: [UInt8] = []
  private var position = 0

  /// The pointer that libsndfile passes to the callbacks. It does not retain the object.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static var callbacks: SF_VIRTUAL_IO {
    var callbacks = SF_VIRTUAL_IO()
    callbacks.get_filelen = { sf_count_t(memoryFile($0).bytes.count) }
    callbacks.tell = { sf_count_t(memoryFile($0).position) }
    callbacks.seek = { memoryFile($2).seek(Int($0), from: $1) }
    callbacks.read = { memoryFile($2).read(to: $0, count: Int($1)) }
    callbacks.write = { memoryFile($2).write($0, count: Int($1)) }
    return callbacks
  }

  private func seek(_ offset: Int, from origin: Int32) -> sf_count_t {
    let target =
      switch origin {
      case SEEK_CUR: position + offset
      case SEEK_END: bytes.count + offset
      default: offset
      }
    guard target >= 0 else { return -1 }
    position = target
    return sf_count_t(target)
  }

  private func read(to target: UnsafeMutableRawPointer?, count: Int) -> sf_count_t {
    guard let target, position < bytes.count else { return 0 }
    let available = min(count, bytes.count - position)
    bytes.withUnsafeBytes { source in
      target.copyMemory(from: source.baseAddress! + position, byteCount: available)
    }
    position += available
    return sf_count_t(available)
  }

  private func write(_ source: UnsafeRawPointer?, count: Int) -> sf_count_t {
    guard let source else { return 0 }
    let end = position + count
    if end > bytes.count {
      bytes.append(contentsOf: repeatElement(0, count: end - bytes.count))
    }
    bytes.withUnsafeMutableBytes { target in
      (target.baseAddress! + position).copyMemory(from: source, byteCount: count)
    }
    position = end
    return sf_count_t(count)
  }
}

private func memoryFile(_ pointer: UnsafeMutableRawPointer?) -> MemoryFile {
  Unmanaged<MemoryFile>.fromOpaque(pointer!).takeUnretainedValue()
}
