import Files

/// The consistency check of a ledger. A matching root does not make the content trustworthy, because
/// anyone who knows the format can compute the root of a forged ledger.
extension Ledger {
  private static let mostPermutations = 10_000_000

  /// The first field that contradicts another or names a path outside the audit's directory.
  var contradiction: (field: String, message: String)? {
    do throws(Problem) {
      try header.design.validate()
    } catch {
      return ("header.design." + (error.field ?? ""), error.message)
    }
    guard (1...Self.mostPermutations).contains(header.primaryAnalysis.permutations) else {
      return ("header.primary_analysis.permutations", "expected 1 to \(Self.mostPermutations)")
    }
    guard header.primaryAnalysis.alpha > 0, header.primaryAnalysis.alpha < 1 else {
      return ("header.primary_analysis.alpha", "expected a level above 0 and below 1")
    }
    if let (field, message) = header.primaryAnalysis.contradiction {
      return ("header.primary_analysis.\(field)", message)
    }
    guard header.primaryAnalysis.looks.map((1...PrimaryAnalysis.mostLooks).contains) ?? true else {
      return ("header.primary_analysis.looks", "expected 1 to \(PrimaryAnalysis.mostLooks)")
    }
    guard !header.corpus.files.isEmpty else {
      return ("header.corpus.files", "the ledger names no file of the manifest")
    }
    return namesContradiction ?? canariesContradiction ?? recombinedContradiction
  }

  private var namesContradiction: (field: String, message: String)? {
    let ids =
      probes.flatMap { [$0.probeID] + $0.trainingIDs + ($0.naturalSpeedID.map { [$0] } ?? []) }
      + checkUtterances.map(\.probeID)
    guard !ids.contains("") else { return ("canaries", "an id is empty") }
    let names =
      ids + [
        header.injection.audioFolder, header.corpus.manifestName, header.corpus.probeName,
      ]
    if let path = names.first(where: isPath) {
      return ("canaries", "'\(path)' is not a plain name")
    }
    let paths =
      [header.corpus.manifests, header.corpus.archives].compactMap(\.self)
      + header.corpus.files.map(\.name)
    let unsafePath = paths.first { path in
      path.contains("\0")
        || path.split(separator: ",").contains {
          $0.hasPrefix("/") || $0.split(separator: "/").contains("..")
        }
    }
    if let unsafePath {
      return ("header.corpus", "'\(unsafePath)' leads out of the audit's directory")
    }
    guard Set(ids).count == ids.count else { return ("canaries", "an id occurs twice") }
    return nil
  }

  private func isPath(_ name: String) -> Bool {
    name == ".." || name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
  }

  private var canariesContradiction: (field: String, message: String)? {
    for (index, canary) in canaries.enumerated() {
      let field = "canaries.\(index)"
      guard canary.role != .recombined, canary.recombines == nil else {
        return ("\(field).role", "a recombined control belongs in 'recombined_controls'")
      }
      guard !canary.text.isEmpty else { return ("\(field).text", "the text is empty") }
      guard (canary.spoken != nil) == header.design.hasShuffledTexts else {
        return (
          "\(field).spoken",
          header.design.hasShuffledTexts
            ? "the design has shuffled texts, and the canary does not state what its sound says"
            : "the design has no shuffled texts"
        )
      }
      guard canary.spoken.map({ !$0.isEmpty && $0 != canary.text.lowercased() }) ?? true else {
        return ("\(field).spoken", "expected other words than those of the text")
      }
      guard canary.speed > 0 else { return ("\(field).speed", "expected a speed above 0") }
      guard canary.repetitions == canary.trainingIDs.count else {
        return ("\(field).repetitions", "expected one id in 'train' for each repetition")
      }
      guard (canary.role == .control) == (canary.repetitions == 0) else {
        return ("\(field).role", "controls have no repetitions, all other canaries have some")
      }
      guard (canary.naturalSpeedID == nil) == (canary.naturalSpeedDigest == nil) else {
        return ("\(field).natural_speed", "the id and the digest of a probe belong together")
      }
    }
    return nil
  }
}
