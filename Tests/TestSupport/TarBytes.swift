/// A tar archive as GNU tar writes it, for tests of readers.
package struct TarBytes {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// An archive of regular files with its end mark.
  package init(_ members: [(name: String, content: [UInt8])]) {
    for (name, content) in members { add(name, content) }
    end()
  }

  /// Adds a header and a content.
  /// - Parameters:
  ///   - type: the type of the member; `0` is a regular file.
  ///   - stated: the size in the header, if it is not that of the content.
  package mutating func add(
    _ name: String, _ content: [UInt8], type: Character = "0", stated: Int? = nil,
    magic: String = "ustar  \0", prefix: String = ""
  ) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ start: Int) {
      for (index, byte) in text.utf8.enumerated() { header[start + index] = byte }
    }
    put(String(name.prefix(100)), 0)
    put("0000644\0", 100)
    put("0000000\0", 108)
    put("0000000\0", 116)
    let size = String(stated ?? content.count, radix: 8)
    put(String(repeating: "0", count: 11 - size.count) + size, 124)
    put("00000000000", 136)
    put("        ", 148)
    put(String(type), 156)
    put(magic, 257)
    put(prefix, 345)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", 148)
    bytes += header + content
    bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  /// Adds the two blocks of zeros at the end.
  package mutating func end() { bytes += [UInt8](repeating: 0, count: 1024) }
}
