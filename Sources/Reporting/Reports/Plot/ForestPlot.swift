import Files

/// A forest plot: one row for each judgement, with its interval, its estimate and its limit on a
/// common axis. A forest plot is a value; `drawing(id:)` draws it.
package struct ForestPlot: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var name: String
    /// The outcome in a word, shown in the tone's colour after the tone's symbol.
    package var outcome: String
    package var tone: Tone
    package var estimate: Double?
    package var lower: Double
    package var upper: Double
    package var limit: Double?

    package init(
      _ name: String, outcome: String, tone: Tone, estimate: Double?, lower: Double,
      upper: Double, limit: Double?
    ) {
      self.name = name
      self.outcome = outcome
      self.tone = tone
      self.estimate = estimate
      self.lower = lower
      self.upper = upper
      self.limit = limit
    }
  }

  package var title: String
  /// The content of the plot in words, for screen readers.
  package var summary: String
  package var axis: Axis
  package var rows: [Row]

  package init(title: String, summary: String, axis: Axis, rows: [Row]) {
    self.title = title
    self.summary = summary
    self.axis = axis
    self.rows = rows
  }
}

extension ForestPlot {
  private static let (width, left, right) = (480.0, 20.0, 460.0)
  private static let rowHeight = 66.0

  /// Returns the plot as SVG in the colours and lines of `PageStyle`.
  ///
  /// - Parameter id: an id that is unique on the page.
  func drawing(id: String) -> Element {
    let bottom = Double(rows.count) * Self.rowHeight + 6
    return Element(
      "svg",
      [
        "viewBox": "0 0 \(coordinate(Self.width)) \(coordinate(bottom + 46))", "role": "img",
        "aria-describedby": id,
      ],
      [Element("title", text: title), Element("desc", ["id": id], text: summary)]
        + scaffold(bottom)
        + rows.enumerated().map { drawing($1, top: Double($0) * Self.rowHeight) })
  }

  private func across(_ value: Double) -> Double? {
    axis.position(of: value).map { Self.left + $0 * (Self.right - Self.left) }
  }

  private func scaffold(_ bottom: Double) -> [Element] {
    var elements: [Element] = []
    for tick in axis.ticks {
      guard let x = across(tick.value) else { continue }
      for row in rows.indices {
        let top = Double(row) * Self.rowHeight
        elements.append(
          line(
            tick.value == 0 ? "axis" : "grid", Place(x: x, y: top + 22),
            Place(x: x, y: top + 44)))
      }
      elements.append(label(tick.label, Place(x: x, y: bottom + 16), anchor: .middle))
    }
    return elements + [
      line("axis", Place(x: Self.left, y: bottom), Place(x: Self.right, y: bottom)),
      label(axis.label, Place(x: Self.width / 2, y: bottom + 38), anchor: .middle),
    ]
  }

  private func drawing(_ row: Row, top: Double) -> Element {
    let middle = top + 33
    var shapes = [
      label(row.name, Place(x: 0, y: top + 14), anchor: .start, style: "row"),
      label(
        Text.state(row.outcome, row.tone), Place(x: Self.width, y: top + 14), anchor: .end,
        style: "outcome"),
    ]
    if let low = across(row.lower), let high = across(row.upper) {
      shapes += [
        line("interval", Place(x: low, y: middle), Place(x: high, y: middle)),
        line("interval", Place(x: low, y: middle - 5), Place(x: low, y: middle + 5)),
        line("interval", Place(x: high, y: middle - 5), Place(x: high, y: middle + 5)),
      ]
    }
    if let x = row.estimate.flatMap(across) {
      shapes.append(
        Element(
          "circle",
          ["class": "estimate", "cx": coordinate(x), "cy": coordinate(middle), "r": "5"]))
    }
    if let limit = row.limit, let x = across(limit) {
      let name = "limit \(percent(limit))"
      let half = Double(name.count) * 3.7
      shapes += [
        line("limit", Place(x: x, y: top + 20), Place(x: x, y: top + 46)),
        label(
          name, Place(x: min(max(x, half), Self.width - half), y: top + 59), anchor: .middle,
          style: "limit-name"),
      ]
    }
    return Element("g", ["class": row.tone.rawValue], shapes)
  }
}
