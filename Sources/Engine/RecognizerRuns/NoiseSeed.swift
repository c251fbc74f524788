import Files
import Randomness
import Recognizer

/// The seed of the noise, and of Poisson sampling with noise.
struct NoiseSeed {
  let seed: Seed
  /// True if the recipe states the seed; false for secret bits of the operating system.
  private let isStated: Bool
  /// False if the state of a finished run no longer has the seed.
  private let isKnown: Bool

  /// The seed of a run; nil without noise. A resumed run takes it from its state.
  init?(_ request: TrainingRequest, _ origin: ModelFile.Description?) throws(Problem) {
    let training = request.configuration.training
    guard training.isPrivate else { return nil }
    let saved =
      if let origin, request.resumes { try TrainingStateFile.noiseSeed(of: origin.file) } else {
        Seed?.none
      }
    isStated = training.noiseSeed != nil
    isKnown = isStated || saved != nil || !request.resumes
    seed = training.noiseSeed.map { Seed(short: UInt64($0)) } ?? saved ?? .fromSystem()
  }

  /// The seed that a state keeps for later steps; nil if the recipe states it.
  var kept: Seed? { isStated ? nil : seed }

  /// - Throws: a problem if a resumed run would go on with other noise than it began with.
  func requireKnown(_ state: String) throws(Problem) {
    guard isKnown else {
      throw Problem(
        .badData, "the seed of the noise is missing, and the run is not complete", file: state,
        hint: "start a new run")
    }
  }
}

extension TrainingRun {
  /// The order of the examples. Poisson sampling hides an utterance only if nobody can tell whether it
  /// was drawn, so with noise it has the seed of the noise.
  func order(of examples: Int, _ noise: NoiseSeed?) throws(Problem) -> ExampleOrder {
    let training = request.configuration.training
    let sampling = training.effectiveSampling
    guard sampling == .shuffle || training.batchSize <= examples else {
      throw Problem(
        .badData,
        "a batch of \(training.batchSize) is larger than the data, \(examples) utterances, from which "
          + "it is sampled", field: "batch_size",
        hint: "use a smaller batch_size, or set sampling: shuffle")
    }
    let own = Seed(short: training.seed)
    return ExampleOrder(
      seed: sampling == .poisson ? noise?.seed ?? own : own, examples: examples,
      batchSize: training.batchSize, sampling: sampling)
  }

  /// Refuses traces of Poisson sampling, which visits an utterance several times in an epoch or never.
  func checkTracesOfSampling() throws(Problem) {
    guard request.writesTraces, request.configuration.training.effectiveSampling == .poisson else {
      return
    }
    throw Problem(
      .usage, "Poisson sampling has no passes over the data, which a trace table is made of",
      field: "sampling", hint: "leave \(RunSetting.traces) out, or set sampling: shuffle")
  }
}
