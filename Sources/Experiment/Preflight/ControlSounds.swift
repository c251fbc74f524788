import AuditModel
import Files
import Injection
import Integrity
import Manifests

/// The audio of controls, to find copies of it under other names in lines that name audio files.
///
/// Only files as large as the audio of a control are read, so a line costs one look at the size of a
/// file.
struct ControlSounds {
  /// The digests with indexes into the ledger's probes, by the size of the file in bytes.
  private var controls: [Int: [(digest: Digest, probe: Int)]] = [:]
  /// The number of files of controls that are not in the probe set any more.
  private(set) var missing = 0

  private static let suffixes = [".wav", ".flac"].map { Array($0.utf8) }
  /// Bytes that end a path to the left: the first pair of sets that gives an existing file decides,
  /// because paths may contain spaces and commas.
  private static let delimiters: [Set<UInt8>] = ["\"'\t", "\"'\t ,;|=<>"].map { Set($0.utf8) }

  /// - Parameter directory: the directory of the audit, with `probe`; nil if sounds are not compared.
  init(_ ledger: Ledger, directory: String?) {
    guard let directory else { return }
    let suffix = ledger.header.audio.container.rawValue
    for (index, probe) in ledger.probes.enumerated()
    where probe.role == .control || probe.role == .recombined {
      let files: [(id: String?, digest: Digest?)] = [
        (probe.probeID, probe.audioDigest), (probe.naturalSpeedID, probe.naturalSpeedDigest),
      ]
      for case (let id?, let digest?) in files {
        if let size = fileSize("\(directory)/probe/\(audioFolderName)/\(id).\(suffix)") {
          controls[size, default: []].append((digest, index))
        } else {
          missing += 1
        }
      }
    }
  }

  /// The control whose audio is in a file that the line names; nil if there is none.
  /// - Parameter directory: the directory at which relative paths start.
  func probe(in line: ArraySlice<UInt8>, relativeTo directory: String) -> Int? {
    guard !controls.isEmpty else { return nil }
    for end in ends(in: line) {
      for path in paths(endingAt: end, in: line, directory) {
        guard let size = fileSize(path) else { continue }
        if let found = owner(of: path, size) { return found }
        break
      }
    }
    return nil
  }

  private func owner(of path: String, _ size: Int) -> Int? {
    guard let candidates = controls[size], let digest = try? Digest(ofFile: path) else {
      return nil
    }
    return candidates.first { $0.digest == digest }?.probe
  }

  /// The places behind `.wav` and `.flac`, in either case.
  private func ends(in line: ArraySlice<UInt8>) -> [Int] {
    line.indices.lazy.filter { line[$0] == UInt8(ascii: ".") }.compactMap { dot in
      Self.suffixes.first { suffix in
        line[dot...].prefix(suffix.count).elementsEqual(suffix) { $0 | 0x20 == $1 | 0x20 }
      }.map { dot + $0.count }
    }
  }

  private func paths(
    endingAt end: Int, in line: ArraySlice<UInt8>, _ directory: String
  ) -> [String] {
    Self.delimiters.compactMap { delimiters in
      let start = line[..<end].lastIndex { delimiters.contains($0) }.map { $0 + 1 }
      let name = String(decoding: line[(start ?? line.startIndex)..<end], as: UTF8.self)
        .replacing("\\/", with: "/")
      guard name.utf8.count < 4_096, !name.utf8.contains(0) else { return nil }
      return name.starts(with: "/") ? name : "\(directory)/\(name)"
    }
  }
}
