import ArgumentParser
import Files
import Integrity
import Scoring

/// The history to which `score` appends an entry.
struct HistoryOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file to which a line about this scoring is appended; the report says how many there were.",
      discussion: "One history can serve several ledgers.", valueName: "file"))
  var history: String?

  /// Checks the history before anything is scored.
  /// - Parameter output: the directory of the report, which must not contain the history.
  func check(_ looks: [LookArguments.Look], output: String) throws(Problem) {
    guard let history else { return }
    if history.isEmpty {
      throw Problem(
        .usage, "takes the name of a file", field: "--history",
        hint: "write --history history.jsonl")
    }
    let (file, directory) = (absolutePath(history), absolutePath(output))
    guard file != directory, !file.hasPrefix(directory + "/") else {
      throw Problem(
        .usage, "the history would be in the directory of the report", file: history,
        field: "--history",
        hint: "keep it where later scorings find it, for example beside the ledger")
    }
    for look in looks where !isRegularFile(look.path) && (look.path == "-" || fileExists(look.path))
    {
      throw Problem(
        .usage, "a history needs transcripts in a regular file, to compute their digest",
        file: look.path, field: "--history", hint: "write the transcripts to a file and name it")
    }
    try ScoringHistory.check(history)
  }

  /// Appends an entry for a report and counts the reports from its ledger; nil without a history.
  func append(
    _ report: Report, root: Digest, _ looks: [LookArguments.Look]
  ) throws(Problem) -> Report.HistoryResult? {
    guard let history else { return nil }
    var transcripts: [ScoringHistory.Entry.Transcripts] = []
    for look in looks {
      transcripts.append(
        ScoringHistory.Entry.Transcripts(
          label: look.label, digest: Digest(of: try readFile(look.path, limit: 1 << 31))))
    }
    return try ScoringHistory.append(
      ScoringHistory.Entry(report, root: root, transcripts: transcripts), to: history)
  }
}
