/// The object `capacity` of an `analysis.json`.
package struct CapacityResult: Encodable, Hashable, Sendable {
  package let texts: CapacityDeck.Texts
  /// The number of copies of each canary in the training data.
  package let repetitions: Int
  /// The Merkle root of the ledger.
  package let ledgerRoot: String
  /// The normaliser that transcripts were compared by, such as `basic-1`.
  package let normalizer: String
  /// The number of canaries of the ladder, and of controls.
  package let ladder: Int
  package let controls: Int
  package let tolerance: Double
  package let series: [Series]

  /// The runs of one recipe.
  package struct Series: Encodable, Hashable, Sendable {
    package let name: String
    /// The number of parameters of the model; nil if it is unknown.
    package let parameters: Int?
    /// The runs, the smallest size first.
    package let points: [CapacityPoint]
    package let effectiveMemorization: EffectiveMemorization

    package init(
      name: String, parameters: Int?, points: [CapacityPoint], tolerance: Double
    ) {
      self.name = name
      self.parameters = parameters
      self.points = points.sorted { $0.size < $1.size }
      effectiveMemorization = EffectiveMemorization(points, tolerance: tolerance)
    }

    /// The most bits that any run memorised for each parameter; nil without losses or parameters.
    package var bitsPerParameter: Double? {
      guard let parameters, parameters > 0 else { return nil }
      return points.compactMap { $0.bits?.memorized }.max().map { $0 / Double(parameters) }
    }
  }

  package init(
    texts: CapacityDeck.Texts, repetitions: Int, ledgerRoot: String, normalizer: String,
    ladder: Int, controls: Int, tolerance: Double, series: [Series]
  ) {
    self.texts = texts
    self.repetitions = repetitions
    self.ledgerRoot = ledgerRoot
    self.normalizer = normalizer
    self.ladder = ladder
    self.controls = controls
    self.tolerance = tolerance
    self.series = series
  }
}
