import Foundation

/// One axis of a plot: its quantity, its range and its ticks.
package struct Axis: Hashable, Sendable {
  package enum Scale: Hashable, Sendable { case linear, log2 }

  package struct Tick: Hashable, Sendable {
    package var value: Double
    package var label: String
    /// A second line under the label, such as the number of observations.
    package var note: String?

    package init(_ value: Double, _ label: String, note: String? = nil) {
      self.value = value
      self.label = label
      self.note = note
    }
  }

  package var label: String
  package var scale: Scale
  package var lower: Double
  /// Above `lower`.
  package var upper: Double
  package var ticks: [Tick]

  /// - Parameter lower: above 0 for the scale `log2`.
  package init(
    _ label: String, _ scale: Scale = .linear, from lower: Double, to upper: Double, ticks: [Tick]
  ) {
    precondition(
      lower < upper && (scale == .linear || lower > 0),
      "\(label): no axis runs from \(lower) to \(upper)")
    self.label = label
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.ticks = ticks
  }

  /// Returns where a value lies, from 0 at `lower` to 1 at `upper`. Values outside the axis are moved
  /// to its nearer end. Nil for a value without a place, such as NaN, or 0 on a logarithmic axis.
  package func position(of value: Double) -> Double? {
    let share =
      switch scale {
      case .linear: (value - lower) / (upper - lower)
      case .log2: Foundation.log2(value / lower) / Foundation.log2(upper / lower)
      }
    return share.isFinite ? min(max(share, 0), 1) : nil
  }

  /// Returns an axis of shares in per cent, from 0% to the first tick at or above `highest`, at most
  /// 100%.
  package static func shares(_ label: String, highest: Double = 1) -> Axis {
    // In per cent, so that every tick is a whole number.
    let step = !(highest <= 0.5) ? 25 : highest <= 0.2 ? 5 : 10
    let upper = (1...).lazy.map { $0 * step }.first { $0 >= 100 || Double($0) >= highest * 100 }!
    return Axis(
      label, from: 0, to: Double(upper) / 100,
      ticks: stride(from: 0, through: upper, by: step).map { Tick(Double($0) / 100, "\($0)%") })
  }

  /// Returns an axis of differences between two shares, in percentage points. It includes 0,
  /// `lowest` and `highest`, between -100 and 100 points.
  package static func differences(
    _ label: String, lowest: Double, highest: Double
  ) -> Axis {
    let low = lowest.isFinite ? max(-1, min(0, lowest)) * 100 : -100
    let high = highest.isFinite ? min(1, max(0, highest)) * 100 : 100
    let step = [5, 10, 25].first { Double($0) * 6 >= high - low } ?? 50
    let lower = Int((low / Double(step)).rounded(.down)) * step
    let upper = max(lower + step, Int((high / Double(step)).rounded(.up)) * step)
    return Axis(
      label, from: Double(lower) / 100, to: Double(upper) / 100,
      ticks: stride(from: lower, through: upper, by: step).map { points in
        Tick(Double(points) / 100, points < 0 ? "−\(-points)" : "\(points)")
      })
  }
}
