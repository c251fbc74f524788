import Files
import Transcripts

/// The ids of the probes in the order in which they were transcribed, to match transcripts that have
/// no ids.
package struct ProbeOrder: Sendable {
  /// The file that states the order.
  package let path: String
  package let names: [String]

  package init(path: String, names: [String]) {
    self.path = path
    self.names = names
  }

  /// Reads the order from the manifest of the probe set, or from any file with ids that has a format
  /// of transcripts.
  package init(path: String) throws(Problem) {
    self.path = path
    var names: [String] = []
    let reader = try TranscriptReader(path: path, content: .names, matchesByOrder: true)
    try reader.forEach({ hypothesis throws(Problem) in
      names.append(hypothesis.id ?? hypothesis.audio ?? hypothesis.text)
    })
    self.names = names
  }

  /// The probes in this order.
  /// - Throws: if a name belongs to no probe of the ledger.
  func slots(_ index: ProbeIndex, transcripts: String) throws(Problem) -> OrderedProbes {
    var matches: [ProbeIndex.Match] = []
    for (place, name) in names.enumerated() {
      guard let match = index.match(Hypothesis(line: place + 1, id: name, text: "")) else {
        throw Problem(
          .badData, "entry \(place + 1), '\(name.printable)', belongs to no probe of the ledger",
          file: path, hint: "name the manifest that was transcribed with \(MatchSetting.probe)")
      }
      matches.append(ProbeIndex.Match(name: match.name, slot: match.slot, rule: .order))
    }
    return OrderedProbes(path: path, transcripts: transcripts, matches: matches)
  }
}

/// The first words of all rows, if they are different names: words with a letter and a digit, such as
/// `utt1` or `D-17`.
struct LeadingNames: Sendable {
  private var names: Set<Substring> = []
  private var isBroken = false
  /// The name of the first row; nil if the rows do not all begin with names.
  var first: Substring? { isBroken || names.count < 2 ? nil : earliest }
  private var earliest: Substring?

  mutating func add(_ text: String) {
    guard !isBroken else { return }
    let word = text.prefix { !$0.isWhitespace }
    let isName = word.contains(where: \.isLetter) && word.contains(where: \.isNumber)
    if earliest == nil { earliest = word }
    isBroken = !isName || !names.insert(word).inserted
    if isBroken { names = [] }
  }
}

/// The probes in the order in which they were transcribed.
struct OrderedProbes: Sendable {
  /// The file that states the order.
  let path: String
  /// The file with the transcripts.
  let transcripts: String
  let matches: [ProbeIndex.Match]

  /// The probe of a row.
  /// - Parameter row: the number of the row, from 0, which counts if the row does not state its own.
  func match(
    _ hypothesis: Hypothesis, row: Int, _ index: ProbeIndex
  ) throws(Problem) -> ProbeIndex.Match {
    guard index.match(hypothesis) == nil, !index.namesProbe(hypothesis.text) else {
      throw Problem(
        .usage, "has the ids of probes, by which transcripts are matched more safely",
        file: transcripts, line: hypothesis.line, hint: "leave out \(TranscriptSetting.match) order"
      )
    }
    let place = hypothesis.position ?? row
    guard place < matches.count else {
      throw hypothesis.position == nil
        ? wrongCount("more than \(matches.count) hypotheses")
        : Problem(
          .badData, "number \(place) is beyond the \(matches.count) entries of \(path.printable)",
          file: transcripts, line: hypothesis.line)
    }
    return matches[place]
  }

  /// - Parameter rows: the number of hypotheses.
  /// - Throws: if there are fewer than entries. Which of them are missing is unknown.
  func check(rows: Int, _ names: LeadingNames) throws(Problem) {
    guard rows == matches.count else { throw wrongCount("\(rows) hypotheses") }
    guard let name = names.first else { return }
    throw Problem(
      .badData, "every row begins with a name of its own, such as '\(String(name).printable)'",
      file: transcripts,
      hint: "remove the names, which would be scored as words, or write the ids of the probe set")
  }

  private func wrongCount(_ found: String) -> Problem {
    Problem(
      .badData, "has \(found) for the \(matches.count) entries of \(path.printable)",
      file: transcripts,
      hint: "hypotheses are matched by their order only if there is one for each entry; name the "
        + "manifest that was transcribed with \(MatchSetting.probe)")
  }
}
