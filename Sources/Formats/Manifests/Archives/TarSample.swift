import Files

/// An utterance of an archive: adjacent members with one key, such as `a.txt` and `a.wav`.
struct TarSample {
  struct Component {
    /// The extension after the key, such as `wav`.
    let kind: String
    let member: TarMember
  }

  let key: String
  var components: [Component]
  let archive: String
}

/// The rule by which loaders divide the name of a member into key and extension.
enum SampleNames: Sendable {
  /// At the last dot (WeNet, datapipes.py: TarsDataPipe).
  case lastDot
  /// At the first dot after the last slash; the extension in lower case (WebDataset, tariterators.py:
  /// base_plus_ext, group_by_keys).
  case firstDot

  /// Returns nil for a member that loaders skip.
  func split(_ name: String) -> (key: String, kind: String)? {
    let bytes = name.utf8
    let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) }
    let base = bytes[(start ?? bytes.startIndex)...]
    let dot =
      self == .lastDot
      ? base.lastIndex(of: UInt8(ascii: ".")) : base.firstIndex(of: UInt8(ascii: "."))
    guard let dot, dot > base.startIndex else { return nil }
    if self == .firstDot, name.hasPrefix("__") { return nil }
    let kind = String(name[bytes.index(after: dot)...])
    return (String(name[..<dot]), self == .lastDot ? kind : kind.lowercased())
  }
}

/// Reads the samples of an archive one by one.
struct TarSampleReader: ~Copyable {
  let reader: TarReader
  private let names: SampleNames
  private var next: TarSample?

  init(_ archive: String, _ names: SampleNames) throws(Problem) {
    reader = try TarReader(archive)
    self.names = names
  }

  /// The next sample; nil after the last one.
  mutating func nextSample() throws(Problem) -> TarSample? {
    while let member = try reader.next() {
      guard let (key, kind) = names.split(member.name) else {
        guard names == .firstDot else {
          throw Problem(
            .badData,
            "the member '\(member.name.printable)' has no extension; WeNet skips the rest "
              + "of the archive", file: reader.path)
        }
        continue
      }
      let component = TarSample.Component(kind: kind, member: member)
      if next?.key == key {
        if next!.components.contains(where: { $0.kind == kind }) {
          throw Problem(
            .badData, "the sample '\(key.printable)' has '.\(kind.printable)' twice",
            file: reader.path, hint: "give every utterance its own key")
        }
        next!.components.append(component)
        continue
      }
      defer { next = TarSample(key: key, components: [component], archive: reader.path) }
      if let next { return next }
    }
    defer { next = nil }
    return next
  }
}
