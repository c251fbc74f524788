import AuditModel
import Files
import Integrity
import Manifests
import Speech

/// The audio of controls, to find copies of it under other names and in other files in lines that name
/// audio files.
///
/// Two files have the same sound if they decode to the same samples, so a copy is found after a
/// lossless conversion. Only files with the length and the sample rate of a control are decoded; of
/// all others the header is read.
struct ControlSounds {
  private struct Length: Hashable {
    let frames: Int
    let sampleRate: Int
  }

  private struct Control {
    let path: String
    let probe: Int
    /// The digest of the samples, once it was needed.
    var samples: Digest?
  }

  private var controls: [Length: [Control]] = [:]
  /// The number of files of controls that are not in the probe set any more.
  private(set) var missing = 0
  /// The number of audio files that were looked at.
  private(set) var compared = 0

  private static let suffixes = [".wav", ".flac"].map { Array($0.utf8) }
  /// Bytes before which no path begins.
  private static let borders = Set("\"\t".utf8)
  /// Bytes behind which a path may begin, and which it may contain.
  private static let separators = Set("' ,;|=<>".utf8)
  /// The largest number of files that are looked for at one place of a line.
  private static let maximumPaths = 32

  /// - Parameter directory: the directory of the audit, with `probe`; nil if sounds are not compared.
  init(_ ledger: Ledger, directory: String?) {
    guard let directory else { return }
    let suffix = ledger.header.audio.container.rawValue
    for (index, probe) in ledger.probes.enumerated()
    where probe.role == .control || probe.role == .recombined {
      for id in [probe.probeID, probe.naturalSpeedID].compactMap(\.self) {
        let path = "\(directory)/probe/\(audioFolderName)/\(id).\(suffix)"
        if let length = Self.length(of: path) {
          controls[length, default: []].append(Control(path: path, probe: index))
        } else {
          missing += 1
        }
      }
    }
  }

  /// The control whose audio is in a file that the line names; nil if there is none.
  /// - Parameter directory: the directory at which relative paths start.
  mutating func probe(in line: ArraySlice<UInt8>, relativeTo directory: String) -> Int? {
    guard !controls.isEmpty else { return nil }
    for end in ends(in: line) {
      for path in paths(endingAt: end, in: line, directory) {
        guard let length = Self.length(of: path) else { continue }
        compared += 1
        if let found = owner(of: path, length) { return found }
        break
      }
    }
    return nil
  }

  private mutating func owner(of path: String, _ length: Length) -> Int? {
    guard let count = controls[length]?.count, let samples = Self.samples(of: path) else {
      return nil
    }
    for index in 0..<count {
      let control = controls[length]![index]
      let own = control.samples ?? Self.samples(of: control.path)
      controls[length]![index].samples = own
      if own == samples { return control.probe }
    }
    return nil
  }

  private static func length(of path: String) -> Length? {
    guard isRegularFile(path), let header = try? AudioFile.header(of: path) else { return nil }
    return Length(frames: header.frames, sampleRate: header.sampleRate)
  }

  private static func samples(of path: String) -> Digest? {
    guard let waveform = try? AudioFile.read(path) else { return nil }
    let hasher = Digest.Hasher()
    hasher.update(
      waveform.samples.flatMap { sample in
        let bits = sample.bitPattern
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
      })
    return hasher.finish()
  }

  /// The places behind `.wav` and `.flac`, in either case.
  private func ends(in line: ArraySlice<UInt8>) -> [Int] {
    line.indices.lazy.filter { line[$0] == UInt8(ascii: ".") }.compactMap { dot in
      Self.suffixes.first { suffix in
        line[dot...].prefix(suffix.count).elementsEqual(suffix) { $0 | 0x20 == $1 | 0x20 }
      }.map { dot + $0.count }
    }
  }

  /// The paths that may end at `end`, the longest first, because paths may contain separators.
  private func paths(
    endingAt end: Int, in line: ArraySlice<UInt8>, _ directory: String
  ) -> [String] {
    let first = line[..<end].lastIndex { Self.borders.contains($0) }.map { $0 + 1 }
    let whole = line[(first ?? line.startIndex)..<end].suffix(4_096)
    let starts =
      [whole.startIndex]
      + whole.indices.filter { Self.separators.contains(whole[$0]) }.map { $0 + 1 }
    return (starts.prefix(1) + starts.dropFirst().suffix(Self.maximumPaths - 1)).compactMap {
      let name = String(decoding: whole[$0...], as: UTF8.self).replacing("\\/", with: "/")
      guard !name.isEmpty, !name.utf8.contains(0) else { return nil }
      return name.starts(with: "/") ? name : "\(directory)/\(name)"
    }
  }
}
