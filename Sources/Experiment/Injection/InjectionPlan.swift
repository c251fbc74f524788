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
    injected seconds: Double, _ request: InjectionRequest
  ) throws(Problem) {
    let share = share(injected: seconds)
    let limit = request.maxShare
    guard share > limit else { return }
    throw Problem(
      InjectionProblem.shareTooLarge(
        share: share, limit: limit, smaller: smallerDesign(injected: seconds, request),
        // A tenth more than the estimate, in whole hundredths.
        sufficientShare: share < 0.85 ? (share * 110).rounded(.up) / 100 : nil))
  }

  /// A design with fewer coins and blocks that fits into the allowed share; nil if it could decide
  /// nothing. It has no fewer tracers, and more where fewer controls make them necessary.
  private func smallerDesign(injected seconds: Double, _ request: InjectionRequest) -> Design? {
    let design = request.experiment.design
    let secondsPerCopy = seconds / max(1, design.expectedCopiesPerSpeed)
    // Leave some room: the number of heads and the lengths of texts vary from draw to draw.
    let room = 0.9 * request.maxShare * corpusSeconds / (1 - request.maxShare)
    func tracerSeconds(_ tracers: Int) -> Double {
      secondsPerCopy * Double(tracers * Design.tracerCopies)
    }
    let mostTracers = design.tracers == 0 ? 0 : design.tracers + 4
    return (design.tracers...mostTracers).lazy.compactMap { tracers in
      let scale =
        (room - tracerSeconds(tracers)) / max(1e-9, seconds - tracerSeconds(design.tracers))
      guard scale > 0 else { return nil }
      var smaller = design
      smaller.coins = Int(Double(design.coins) * scale)
      smaller.blocks = Int(Double(design.blocks) * scale)
      smaller.tracers = tracers
      let isSound =
        (try? DesignCheck.check(
          smaller, voices: request.voices.synthesizer.voices.count,
          primaryAnalysis: request.experiment.primaryAnalysis, gate: [])) != nil
      return isSound ? smaller : nil
    }.first
  }
}
