import Files
import Integrity

/// A file with one JSON line for each scoring, of one ledger or of several. A team that scores many
/// checkpoints and keeps the best one can no longer overlook how many there were.
///
///     {"format":"asr-audit history","root":"<64 hex digits>","transcripts":[{"digest":"…"}],
///      "verdict":"not_detected","version":1[,"date":"…"][,"label":"…"]
///      [,"partial_p":0.2,"verbatim_p":0.4]}
package enum ScoringHistory {
  package static let formatName = "asr-audit history"
  package static let formatVersion = 1

  /// One scoring.
  package struct Entry: Codable, Hashable, Sendable {
    package var format = ScoringHistory.formatName
    package var version = ScoringHistory.formatVersion
    /// The Merkle root of the ledger.
    package var root: Digest
    /// The day of the scoring in UTC; nil if it was left out.
    package var date: CalendarDate?
    /// The model and checkpoint in the team's words.
    package var label: String?
    /// The transcripts of the scored checkpoint, or of several that were decided together.
    package var transcripts: [Transcripts]
    /// The verdict's code. It is not a `Verdict`, because later versions may have others.
    package var verdict: String
    /// The p-values after Holm's correction; nil if nothing was measured.
    package var verbatimP: Double?
    package var partialP: Double?

    package struct Transcripts: Codable, Hashable, Sendable {
      /// The label of the checkpoint; nil if only one was scored.
      package var label: String?
      /// The digest of the file's bytes.
      package var digest: Digest

      package init(label: String?, digest: Digest) {
        self.label = label
        self.digest = digest
      }
    }

    package init(_ report: Report, root: Digest, transcripts: [Transcripts]) {
      self.root = root
      date = report.date
      label = report.label
      self.transcripts = transcripts
      verdict = report.verdict.code.rawValue
      verbatimP = report.primaryAnalysis?.verbatim.holm
      partialP = report.primaryAnalysis?.partial.holm
    }

    var isMeasured: Bool { verbatimP != nil && partialP != nil }
  }

  /// Checks that a history could be appended to. A file that does not exist yet is correct.
  package static func check(_ path: String) throws(Problem) {
    guard fileExists(path) else { return }
    guard isRegularFile(path) else {
      throw Problem(
        .badData, "is not a regular file", file: path, hint: "name another file for the history")
    }
    _ = try entries(in: try readFile(path), of: path)
  }

  /// Appends an entry and counts the reports from its ledger. The file is locked in between, so that
  /// scorings that run at the same time count one another.
  ///
  /// - Returns: nil if nothing was measured, because such a report reveals nothing.
  package static func append(
    _ entry: Entry, to path: String
  ) throws(Problem) -> Report.HistoryResult? {
    let log = try LineLog(path)
    let earlier = try entries(in: log.content(), of: path)
    try log.append(JSONCoding.encoded(entry, pretty: false))
    guard entry.isMeasured else { return nil }
    let seen = earlier.filter { $0.root == entry.root && $0.isMeasured }
    let digests = Set(seen.flatMap { $0.transcripts.map(\.digest) })
    let own = Set(entry.transcripts.map(\.digest))
    return Report.HistoryResult(
      reports: digests.union(own).count, isRepeated: own.isSubset(of: digests))
  }

  // MARK: - Reading

  static func entries(in bytes: [UInt8], of path: String) throws(Problem) -> [Entry] {
    var entries: [Entry] = []
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let unterminated = lines.removeLast()
    for (index, line) in lines.enumerated() {
      entries.append(try entry(in: line, of: path, line: index + 1))
    }
    guard unterminated.isEmpty else {
      // A foreign file gets the message of a foreign file, not that of a truncated one.
      if entries.isEmpty { _ = try entry(in: unterminated, of: path, line: 1) }
      throw Problem(
        .badData, "the last line of the history is incomplete", file: path,
        line: lines.count + 1,
        hint: "a write was interrupted: remove this line, and score its checkpoint again")
    }
    return entries
  }

  private static func entry(
    in bytes: ArraySlice<UInt8>, of path: String, line: Int
  ) throws(Problem) -> Entry {
    let identity = try? JSONCoding.decoded(Identity.self, from: bytes)
    guard let identity, identity.format == formatName else {
      throw Problem(
        .badData,
        line == 1
          ? "is not a history of scorings; nothing was appended"
          : "the line is not an entry of a history of scorings", file: path, line: line,
        hint: line == 1
          ? "name another file for the history" : "remove or restore this line of the history")
    }
    guard identity.version == formatVersion else {
      throw Problem(
        .badData,
        "the entry has format version \(identity.version); this version of asr-audit reads version "
          + "\(formatVersion)", file: path, line: line, field: "version",
        hint: "use the version of asr-audit that wrote the history")
    }
    let entry: Entry
    do {
      entry = try JSONCoding.decoded(Entry.self, from: bytes)
    } catch {
      throw Problem(
        .badData, error.message, file: path, line: line, field: error.field,
        hint: "remove or restore this line of the history")
    }
    guard !entry.transcripts.isEmpty else {
      throw Problem(
        .badData, "is empty", file: path, line: line, field: "transcripts",
        hint: "remove or restore this line of the history")
    }
    return entry
  }

  private struct Identity: Decodable {
    let format: String
    let version: Int
  }
}
