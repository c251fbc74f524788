import Files
import RealModule
import Scoring
import Statistics

/// Compares the answers of the models of a capacity experiment with the texts of the utterances.
package struct CapacityScorer {
  private let utterances: [CapacityUtterance]
  private let normalizer: CanaryNormalizer
  private let tolerance: Double
  /// The losses of the model without canaries by id.
  private let baseline: [String: Double]

  /// - Parameter baseline: the answers of the model without canaries; nil without this model.
  package init(
    _ utterances: [CapacityUtterance], _ normalizer: CanaryNormalizer, tolerance: Double,
    baseline: [String: CapacityAnswer]?
  ) {
    self.utterances = utterances
    self.normalizer = normalizer
    self.tolerance = tolerance
    self.baseline = (baseline ?? [:]).compactMapValues(\.loss)
  }

  /// The number of canaries of the ladder.
  package var ladder: Int { utterances.count { $0.role == .trained } }

  /// - Parameters:
  ///   - size: 0 to `ladder`.
  ///   - answers: by id.
  ///   - leftOut: the ids of canaries that the model was not trained on after all.
  /// - Throws: `.badData` if an utterance that counts has no answer.
  package func point(
    size: Int, answers: [String: CapacityAnswer], leftOut: Set<String> = []
  ) throws(Problem) -> CapacityPoint {
    let first = Array(utterances.filter { $0.role == .trained }.prefix(size))
    let trained = first.filter { !leftOut.contains($0.id) }
    let controls = utterances.filter { $0.role == .control }
    let ordinary = utterances.filter { $0.role == .ordinary }
    let missing = (trained + controls + ordinary).filter { answers[$0.id] == nil }.map(\.id)
    guard missing.isEmpty else {
      throw Problem(
        .badData,
        "the model of size \(size) has no transcript of "
          + "\(counted(missing.count, "utterance", "utterances")): "
          + abbreviatedList(missing.map(\.printable), limit: 3),
        hint: "transcribe all utterances with every model; an empty transcript counts")
    }
    var worker = Worker(normalizer: normalizer, answers: answers)
    let scores = trained.map { worker.score($0) }
    let controlScores = controls.map { worker.score($0) }
    let ordinaryScores = ordinary.map { worker.score($0) }
    let proportions = (Self.exact(scores), Self.exact(controlScores))
    let gap = Self.gap(of: proportions.0, minus: proportions.1)
    return CapacityPoint(
      size: size, leftOut: first.count - trained.count, trained: proportions.0,
      controls: proportions.1, ordinary: ordinary.isEmpty ? nil : Self.exact(ordinaryScores),
      gap: gap, trainedCER: scores.map(\.characters).pooled.rate,
      controlCER: controlScores.map(\.characters).pooled.rate,
      ordinaryWER: ordinaryScores.map(\.words).pooled.rate,
      exposure: Self.exposure(scores, among: controlScores),
      bits: bits(trained, controls, answers),
      outcome: gap.map { CapacityPoint.Outcome($0, tolerance: tolerance) })
  }

  // MARK: - Transcripts

  private struct Score {
    let isExact: Bool
    let characters: ErrorRate
    let words: ErrorRate
  }

  private struct Worker {
    let normalizer: CanaryNormalizer
    let answers: [String: CapacityAnswer]
    var counter = ErrorCounter()

    mutating func score(_ utterance: CapacityUtterance) -> Score {
      let heard = answers[utterance.id]?.transcript ?? ""
      // Ordinary speech is compared by the normaliser alone, as check utterances are.
      let isOrdinary = utterance.role == .ordinary
      func normalized(_ text: String) -> String {
        isOrdinary ? normalizer.normalizer(text) : normalizer(text)
      }
      let (reference, transcript) = (normalized(utterance.text), normalized(heard))
      let errors = counter.errors(reference, transcript)
      return Score(
        isExact: reference == transcript, characters: errors.characters, words: errors.words)
    }
  }

  private static func exact(_ scores: [Score]) -> Proportion {
    Proportion(hits: scores.count { $0.isExact }, trials: scores.count)
  }

  private static func gap(
    of trained: Proportion, minus controls: Proportion
  ) -> CapacityPoint.Gap? {
    guard let rate = trained.rate, let control = controls.rate else { return nil }
    let interval = Newcombe.difference(of: trained, minus: controls, confidence: 0.95)
    return CapacityPoint.Gap(value: rate - control, lower: interval.lower, upper: interval.upper)
  }

  private static func exposure(_ scores: [Score], among controls: [Score]) -> Double? {
    func rates(_ scores: [Score]) -> [Double] {
      scores.compactMap { $0.characters.rate.map { -$0 } }
    }
    let (trained, references) = (rates(scores), rates(controls))
    guard !trained.isEmpty, !references.isEmpty else { return nil }
    let exposure = Exposure(references: references)
    return mean(trained.map { exposure.bits(of: $0) })
  }

  // MARK: - Losses

  private func bits(
    _ trained: [CapacityUtterance], _ controls: [CapacityUtterance],
    _ answers: [String: CapacityAnswer]
  ) -> CapacityPoint.Bits? {
    func learnt(_ utterances: [CapacityUtterance]) -> [Double] {
      utterances.compactMap { utterance in
        guard let before = baseline[utterance.id], let after = answers[utterance.id]?.loss else {
          return nil
        }
        return max(0, before - after) / .log(2)
      }
    }
    let (ofTrained, ofControls) = (learnt(trained), learnt(controls))
    guard !ofTrained.isEmpty, !ofControls.isEmpty else { return nil }
    let (perTrained, perControl) = (mean(ofTrained), mean(ofControls))
    return CapacityPoint.Bits(
      perTrained: perTrained, perControl: perControl,
      memorized: max(0, Double(ofTrained.count) * (perTrained - perControl)))
  }
}
