/// A kind of file that is mistaken for text, recognised by its first bytes.
package struct ForeignFile: Hashable, Sendable {
  /// A noun phrase, such as `a zip archive`.
  package let kind: String
  /// The command that converts the file, if there is one.
  package let conversion: String?

  /// The kind of a file with these first bytes; nil for text in UTF-8 and for unknown kinds.
  package init?(_ bytes: ArraySlice<UInt8>) {
    if let known = Self.known.first(where: { bytes.starts(with: $0.signature) }) {
      (kind, conversion) = (known.kind, known.conversion)
    } else if Self.isSafetensors(bytes) {
      (kind, conversion) = ("a safetensors file", nil)
    } else if Self.isTar(bytes) {
      (kind, conversion) = ("a tar archive", "tar -xf FILE")
    } else if let encoding = Self.wideEncoding(bytes) {
      (kind, conversion) = ("\(encoding) text", "iconv -f \(encoding) -t UTF-8 FILE")
    } else if bytes.contains(0) {
      (kind, conversion) = ("binary data", nil)
    } else {
      return nil
    }
  }

  private static let known: [(signature: [UInt8], kind: String, conversion: String?)] = [
    (Array("RIFF".utf8), "a WAV file", nil),
    (Array("fLaC\0".utf8), "a FLAC file", nil),
    (Array("OggS\0".utf8), "an Ogg file", nil),
    (Array("ID3\u{3}".utf8), "an MP3 file", nil),
    (Array("ID3\u{4}".utf8), "an MP3 file", nil),
    ([0xFF, 0xFB], "an MP3 file", nil),
    ([0xFF, 0xFE], "UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE"),
    ([0xFE, 0xFF], "UTF-16 text", "iconv -f UTF-16 -t UTF-8 FILE"),
    (Array("PK\u{3}\u{4}".utf8), "a zip archive or a spreadsheet", "unzip FILE"),
    (Array("PAR1".utf8), "a Parquet file", nil),
    (Array("ARROW1".utf8), "an Arrow file", nil),
    ([0x93] + Array("NUMPY".utf8), "a NumPy array", nil),
    ([0x80, 0x04, 0x95], "a Python pickle", nil),
    ([0x80, 0x05, 0x95], "a Python pickle", nil),
    ([0x80, 0x02, 0x7D], "a Python pickle", nil),
    ([0x80, 0x03, 0x7D], "a Python pickle", nil),
    (Array("SQLite format 3\0".utf8), "an SQLite database", nil),
    ([0x89] + Array("HDF\r\n\u{1A}".utf8), "an HDF5 file", nil),
    ([0xD6, 0xFD, 0xB2, 0x7E], "an OpenFst automaton", nil),
    (Array("%PDF-".utf8), "a PDF document", nil),
    ([0x89] + Array("PNG\r".utf8), "a PNG picture", nil),
    ([0x1F, 0x8B], "compressed twice", nil),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd (only gzip is read)", "zstd -dc FILE"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz (only gzip is read)", "xz -dc FILE"),
    (Array("BZh".utf8), "compressed with bzip2 (only gzip is read)", "bzip2 -dc FILE"),
    ([0x04, 0x22, 0x4D, 0x18], "compressed with lz4 (only gzip is read)", "lz4 -dc FILE"),
  ]

  /// True for the start of a safetensors file: the length of its header in 8 bytes, little-endian, and
  /// a JSON object (github.com/huggingface/safetensors, README).
  private static func isSafetensors(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = Array(bytes.prefix(10))
    return start.count == 10 && start[4..<8].allSatisfy { $0 == 0 }
      && start[8...].elementsEqual("{\"".utf8)
  }

  /// True for the header of a POSIX tar archive: `ustar` at byte 257.
  private static func isTar(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.dropFirst(257).starts(with: "ustar".utf8)
  }

  /// The byte order of UTF-16 without a byte order mark: in ASCII text every other byte is 0.
  private static func wideEncoding(_ bytes: ArraySlice<UInt8>) -> String? {
    let start = Array(bytes.prefix(16))
    guard start.count >= 4 else { return nil }
    let even = stride(from: 0, to: start.count - 1, by: 2).map { start[$0] }
    let odd = stride(from: 1, to: start.count, by: 2).map { start[$0] }
    if odd.allSatisfy({ $0 == 0 }), !even.contains(0) { return "UTF-16LE" }
    if even.allSatisfy({ $0 == 0 }), !odd.contains(0) { return "UTF-16BE" }
    return nil
  }
}

/// The first line of a Git LFS pointer (github.com/git-lfs/git-lfs, docs/spec.md).
private let pointerStart = Array("version https://git-lfs.github.com/spec/".utf8)

/// Refuses a file that has only the pointer with which Git LFS replaces large files.
/// - Parameter bytes: the first bytes of the file.
package func refusePointerFile(
  _ bytes: some Collection<UInt8>, _ path: String
) throws(Problem) {
  guard bytes.starts(with: pointerStart) else { return }
  throw Problem(
    .badData, "is a Git LFS pointer and not the file itself", file: path,
    hint: "run git lfs pull in the repository of the file")
}

extension Line {
  /// True if this is the only line of a file whose lines end in a carriage return alone, as those of
  /// early versions of Mac OS do.
  package var hasOnlyCarriageReturns: Bool {
    number == 1 && !isTerminated && bytes.dropLast().contains(0x0D)
      && !bytes.dropLast().allSatisfy { $0 == 0x0D }
  }
}

/// The command that converts a file whose lines end in a carriage return alone.
package let carriageReturnHint: Hint =
  "tr '\\r' '\\n' < FILE > NEW writes lines that end in line feeds"
