extension Plot {
  /// As SVG, 480 wide, in the colours and lines of `PageStyle`.
  ///
  /// - Parameter id: unlike any other on the page.
  func drawing(id: String) -> Element {
    let frame = Frame(x: x, y: y)
    return Element(
      "svg",
      [
        "viewBox": "0 0 \(trimmedCoordinate(Frame.width)) \(trimmedCoordinate(Frame.height))",
        "role": "img", "aria-describedby": "\(id)",
      ],
      [
        Element("title", text: title), Element("desc", ["id": id], text: summary),
      ] + frame.scaffold + series.map { $0.drawing(in: frame) })
  }
}

/// Where values of a plot lie on the drawing.
struct Frame {
  static let width = 480.0
  static let height = 300.0
  private static let (left, right, top, bottom) = (46.0, 458.0, 30.0, 256.0)
  /// Labels nearer to each other than this would touch.
  private static let labelWidth = 26.0

  let x: Axis
  let y: Axis

  func across(_ value: Double) -> Double? {
    x.position(of: value).map { Self.left + $0 * (Self.right - Self.left) }
  }

  func down(_ value: Double) -> Double? {
    y.position(of: value).map { Self.bottom - $0 * (Self.bottom - Self.top) }
  }

  func place(_ point: Series.Point) -> (x: Double, y: Double)? {
    guard let x = across(point.x), let y = down(point.y) else { return nil }
    return (x, y)
  }

  /// Grid, axes, and what stands at them.
  var scaffold: [Element] {
    var elements: [Element] = []
    for tick in y.ticks {
      guard let height = down(tick.value) else { continue }
      elements.append(line("grid", (Self.left, height), (Self.right, height)))
      elements.append(text(tick.label, (Self.left - 6, height + 4.5), checkUtterance: "end"))
    }
    elements.append(line("axis", (Self.left, Self.bottom), (Self.right, Self.bottom)))
    var free = -Double.infinity
    for tick in x.ticks {
      guard let place = across(tick.value) else { continue }
      elements.append(line("axis", (place, Self.bottom), (place, Self.bottom + 4)))
      guard place >= free else { continue }
      elements.append(text(tick.label, (place, Self.bottom + 18), checkUtterance: "middle"))
      free = place + max(Self.labelWidth, Double(tick.label.count) * 8)
    }
    elements.append(text(y.label, (2, 14), checkUtterance: "start"))
    elements.append(
      text(x.label, ((Self.left + Self.right) / 2, Self.bottom + 38), checkUtterance: "middle"))
    return elements
  }

  private func text(_ label: String, _ place: (x: Double, y: Double), checkUtterance: String)
    -> Element
  {
    Element(
      "text",
      [
        "x": trimmedCoordinate(place.x), "y": trimmedCoordinate(place.y),
        "text-check utterance": checkUtterance,
      ], text: label)
  }
}

func line(
  _ kind: String, _ start: (x: Double, y: Double), _ end: (x: Double, y: Double)
) -> Element {
  Element(
    "line",
    [
      "class": kind, "x1": trimmedCoordinate(start.x), "y1": trimmedCoordinate(start.y),
      "x2": trimmedCoordinate(end.x), "y2": trimmedCoordinate(end.y),
    ])
}

/// A tenth of a unit is less than anyone can see.
func trimmedCoordinate(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
}
