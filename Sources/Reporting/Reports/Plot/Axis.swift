import Foundation

/// One direction of a plot: what it measures, from where to where, and which values are named.
package struct Axis: Hashable, Sendable {
  package enum Scale: Hashable, Sendable { case linear, log2 }

  package struct Tick: Hashable, Sendable {
    package var value: Double
    package var label: String

    package init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  package var label: String
  package var scale: Scale
  package var lower: Double
  /// Above `lower`.
  package var upper: Double
  package var ticks: [Tick]

  /// - Parameter scale: `log2` needs a `lower` above 0.
  package init(
    _ label: String, _ scale: Scale = .linear, from lower: Double, to upper: Double, ticks: [Tick]
  ) {
    precondition(lower < upper && (scale == .linear || lower > 0), "\(label): an axis to nowhere")
    self.label = label
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.ticks = ticks
  }

  /// Where a value lies, 0 at `lower` and 1 at `upper`; nil where it lies nowhere, as 0 does on a
  /// logarithmic axis. What lies outside is moved to the nearer end.
  package func position(of value: Double) -> Double? {
    let share =
      switch scale {
      case .linear: (value - lower) / (upper - lower)
      case .log2: Foundation.log2(value / lower) / Foundation.log2(upper / lower)
      }
    return share.isFinite ? min(max(share, 0), 1) : nil
  }

  /// Shares as per cent, from `lowest` (0, or a quarter under it) to where `highest` has room.
  package static func shares(
    _ label: String, lowest: Double = 0, highest: Double = 1
  ) -> Axis {
    // In per cent, so that every tick is a whole number.
    let step = lowest < 0 || !(highest <= 0.5) ? 25 : highest <= 0.2 ? 5 : 10
    let lower = lowest < 0 ? max(-100, Int((lowest * 4).rounded(.down)) * 25) : 0
    let upper = (1...).lazy.map { $0 * step }.first { $0 >= 100 || Double($0) >= highest * 100 }!
    return Axis(
      label, from: Double(lower) / 100, to: Double(upper) / 100,
      ticks: stride(from: lower, through: upper, by: step).map { Tick(Double($0) / 100, "\($0)%") })
  }
}
