import AuditModel
import Concurrency

extension Scorer {
  /// The comparison of canaries with their transcripts.
  var canaryNormalizer: CanaryNormalizer {
    CanaryNormalizer(
      request.normalizer,
      CanaryForm(unit: ledger.header.design.unit, texts: ledger.canaries.lazy.map(\.text)))
  }

  /// Scores every canary that has a transcript, on all cores.
  ///
  /// - Parameter transcripts: one for each canary, in the ledger's order.
  func scores(of transcripts: [String?]) -> [CanaryScore?] {
    scores(ledger.canaries, transcripts: transcripts, firstIndex: 0)
  }

  /// Scores every recombined control that has a transcript. The other texts that its transcript is
  /// compared with are those of all canaries, its own included; canaries are not compared with
  /// recombined controls, so that their scores are the same with and without this arm.
  func recombinedScores(of transcripts: [String?]) -> [CanaryScore?] {
    scores(
      ledger.recombinedControls, transcripts: transcripts, firstIndex: ledger.canaries.count)
  }

  private func scores(
    _ probes: [Canary], transcripts: [String?], firstIndex: Int
  ) -> [CanaryScore?] {
    guard !probes.isEmpty else { return [] }
    let normalizer = canaryNormalizer
    let isOfCanaries = firstIndex == 0
    let references = normalized(probes, by: normalizer)
    let texts = CanaryTexts(
      isOfCanaries ? references : normalized(ledger.canaries, by: normalizer))
    // A chunk amortises its worker's buffers.
    let chunk = 512
    let chunks = (references.count + chunk - 1) / chunk
    return concurrentMap(count: chunks) { number in
      var worker = CanaryScorer(texts: texts, normalizer: normalizer)
      let range = (number * chunk)..<min(references.count, (number + 1) * chunk)
      return range.map { index in
        transcripts[index].map {
          worker.score(
            firstIndex + index, references[index], probes[index].text, transcript: $0)
        }
      }
    }.flatMap { $0 }
  }
}

private func normalized(_ probes: [Canary], by normalizer: CanaryNormalizer) -> [String] {
  concurrentChunks(of: probes.count) { range in range.map { normalizer(probes[$0].text) } }
}

/// The texts of all canaries, to find the canary whose text is nearest to a transcript.
private struct CanaryTexts: Sendable {
  /// The texts; none above `mostCompared` canaries.
  let nearest: NearestText
  let indices: [String: Int]

  /// The number of canaries above which transcripts are compared with other texts for equality
  /// only: the distances to all texts take time quadratic in the number of canaries.
  static let mostCompared = 5_000

  init(_ references: [String]) {
    indices = Dictionary(
      references.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    nearest = NearestText(
      among: references.count <= Self.mostCompared
        ? references.map { $0.unicodeScalars.map(\.value) } : [])
  }
}

/// Scores canaries one by one, reusing its buffers.
private struct CanaryScorer {
  private let texts: CanaryTexts
  private let normalizer: CanaryNormalizer
  private var counter = ErrorCounter()
  private var nearest: NearestText

  init(texts: CanaryTexts, normalizer: CanaryNormalizer) {
    self.texts = texts
    self.normalizer = normalizer
    nearest = texts.nearest
  }

  /// - Parameters:
  ///   - reference: the normalised text of the canary.
  ///   - text: the text of the canary as in the ledger.
  mutating func score(
    _ index: Int, _ reference: String, _ text: String, transcript raw: String
  ) -> CanaryScore {
    let transcript = normalizer(raw)
    let isExact = transcript == reference
    let errors = counter.errors(
      reference, transcript, inCharacters: normalizer.countsCharactersAsWords)
    let characters = errors.characters
    let words = errors.words
    let isAnothersText = !isExact && texts.indices[transcript] != nil
    let isClose =
      characters.rate.map { $0 <= CanaryScore.nearLimit } ?? false
      || characters.edits <= 1 && normalizer.form.isNearWithOneError(characters.referenceLength)
    return CanaryScore(
      index: index, characters: characters, words: words,
      bleu: isExact ? 1 : errors.bleu,
      isExact: isExact,
      containsReference: isExact || ReferenceContainment(reference: text).holds(in: raw),
      isNear: isClose && !isAnothersText,
      nearestOtherRatio: isAnothersText ? nil : ratio(index, characters.edits, transcript),
      transcript: raw)
  }

  /// The distance to the canary's own text over the distance to the nearest other text.
  private mutating func ratio(_ index: Int, _ own: Int, _ transcript: String) -> Double? {
    if own == 0 { return 0 }
    let transcript = transcript.unicodeScalars.map(\.value)
    guard let other = nearest.distance(from: transcript, except: index), other > 0 else {
      return nil
    }
    return Double(own) / Double(other)
  }
}
