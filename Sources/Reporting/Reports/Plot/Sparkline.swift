/// A small plot of one course of values, for many courses side by side with one scale.
package struct Sparkline: Hashable, Sendable {
  /// The content in words, for screen readers.
  package var summary: String
  /// The values from left to right; nil leaves a gap.
  package var values: [Double?]
  /// Values for comparison, drawn dashed; as many as `values`, or none.
  package var reference: [Double?]
  /// The upper end of the scale, which starts at 0. Larger values are drawn there.
  package var highest: Double
  /// The label of the upper end.
  package var label: String

  package init(
    summary: String, values: [Double?], reference: [Double?], highest: Double, label: String
  ) {
    self.summary = summary
    self.values = values
    self.reference = reference
    self.highest = highest
    self.label = label
  }

  private static let (width, height) = (320.0, 84.0)
  private static let (left, right, top, bottom) = (46.0, 312.0, 10.0, 74.0)

  /// Returns the plot as SVG in the colours and lines of `PageStyle`.
  func drawing(id: String) -> Element {
    Element(
      "svg",
      [
        "viewBox": "0 0 \(coordinate(Self.width)) \(coordinate(Self.height))", "role": "img",
        "aria-describedby": id,
      ],
      [
        Element("desc", ["id": id], text: summary),
        line("grid", Place(x: Self.left, y: Self.top), Place(x: Self.right, y: Self.top)),
        line("axis", Place(x: Self.left, y: Self.bottom), Place(x: Self.right, y: Self.bottom)),
        Reports.label(label, Place(x: Self.left - 6, y: Self.top + 4.5), anchor: .end),
        Reports.label("0", Place(x: Self.left - 6, y: Self.bottom + 4.5), anchor: .end),
        Element("g", ["class": Series.Look.expected.style], curves(reference)),
        Element("g", ["class": Series.Look.hue(0).style], curves(values)),
      ])
  }

  /// The curve of values, interrupted at gaps. A value between two gaps is a dot.
  private func curves(_ values: [Double?]) -> [Element] {
    let step = (Self.right - Self.left) / Double(max(values.count - 1, 1))
    var shapes: [Element] = []
    var run: [Place] = []
    func end() {
      if run.count == 1 {
        shapes.append(
          Element(
            "circle",
            ["class": "mark", "cx": coordinate(run[0].x), "cy": coordinate(run[0].y), "r": "3"]))
      } else if run.count > 1 {
        let points = run.map { "\(coordinate($0.x)),\(coordinate($0.y))" }
        shapes.append(
          Element("polyline", ["class": "curve", "points": points.joined(separator: " ")]))
      }
      run = []
    }
    for (place, value) in values.enumerated() {
      guard let value, value.isFinite, highest > 0 else {
        end()
        continue
      }
      let share = min(max(value / highest, 0), 1)
      run.append(
        Place(
          x: Self.left + Double(place) * step,
          y: Self.bottom - share * (Self.bottom - Self.top)))
    }
    end()
    return shapes
  }
}
