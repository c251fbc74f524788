/// The number of times that training presents a canary: repetitions × speed-perturbed copies per epoch × epochs.
/// Perturbed copies are not the same audio, so the number is an upper bound of equal presentations.
package struct EffectiveExposure: Hashable, Sendable {
  /// The number of copies per epoch that training makes of one line of the manifest, and keeps.
  package let copiesPerEpoch: Int
  /// Nil if neither the profile nor the user states it.
  package let epochs: Int?

  /// - Parameters:
  ///   - survival: the prediction for one canary.
  ///   - epochs: the number of epochs, if it is not that of the profile.
  package init(_ survival: Survival, _ profile: Profile, epochs: Int? = nil) {
    copiesPerEpoch =
      switch profile.speedSelection {
      case .copies: survival.factors.count
      case .random: survival.factors.isEmpty ? 0 : 1
      }
    self.epochs = epochs ?? profile.epochs.value
  }

  /// The number of presentations in the whole training; nil if the number of epochs is unknown.
  package func presentations(repetitions: Int) -> Int? {
    epochs.map { $0 * copiesPerEpoch * repetitions }
  }
}
