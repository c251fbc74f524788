import Platform

extension TrainingConfiguration {
  /// The learning rate of a step: a straight climb during the warm-up, then as `schedule` says.
  /// - Parameters:
  ///   - step: counted from 1.
  ///   - steps: of the whole run, at least `step`.
  package func learningRate(step: Int, of steps: Int) -> Double {
    let highest = optimizer.learningRate
    if step <= warmupSteps { return highest * Double(step) / Double(warmupSteps) }
    // How much of what follows the warm-up is done: above 0, below 1 but at the end.
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
