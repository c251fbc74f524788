import AuditModel
import Concurrency
import Files
import Speech

/// The places of the words of each source, and the masks that hide some of them.
struct ProbeMasks: Sendable {
  /// The kinds to write, with their edits.
  let kinds: [(kind: ProbeKind, edit: ProbeEdit)]
  private let sources: [ProbeSource]
  /// The places in seconds, for each source; nil if they are unknown.
  private let times: [[Range<Double>]?]
  private let formats: [AudioFile.Header?]

  /// - Throws: if the family `masked` is wanted and no word of any canary has a known place.
  init(_ request: ProbeRequest, _ sources: [ProbeSource]) throws(Problem) {
    self.sources = sources
    kinds = ProbeEdit.kinds(of: request.families)
    guard request.families.contains(.masked) else {
      times = []
      formats = []
      return
    }
    let headers = try concurrentMap(count: sources.count) { index throws(Problem) in
      try AudioFile.header(of: sources[index].audio.source)
    }
    let alignment: Alignment? =
      if let path = request.alignment { try Alignment(path) } else { nil }
    let rendered = request.synthesizer.map {
      RenderedWords(ledger: request.ledger, synthesizer: $0)
    }
    let found = try concurrentMap(count: sources.count) { index throws(Problem) in
      let source = sources[index]
      let seconds = source.audio.seconds ?? headers[index].seconds - source.audio.start
      if let alignment {
        return try alignment.times(of: source.id, words: source.words.count, seconds: seconds)
      }
      guard let canary = source.canary else { return nil }
      return try rendered?.times(of: canary)
    }
    guard zip(sources, found).contains(where: { $0.canary != nil && $1 != nil }) else {
      throw Problem(ProbeProblem.unknownWordTimes)
    }
    times = found
    formats = headers
  }

  /// The canaries and controls without a mask of their last word.
  var unmasked: Int {
    times.isEmpty
      ? 0
      : sources.indices.count { index in
        sources[index].canary != nil && ((try? mask(.lastWord, index)) ?? nil) == nil
      }
  }

  /// The words and frames that a mask hides in a source; nil if it cannot be masked.
  func mask(
    _ choice: HiddenWords, _ index: Int
  ) throws(Problem) -> (words: Range<Int>, frames: Range<Int>)? {
    let source = sources[index]
    guard let times = times[index], let header = formats[index],
      times.count == source.words.count, let words = choice.places(among: times.count)
    else { return nil }
    let rate = header.sampleRate
    let count = source.audio.seconds.map { Int(($0 * Double(rate)).rounded()) } ?? header.frames
    let frames = MaskRule.frames(
      times, hiding: words, speed: source.speed, seconds: Double(count) / Double(rate),
      sampleRate: rate)
    return frames.map { (words, $0) }
  }
}
