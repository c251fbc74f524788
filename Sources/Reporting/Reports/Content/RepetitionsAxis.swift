extension Axis {
  /// Returns a logarithmic axis of repetitions in training. Controls, which have none, stand where
  /// half a repetition would be.
  ///
  /// - Parameters:
  ///   - tiers: repetitions in any order. Numbers below 1 are ignored.
  ///   - counts: the number of canaries of each tier, with 0 for the controls; shown under the ticks.
  package static func repetitions(
    _ tiers: some Sequence<Int>, withControls: Bool, counts: [Int: Int] = [:]
  ) -> Axis {
    let tiers = Set(tiers).filter { $0 > 0 }.sorted()
    let first = withControls ? controlsPlace : Double(tiers.first ?? 1)
    func note(_ tier: Int) -> String? { counts[tier].map { "n=\($0)" } }
    var ticks = tiers.map { Tick(Double($0), String($0), note: note($0)) }
    if withControls { ticks.insert(Tick(controlsPlace, "controls", note: note(0)), at: 0) }
    return Axis(
      "repetitions in training", .log2, from: first / 1.5, to: Double(tiers.last ?? 1) * 1.35,
      ticks: ticks)
  }

  /// The place of the controls on an axis of repetitions.
  package static var controlsPlace: Double { 0.5 }
}
