import Files

/// Tells what a line of a log, or a note beside an utterance, says about the use of it.
///
/// Toolkits and users word messages in many ways ("Removing utterance …", "skipping … (too long)"). A
/// line that names a canary beside such words takes it out. A line shows that the trainer processed a
/// canary only if it states a finite loss.
struct LogWording {
  private let words: [String]
  private let text: String

  /// - Parameter line: without the texts of canaries, whose words say nothing.
  init(_ line: String) {
    text = Self.withoutPaths(line)
    words = Self.words(text)
  }

  private static let stems = [
    "exclud", "remov", "skip", "dropp", "discard", "reject", "ignor", "omit", "prun", "blacklist",
    "delet", "tooshort", "toolong", "unus",
  ]
  private static let phrases: [[String]] = [
    ["too", "short"], ["too", "long"], ["too", "few"], ["too", "many"], ["shorter", "than"],
    ["longer", "than"], ["filtered", "out"], ["filtering", "out"], ["filter", "out"],
    ["left", "out"], ["leaving", "out"], ["held", "out"], ["not", "used"], ["not", "use"],
    ["below", "the"], ["below", "min"], ["above", "max"], ["exceeds", "max"],
    ["out", "of", "range"],
    ["drop"], ["drops"], ["invalid", "duration"], ["is", "inf"], ["is", "nan"],
  ]
  private static let evaluation: Set<String> = [
    "valid", "validation", "val", "dev", "eval", "evaluation", "test", "decode", "decoded",
  ]

  /// True if the line says that an utterance is not used.
  var leavesOut: Bool {
    words.contains { word in Self.stems.contains { word.hasPrefix($0) } }
      || Self.phrases.contains { phrase in
        words.indices.contains { words[$0...].starts(with: phrase) }
      }
  }

  /// True if the line states a finite loss in training.
  var statesLoss: Bool {
    guard words.allSatisfy({ !Self.evaluation.contains($0) }) else { return false }
    return text.lowercased().firstMatch(of: #/loss(es)?["']?\s*[:=]?\s*-?[0-9]/#) != nil
  }

  /// The number of utterances that a line says to be left out, without naming them; 0 if it says nothing.
  static func count(in line: [UInt8]) -> Int {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    if let kept = text.firstMatch(of: #/kept (\d+) \w+ out of (\d+)/#),
      let part = Int(kept.1), let all = Int(kept.2), all > part
    {
      return all - part
    }
    let unit =
      #/(\d+) (samples|utterances|utts|files|cuts|examples|sentences|segments|items|rows)\b/#
    guard
      LogWording(text).leavesOut || text.contains("invalid size")
        || text.contains(#/were\s+filtered/#)
    else { return 0 }
    return text.firstMatch(of: unit).flatMap { Int($0.1) } ?? 0
  }

  private static let counted = BytePatterns([
    "exclu", "remov", "skip", "drop", "discard", "reject", "ignor", "omit", "filter", "kept ",
    "invalid", "too ", "unus", "delet", "left out",
  ])

  /// False for most lines of a log, which have no such word.
  static func mayCount(_ line: [UInt8]) -> Bool { counted.find(in: line[...]) != nil }

  // MARK: - Words

  /// Removes the colours of terminals, and words with a slash, which are paths.
  private static func withoutPaths(_ line: String) -> String {
    line.replacing(#/\u{1B}\[[0-9;]*[A-Za-z]/#, with: "")
      .replacing(#/[A-Za-z0-9._~+\-]*\/[A-Za-z0-9._~+\/\-]*/#, with: " ")
  }

  /// The words in lower case; `TooShortUttError` is four words and one.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    for run in text.split(whereSeparator: { !$0.isLetter }) {
      words.append(run.lowercased())
      let parts = run.replacing(#/([a-z])([A-Z])/#, with: { "\($0.1) \($0.2)" }).split(
        separator: " ")
      if parts.count > 1 { words += parts.map { $0.lowercased() } }
    }
    return words
  }
}

/// Tells the kind of a file by its name.
enum SeenName {
  private static let leftOutWords: Set<String> = [
    "removed", "excluded", "dropped", "skipped", "discarded", "rejected", "leftout", "unused",
    "excludes", "heldout", "filteredout", "tooshort", "toolong",
  ]

  /// True for `removed.txt`, `excluded_cuts.jsonl.gz`, `train-rejected.json` and `left-out.jsonl`: the
  /// first or the last word of the name without its extensions.
  static func isLeftOut(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    var stem = name.prefix { $0 != "." }.lowercased()
    for pair in ["left", "held", "filtered"] {
      stem = stem.replacing("\(pair)-out", with: "\(pair)out").replacing(
        "\(pair)_out", with: "\(pair)out")
    }
    for length in ["short", "long"] {
      stem = stem.replacing("too-\(length)", with: "too\(length)").replacing(
        "too_\(length)", with: "too\(length)")
    }
    let parts = stem.split { !$0.isLetter }.map(String.init)
    return [parts.first, parts.last].contains { $0.map(leftOutWords.contains) ?? false }
  }

  /// True for `train.log`, `train.1.log`, `train.log.1`, `slurm-1.out` and their compressed forms.
  static func isLog(_ path: String) -> Bool {
    let name = (path.split(separator: "/").last ?? "").lowercased()
    return name.contains(#/\.(log|out|err)(\.[0-9]+)?(\.(gz|bz2|xz))?$/#)
      || name.contains(#/^log(\.[0-9]+)?\.txt(\.gz)?$/#)
  }
}
