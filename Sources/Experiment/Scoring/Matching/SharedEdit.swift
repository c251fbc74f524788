/// The edit that most inexact transcripts of the check utterances share: a word that they add to their
/// references, or a word of the references that they leave out.
struct SharedEdit {
  private var transcripts = 0
  private var added: [Substring: Int] = [:]
  private var missing: [Substring: Int] = [:]

  /// Adds a pair of normalised texts that differ.
  mutating func add(reference: String, transcript: String) {
    transcripts += 1
    var surplus: [Substring: Int] = [:]
    for word in transcript.split(separator: " ") { surplus[word, default: 0] += 1 }
    for word in reference.split(separator: " ") { surplus[word, default: 0] -= 1 }
    for (word, count) in surplus where count > 0 { added[word, default: 0] += 1 }
    for (word, count) in surplus where count < 0 { missing[word, default: 0] += 1 }
  }

  /// The words that at least half of the transcripts add or leave out, without a full stop:
  /// `50 of 50 inexact transcripts add "en"`. Nil if there is no such word.
  var summary: String? {
    let parts = [("add", added), ("leave out", missing)].compactMap { verb, counts -> String? in
      guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
        2 * most.value >= transcripts
      else { return nil }
      return "\(most.value) of \(transcripts) inexact transcripts \(verb) \"\(most.key)\""
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
