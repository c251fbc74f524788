import Files

/// Tells log lines that leave an utterance out in words that `LogMarker` does not know.
///
/// Toolkits and users word such messages in many ways ("Removing utterance …", "skipping … (too
/// long)"). A line that names a canary beside one of these words is no proof that the trainer
/// processed it.
enum LogWording {
  /// The beginnings of words in messages about utterances that are not used.
  private static let stems = [
    "exclud", "remov", "skip", "dropp", "discard", "filter", "reject", "ignor", "fail", "error",
    "warn", "unable", "cannot", "invalid", "missing", "without", "unus", "omit", "delet",
  ].map { Array($0.utf8) }
  private static let words: Set<[UInt8]> = Set(
    ["drop", "drops", "not", "no", "too", "left", "leaving", "bad", "never"].map { Array($0.utf8) })

  /// True if a word of the line, outside of paths and of the ids themselves, is of this kind.
  static func leavesOut(_ line: ArraySlice<UInt8>) -> Bool {
    line.split(whereSeparator: { $0 <= 0x20 }).contains { token in
      guard !token.contains(UInt8(ascii: "/")) else { return false }
      return token.split(whereSeparator: { !isLetter($0) }).contains { word in
        let word = word.map { $0 | 0x20 }
        return words.contains(word) || stems.contains { word.starts(with: $0) }
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

/// Tells by its name a file that lists utterances which were left out.
enum LeftOutName {
  private static let words: Set<String> = [
    "removed", "excluded", "dropped", "skipped", "discarded", "rejected", "leftout",
  ]

  /// True for `removed.txt`, `excluded_cuts.jsonl.gz`, `train-rejected.json` and `left-out.jsonl`: the
  /// first or the last word of the name without its extensions.
  static func matches(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    let stem = name.prefix { $0 != "." }.lowercased()
      .replacing("left-out", with: "leftout").replacing("left_out", with: "leftout")
    let parts = stem.split { !$0.isLetter }.map(String.init)
    return [parts.first, parts.last].contains { $0.map(words.contains) ?? false }
  }
}
