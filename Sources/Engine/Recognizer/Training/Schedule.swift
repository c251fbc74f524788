import Platform

extension TrainingConfiguration {
  /// The learning rate of a step: a linear warm-up, then `schedule`.
  /// - Parameters:
  ///   - step: the number of the step, counted from 1.
  ///   - steps: the number of steps of the whole run, at least `step`.
  package func learningRate(step: Int, of steps: Int) -> Double {
    let highest = optimizer.learningRate
    if step <= warmupSteps { return highest * Double(step) / Double(warmupSteps) }
    // The fraction of the steps after the warm-up: above 0, and 1 only at the last step.
    let done = Double(step - warmupSteps) / Double(max(steps - warmupSteps, 1))
    switch schedule {
    case .constant: return highest
    case .linear: return highest * (1 - done)
    case .cosine: return highest * (1 + cos(.pi * done)) / 2
    case .inverseSquareRoot:
      return highest * (Double(max(warmupSteps, 1)) / Double(step)).squareRoot()
    }
  }
}
