import AuditModel
import RealModule
import Statistics

/// Single controls that are exact matches although the other controls of their voice and speed are
/// not recognised. Random texts at this speed are then not transcribed word for word by chance, so
/// these controls may have been in the training data: as audio (the probe set was added to a training
/// or development set) or as text (a language model was trained on it).
extension Scorer {
  /// The median CER of the other controls from which on they count as not recognised.
  static let unrecognisedCER = 0.5

  /// - Parameter recombined: the recombined controls. Those of controls count, because nothing of them
  ///   was trained; those of trained canaries have trained words.
  func exactControls(_ rows: [CanaryRow], _ recombined: [CanaryRow]) -> Report.ExactControls? {
    var controls = rows.filter { $0.canary.role == .control }
    let names = Set(controls.map(\.canary.probeID))
    controls += recombined.filter { $0.canary.recombines.map(names.contains) ?? false }
    var probes = NamedCount()
    var predicted: [Double] = []
    for group in controls.grouped(by: { VoiceAndSpeed($0.canary) }) {
      let others = group.filter { !$0.score!.isExact }
      guard let cer = median(others.map { $0.score!.characters.rate ?? 1 }),
        cer >= Self.unrecognisedCER
      else { continue }
      for control in group where control.score!.isExact { probes.add(control.canary.probeID) }
      let accuracy = 1 - min(1, others.map { $0.score!.words }.pooled.rate ?? 1)
      predicted += group.map { Double.pow(accuracy, $0.score!.words.referenceLength) }
    }
    guard probes.count > 0 else { return nil }
    return Report.ExactControls(
      probes: probes,
      pValue: max(
        0, 1 - PoissonBinomial.probability(ofAtMost: probes.count - 1, rates: predicted)))
  }
}
