import Files
import Recognizer
import RecognizerRuns
import Statistics
import Testing

/// The accounting of runs with noise, against published accountants and closed forms.
@Suite struct TrainingPrivacyTests {
  private func privacy(
    _ noise: Double?, utterances: Int, batchSize: Int, steps: Int, delta: Double,
    sampling: TrainingConfiguration.Sampling = .poisson, cores: Int? = nil, target: Double? = nil
  ) throws -> TrainingPrivacy {
    var training = TrainingConfiguration()
    training.clip = cores == nil ? .perExample : .perCore
    training.virtualCores = cores ?? 1
    (training.noiseMultiplier, training.targetEpsilon) = (noise, target)
    (training.batchSize, training.steps) = (batchSize, steps)
    (training.delta, training.sampling) = (delta, sampling)
    return try #require(
      try TrainingPrivacy(
        training,
        PrivacyFacts(
          utterances: utterances, steps: steps,
          stepsPerEpoch: (utterances + batchSize - 1) / batchSize)))
  }

  /// Two utterances' worth of a Gaussian mechanism in each epoch, also if the epoch has only begun.
  @Test(arguments: [1, 2, 16]) func `shuffling is one Gaussian mechanism in each epoch`(
    copies: Int
  ) throws {
    let found = try privacy(
      4, utterances: 1_000, batchSize: 100, steps: 95, delta: 1e-5, sampling: .shuffle)
    for (steps, epochs) in [(1, 1.0), (10, 1), (11, 2), (95, 10)] {
      let exact = GaussianOneRunEpsilon.epsilon(
        mu: Double(copies) * epochs.squareRoot() / 4, delta: 1e-5)
      let epsilon = found.epsilon(after: steps, copies: copies)
      #expect(epsilon >= exact && epsilon <= exact * 1.001, "\(steps)")
    }
  }
}
