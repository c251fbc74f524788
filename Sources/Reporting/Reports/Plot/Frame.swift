/// The place of a plot's axes on its drawing, in the drawing's units: 480 across, about one pixel
/// each on a desk and three quarters of one on a phone.
struct Frame {
  static let width = 480.0
  static let top = 30.0
  static let bottom = 256.0
  private static let (left, rightmost) = (46.0, 458.0)
  /// Tick labels that are closer to each other than this would touch.
  private static let tickLabelWidth = 26.0

  let x: Axis
  let y: Axis
  /// The right end of the x axis, left of the series' labels.
  let right: Double
  private let hasNotes: Bool

  /// - Parameter labelWidth: the room that the longest label of a series needs; 0 without labels.
  init(x: Axis, y: Axis, labelWidth: Double = 0) {
    self.x = x
    self.y = y
    right = min(Self.rightmost, max(260, Self.width - labelWidth))
    hasNotes = x.ticks.contains { $0.note != nil }
  }

  var height: Double { hasNotes ? 318 : 300 }

  func across(_ value: Double) -> Double? {
    x.position(of: value).map { Self.left + $0 * (right - Self.left) }
  }

  func down(_ value: Double) -> Double? {
    y.position(of: value).map { Self.bottom - $0 * (Self.bottom - Self.top) }
  }

  func place(_ point: Series.Point) -> Place? {
    guard let x = across(point.x), let y = down(point.y) else { return nil }
    return Place(x: x, y: y)
  }

  /// The grid, the axes and their labels.
  var scaffold: [Element] {
    var elements: [Element] = []
    for tick in y.ticks {
      guard let height = down(tick.value) else { continue }
      elements.append(
        line("grid", Place(x: Self.left, y: height), Place(x: right, y: height)))
      elements.append(
        label(tick.label, Place(x: Self.left - 6, y: height + 4.5), anchor: .end))
    }
    elements.append(
      line("axis", Place(x: Self.left, y: Self.bottom), Place(x: right, y: Self.bottom)))
    var free = -Double.infinity
    for tick in x.ticks {
      guard let place = across(tick.value) else { continue }
      elements.append(
        line("axis", Place(x: place, y: Self.bottom), Place(x: place, y: Self.bottom + 4)))
      let width = Double(max(tick.label.count, tick.note?.count ?? 0)) * 7.5
      guard place - width / 2 >= free else { continue }
      elements.append(label(tick.label, Place(x: place, y: Self.bottom + 18), anchor: .middle))
      if let note = tick.note {
        elements.append(label(note, Place(x: place, y: Self.bottom + 35), anchor: .middle))
      }
      free = place + max(Self.tickLabelWidth, width) / 2
    }
    elements.append(label(y.label, Place(x: 2, y: 14), anchor: .start))
    elements.append(
      label(
        x.label, Place(x: (Self.left + right) / 2, y: height - 6), anchor: .middle))
    return elements
  }
}

/// A point of a drawing; y grows downwards.
struct Place: Hashable, Sendable {
  var x: Double
  var y: Double
}

/// Which end of a text lies at its place.
enum TextAnchor: String { case start, middle, end }

func label(
  _ text: String, _ place: Place, anchor: TextAnchor, style: String? = nil
) -> Element {
  let (x, y) = (coordinate(place.x), coordinate(place.y))
  guard let style else {
    return Element("text", ["x": x, "y": y, "text-anchor": anchor.rawValue], text: text)
  }
  return Element(
    "text", ["class": style, "x": x, "y": y, "text-anchor": anchor.rawValue], text: text)
}

func line(_ style: String, _ start: Place, _ end: Place) -> Element {
  Element(
    "line",
    [
      "class": style, "x1": coordinate(start.x), "y1": coordinate(start.y),
      "x2": coordinate(end.x), "y2": coordinate(end.y),
    ])
}

/// A coordinate to a tenth of a unit, which is finer than a reader can see.
func coordinate(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
}
