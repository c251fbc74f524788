import CSndFile
import Files
import Platform

/// A member of an archive that libsndfile reads as if it were a file.
final class MemberFile {
  private let file: RandomAccessFile
  private let bytes: Range<Int>
  private var position = 0

  /// The bytes of `source`; of a whole file without a range.
  init(_ source: AudioSource) throws(Problem) {
    file = try RandomAccessFile(source.path)
    bytes = source.bytes ?? 0..<file.size
    guard bytes.upperBound <= file.size else {
      throw Problem(
        .badData, "the archive ends before the end of this member", file: source.label,
        hint: "was it replaced while it was being read?")
    }
  }

  /// The pointer that libsndfile passes to the callbacks. It does not retain the object.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static var callbacks: SF_VIRTUAL_IO {
    var callbacks = SF_VIRTUAL_IO()
    callbacks.get_filelen = { sf_count_t(memberFile($0).bytes.count) }
    callbacks.tell = { sf_count_t(memberFile($0).position) }
    callbacks.seek = { memberFile($2).seek(Int($0), from: $1) }
    callbacks.read = { memberFile($2).read(to: $0, count: Int($1)) }
    callbacks.write = { _, _, _ in 0 }
    return callbacks
  }

  private func seek(_ offset: Int, from origin: Int32) -> sf_count_t {
    let start =
      switch origin {
      case SEEK_CUR: position
      case SEEK_END: bytes.count
      default: 0
      }
    let (target, overflows) = start.addingReportingOverflow(offset)
    guard !overflows, target >= 0 else { return -1 }
    position = target
    return sf_count_t(target)
  }

  private func read(to target: UnsafeMutableRawPointer?, count: Int) -> sf_count_t {
    guard let target, count > 0, position < bytes.count else { return 0 }
    let most = min(count, bytes.count - position)
    // libsndfile has no way to learn of a failed read; it sees the end of the file.
    let part = (try? file.read(to: target, at: bytes.lowerBound + position, count: most)) ?? 0
    position += part
    return sf_count_t(part)
  }
}

private func memberFile(_ pointer: UnsafeMutableRawPointer?) -> MemberFile {
  Unmanaged<MemberFile>.fromOpaque(pointer!).takeUnretainedValue()
}
