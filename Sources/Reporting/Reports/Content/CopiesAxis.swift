extension Axis {
  /// Copies in training, each mark twice the last; controls stand where half a copy would be.
  ///
  /// - Parameter tiers: in any order; what is not above 0 is left out.
  package static func copies(_ tiers: some Sequence<Int>, withControls: Bool) -> Axis {
    let tiers = Set(tiers).filter { $0 > 0 }.sorted()
    let first = withControls ? controlsPlace : Double(tiers.first ?? 1)
    var ticks = tiers.map { Tick(Double($0), String($0)) }
    if withControls { ticks.insert(Tick(controlsPlace, "0"), at: 0) }
    return Axis(
      withControls ? "copies in training (0: controls)" : "copies in training", .log2,
      from: first / 1.35, to: Double(tiers.last ?? 1) * 1.35, ticks: ticks)
  }

  package static var controlsPlace: Double { 0.5 }

  /// What to multiply places on a logarithmic axis by, so that series stand beside each other and no
  /// interval hides another.
  package static func apart(_ number: Int, of count: Int) -> Double {
    1 + 0.09 * (Double(number) - Double(count - 1) / 2)
  }
}
