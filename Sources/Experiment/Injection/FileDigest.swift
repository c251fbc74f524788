import Files
import Foundation
import Integrity

extension Digest {
  /// Hashes a file, or a member of an archive.
  package init(of source: AudioSource) throws(Problem) {
    guard source.bytes != nil else {
      try self.init(ofFile: source.path)
      return
    }
    self.init(of: try source.content())
  }

  /// Hashes a regular file in pieces, in memory that does not depend on its size.
  package init(ofFile path: String) throws(Problem) {
    guard isRegularFile(path), let file = FileHandle(forReadingAtPath: path) else {
      throw Problem(.missingInput, "cannot be read", file: path)
    }
    let hasher = Digest.Hasher()
    do {
      while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
        hasher.update(piece)
      }
      try file.close()
    } catch {
      throw Problem(.inputOutput, "reading failed", file: path)
    }
    self = hasher.finish()
  }
}
