import AuditModel
import Concurrency
import Files
import Manifests
import Speech

extension CanaryRecordings {
  /// The most canaries whose audio is read.
  private static let mostRead = 2_000

  /// The loudness (root mean square) of all canaries by probe id, for the blind baseline; empty unless
  /// all of them are beside the ledger.
  func loudness(of audit: Ledger) -> [String: Double] {
    let folder = "\(parentDirectory(of: ledger))/probe/\(audioFolderName)"
    let suffix = audit.header.audio.container.rawValue
    // In the order of their names, because access times show the order of reading.
    let ids = audit.canaries.map(\.probeID).sorted()
    guard (1...Self.mostRead).contains(ids.count), isRegularFile("\(folder)/\(ids[0]).\(suffix)")
    else { return [:] }
    let levels = concurrentMap(count: ids.count) { index in
      let samples = (try? AudioFile.read("\(folder)/\(ids[index]).\(suffix)"))?.samples ?? []
      return samples.isEmpty
        ? nil
        : (samples.reduce(0) { $0 + Double($1) * Double($1) } / Double(samples.count)).squareRoot()
    }.compactMap(\.self)
    guard levels.count == ids.count else { return [:] }
    return Dictionary(uniqueKeysWithValues: zip(ids, levels))
  }
}
