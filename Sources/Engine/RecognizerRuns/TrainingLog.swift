import Recognizer
import Statistics

extension TrainingLogEntry {
  /// The entry for a step that `trainer` has just taken.
  ///
  /// - Parameter isCanary: whether the example at a position of the batch is a canary; nil without a
  ///   ledger.
  init(
    _ report: Trainer.StepOutcome, _ trainer: Trainer, clips: Bool,
    isCanary: ((_ position: Int) -> Bool)?
  ) {
    func group(canaries: Bool) -> Group {
      let losses = trainer.losses.indices.filter { (isCanary?($0) ?? false) == canaries }
        .map { Double(trainer.losses[$0]) }
      let units = trainer.norms.indices.filter { unit in
        clips && trainer.examples(of: unit).contains { isCanary?($0) ?? false } == canaries
      }
      return Group(losses, units.map { trainer.norms[$0] }, bound: report.outcome.bound)
    }
    self.init(
      step: report.step, learningRate: report.learningRate, loss: report.outcome.loss,
      ordinary: group(canaries: false))
    gradientNorm = report.outcome.norm
    bound = clips ? report.outcome.bound : nil
    skippedUnits = report.outcome.skippedUnits
    weightsChanged = report.changesWeights
    canaries = isCanary == nil ? nil : group(canaries: true)
  }
}

extension TrainingLogEntry.Group {
  fileprivate init(_ losses: [Double], _ norms: [Double], bound: Double) {
    self.init(
      examples: losses.count,
      loss: losses.isEmpty ? nil : losses.reduce(0, +) / Double(losses.count), units: norms.count)
    let sorted = norms.filter(\.isFinite).sorted()
    guard let largest = sorted.last else { return }
    normP10 = quantile(0.1, ofAscending: sorted)
    normP50 = quantile(0.5, ofAscending: sorted)
    normP90 = quantile(0.9, ofAscending: sorted)
    normMax = largest
    clipped = Double(sorted.count { $0 > bound }) / Double(sorted.count)
  }
}
