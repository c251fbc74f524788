import Files

/// The recordings of a file with a line for each part of a recording, a word or a segment; the common
/// part of CTM and STM.
///
/// * The name of the recording is the id. The lines of a recording and channel follow one another;
///   otherwise two results of one recording could not be told from one.
/// * The parts are joined by their start times; parts of equal start keep their order in the file.
/// * A line that occurs twice in a recording is an error: the output was written twice.
struct TimedRecordings {
  /// A line, with its text and without it.
  struct Part {
    var name: Substring
    var channel: Substring
    /// The start in seconds.
    var start: Double
    /// The words; empty for a part without speech.
    var text: String
    var confidence: Double?
  }

  private let lines: TranscriptLines
  /// The channel and the name of each recording whose lines have ended.
  private var finished: Set<[Substring]> = []
  private var first: (line: Int, part: Part)?
  private var parts: [Part] = []
  private var seen: Set<Substring> = []

  init(_ lines: TranscriptLines) { self.lines = lines }

  /// Adds the part on a line. Returns the recording before it if that has ended.
  mutating func add(
    _ part: Part, _ text: Substring, line: Int
  ) throws(Problem) -> Hypothesis? {
    var ended: Hypothesis?
    if first.map({ $0.part.name != part.name || $0.part.channel != part.channel }) ?? true {
      ended = end()
      guard !finished.contains([part.channel, part.name]) else {
        throw lines.problem(
          "has a part of '\(String(part.name).printable)', whose lines do not follow one another",
          line: line, hint: "sort -s -k1,2 FILE > NEW brings them together")
      }
      first = (line, part)
    }
    guard seen.insert(text).inserted else {
      throw lines.problem(
        "repeats a line of '\(String(part.name).printable)'", line: line,
        hint: "was the output written twice? Keep one result for each recording")
    }
    if !part.text.isEmpty { parts.append(part) }
    return ended
  }

  /// Ends the current recording and returns it; nil if there is none.
  mutating func end() -> Hypothesis? {
    guard let (line, part) = first else { return nil }
    let sorted = parts.enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
    let confidences = sorted.compactMap(\.confidence)
    finished.insert([part.channel, part.name])
    first = nil
    parts.removeAll(keepingCapacity: true)
    seen.removeAll(keepingCapacity: true)
    return Hypothesis(
      line: line, id: String(part.name), text: sorted.map(\.text).joined(separator: " "),
      confidence: confidences.isEmpty
        ? nil : confidences.reduce(0, +) / Double(confidences.count))
  }
}
