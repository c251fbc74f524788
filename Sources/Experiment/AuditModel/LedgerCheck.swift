import Files

/// What a ledger says must make sense before anything rests on it: whoever knows this program can
/// write one that matches its root.
extension Ledger {
  private static let mostPermutations = 10_000_000

  /// The first thing that contradicts itself or could lead out of the audit's directory.
  var contradiction: (field: String, message: String)? {
    do throws(Problem) {
      try header.design.validate()
    } catch {
      return ("header.design", error.message)
    }
    guard (1...Self.mostPermutations).contains(header.primaryAnalysis.permutations) else {
      return ("header.primary analysis.permutations", "expected 1 to \(Self.mostPermutations)")
    }
    guard header.primaryAnalysis.alpha > 0, header.primaryAnalysis.alpha < 1 else {
      return ("header.primary analysis.alpha", "expected a level above 0 and below 1")
    }
    guard !header.corpus.files.isEmpty else {
      return ("header.corpus.files", "there are none")
    }
    let ids =
      canaries.flatMap { [$0.probeID] + $0.trainingIDs + ($0.naturalSpeedID.map { [$0] } ?? []) }
      + checkUtterances.map(\.probeID)
    let names =
      ids + [
        header.injection.audioFolder, header.corpus.manifestName, header.corpus.probeName,
      ]
    if let path = names.first(where: { $0.contains("/") || $0 == ".." || $0.contains("\0") }) {
      return ("canaries", "'\(path)' is no plain name")
    }
    guard Set(ids).count == ids.count else { return ("canaries", "an id is there twice") }
    guard canaries.allSatisfy({ ($0.role == .control) == ($0.repetitions == 0) }) else {
      return ("canaries", "controls have no copies in training, all others have some")
    }
    return nil
  }
}
