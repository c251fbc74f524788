import AuditModel
import Files
import Manifests

/// Everything that is decided before the canaries are rendered. A dry run prints it.
package struct InjectionPlan: Sendable {
  package let traits: CorpusTraits
  package let writing: WritingStyle
  /// Whether the corpus is written in letters that the canaries do not use.
  package let isInAnotherAlphabet: Bool
  package let audio: AudioFormat
  /// The file that the audio format was read from; nil if the user stated it.
  package let audioExample: String?
  package let corpusSeconds: Double
  package let secondsAreEstimated: Bool
  /// The mean length of a canary in seconds by speed, from a few that were rendered on trial.
  package let meanCanarySeconds: [Double: Double]
  package let estimatedInjectedSeconds: Double
  package let vocabularySize: Int
  package let vocabularyName: String

  let candidates: [Candidate]
  var drawing: PhraseDrawing
  /// The corpus's texts, which texts that are drawn later must avoid too.
  let text: CorpusText
  let checkUtterances: [Utterance]
  /// Messages about the audio of the corpus.
  package let warnings: [String]

  package var checkUtteranceCount: Int { checkUtterances.count }

  /// The share of injected audio in all training audio.
  package func share(injected seconds: Double) -> Double {
    seconds == 0 ? 0 : seconds / (seconds + corpusSeconds)
  }

  /// - Throws: `InjectionProblem.shareTooLarge` with a design that would fit.
  func checkShare(
    injected seconds: Double, tolerance: Double = 1, _ request: InjectionRequest
  ) throws(Problem) {
    let share = share(injected: seconds)
    let limit = request.maxShare
    guard share > tolerance * limit else { return }
    let design = request.experiment.design
    // Tracers stay, because fewer of them prove nothing.
    let tracerCopies = Double(design.tracers * Design.tracerCopies)
    let tracerSeconds = seconds * tracerCopies / max(1, design.expectedCopiesPerSpeed)
    // Leave some room: the number of heads and the lengths of texts vary from draw to draw.
    let room = 0.9 * limit * corpusSeconds / (1 - limit) - tracerSeconds
    let scale = max(0, room / max(1e-9, seconds - tracerSeconds))
    var smaller = design
    smaller.coins = Int(Double(design.coins) * scale)
    smaller.blocks = Int(Double(design.blocks) * scale)
    let fits =
      (try? DesignCheck.check(
        smaller, voices: request.voices.synthesizer.voices.count,
        primaryAnalysis: request.experiment.primaryAnalysis, gate: [])) != nil
    throw Problem(
      InjectionProblem.shareTooLarge(
        share: share, limit: limit, smaller: fits ? smaller : nil,
        // A tenth more than the estimate, in whole hundredths.
        sufficientShare: share < 0.85 ? (share * 110).rounded(.up) / 100 : nil))
  }
}
