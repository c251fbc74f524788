import AuditModel
import Files
import Manifests
import Statistics

/// A search of the transcripts of sounds without speech for sequences of the training text.
package struct SilenceSearch: Sendable {
  /// The number of words of a sequence that is searched in training text.
  package static let length = 5
  /// The number of consecutive words of a canary that count as found.
  package static let canaryLength = 3

  private let sounds: [(kind: ProbeKind, asked: Int, transcripts: [String])]
  /// The different non-empty transcripts, as words.
  private let texts: [[String]]
  private let normalizer: Normalizer
  private let canaryNormalizer: CanaryNormalizer
  private let ledger: Ledger

  package init(_ answers: ProbeAnswers, _ request: ScoringRequest) {
    sounds = answers.silence
    ledger = request.ledger
    normalizer = request.normalizer
    canaryNormalizer = Scorer(request).canaryNormalizer
    let normalizer = request.normalizer
    let different = Set(sounds.flatMap(\.transcripts).map { normalizer($0) })
    texts = different.filter { !$0.isEmpty }.sorted().map { Self.words($0) }
  }

  /// True if a sound without speech has a transcript.
  package var hasTranscripts: Bool { sounds.contains { !$0.transcripts.isEmpty } }

  /// A sequence of words that a transcript of a sound without speech has.
  package struct Finding: Hashable, Sendable {
    package let words: String
    /// The number of different transcripts with it.
    package let transcripts: Int
    package let isInTraining: Bool
    package let isInBackground: Bool
  }

  /// - Parameters:
  ///   - training: the injected training data, and `background`: text that the model never saw. Both
  ///     are read once, in memory that depends on the transcripts only.
  package func result(
    training: (any TrainingCorpus)?, background: (any TrainingCorpus)?
  ) throws(Problem) -> (result: Report.SilenceResult, findings: [Finding]) {
    var result = Report.SilenceResult(
      sounds: sounds.filter { !$0.transcripts.isEmpty }.map { kind, _, transcripts in
        Report.SilenceResult.SoundResult(
          sound: kind.strength,
          nonEmpty: Proportion(
            hits: transcripts.count { !normalizer($0).isEmpty }, trials: transcripts.count))
      },
      withTrainedCanary: transcripts(with: .trained), withControl: transcripts(with: .control))
    guard let training, let background else { return (result, []) }
    let sequences = texts.map { Self.sequences($0, Self.length) }
    let wanted = Set(sequences.flatMap(\.self))
    let inTraining = try found(wanted, in: training)
    let inBackground = try found(wanted, in: background)
    func hits(_ known: Set<String>) -> Proportion {
      Proportion(
        hits: sequences.count { !known.isDisjoint(with: $0) }, trials: sequences.count)
    }
    let (a, b) = (hits(inTraining.sequences), hits(inBackground.sequences))
    result.sequences = Report.SilenceResult.SequenceResult(
      length: Self.length, training: a, background: b,
      fisher: FisherExact.oneSided(a.hits, a.trials - a.hits, b.hits, b.trials - b.hits),
      trainingUtterances: inTraining.utterances, backgroundUtterances: inBackground.utterances)
    let findings = inTraining.sequences.union(inBackground.sequences).map { words in
      Finding(
        words: words, transcripts: sequences.count { $0.contains(words) },
        isInTraining: inTraining.sequences.contains(words),
        isInBackground: inBackground.sequences.contains(words))
    }
    return (
      result,
      findings.sorted { (-$0.transcripts, $0.words) < (-$1.transcripts, $1.words) }
    )
  }

  /// The different transcripts with consecutive words of a canary of this role.
  private func transcripts(with role: Canary.Role) -> Int {
    let known = Set(
      ledger.canaries.filter { $0.role == role }.flatMap {
        Self.sequences(Self.words(canaryNormalizer.spaced($0.text)), Self.canaryLength)
      })
    return texts.count { text in
      let words = Self.words(canaryNormalizer.spaced(text.joined(separator: " ")))
      return !known.isDisjoint(with: Self.sequences(words, Self.canaryLength))
    }
  }

  private func found(
    _ wanted: Set<String>, in corpus: any TrainingCorpus
  ) throws(Problem) -> (sequences: Set<String>, utterances: Int) {
    var found: Set<String> = []
    let traits = try corpus.survey(limit: nil) { utterance throws(Problem) in
      let words = Self.words(normalizer(String(decoding: utterance.text, as: UTF8.self)))
      for sequence in Self.sequences(words, Self.length) where wanted.contains(sequence) {
        found.insert(sequence)
      }
    }
    return (found, traits.utterances)
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  private static func sequences(_ words: [String], _ length: Int) -> Set<String> {
    guard words.count >= length else { return [] }
    return Set((0...words.count - length).map { words[$0..<$0 + length].joined(separator: " ") })
  }
}
