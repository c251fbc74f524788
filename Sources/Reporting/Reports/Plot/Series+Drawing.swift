extension Series {
  /// - Parameter offsets: by how many units each point's mark is moved sideways.
  func drawing(in frame: Frame, offsets: [Double]) -> Element {
    let places = zip(points, offsets).map { point, offset in
      frame.place(point).map { Place(x: $0.x + offset, y: $0.y) }
    }
    let shapes: [Element] =
      switch form {
      case .marks: marks(at: places, in: frame)
      case .joinedMarks: curve(places.compactMap(\.self)) + marks(at: places, in: frame)
      case .line: curve(points.compactMap(frame.place))
      case .bars: bars(in: frame)
      case .steps: curve(edge(in: frame))
      }
    return Element("g", ["class": look.style], shapes)
  }

  /// A small drawing in the look of the series, for the legend.
  var sample: Element {
    let middle = Place(x: 22, y: 8)
    let stroke = curve([Place(x: 2, y: 8), Place(x: 42, y: 8)])
    let shapes: [Element] =
      switch form {
      case .marks: [look.mark(middle)]
      case .joinedMarks: stroke + [look.mark(middle)]
      case .line, .steps: stroke
      case .bars:
        [Element("rect", ["class": "bar", "x": "12", "y": "2", "width": "20", "height": "12"])]
      }
    return Element(
      "svg", ["class": look.style, "viewBox": "0 0 44 16", "aria-hidden": "true"], shapes)
  }

  private func curve(_ places: [Place]) -> [Element] {
    guard places.count > 1 else { return [] }
    let path = places.map { "\(coordinate($0.x)),\(coordinate($0.y))" }
    return [Element("polyline", ["class": "curve", "points": path.joined(separator: " ")])]
  }

  private func marks(at places: [Place?], in frame: Frame) -> [Element] {
    zip(points, places).flatMap { point, place -> [Element] in
      guard let place else { return [] }
      var shapes: [Element] = []
      if let low = point.low.flatMap(frame.down), let high = point.high.flatMap(frame.down) {
        let (left, right) = (place.x - 4, place.x + 4)
        shapes = [
          line("error", Place(x: place.x, y: low), Place(x: place.x, y: high)),
          line("error", Place(x: left, y: low), Place(x: right, y: low)),
          line("error", Place(x: left, y: high), Place(x: right, y: high)),
        ]
      }
      if let left = point.left.flatMap(frame.across), let right = point.right.flatMap(frame.across)
      {
        let (upper, lower) = (place.y - 4, place.y + 4)
        shapes += [
          line("error", Place(x: left, y: place.y), Place(x: right, y: place.y)),
          line("error", Place(x: left, y: upper), Place(x: left, y: lower)),
          line("error", Place(x: right, y: upper), Place(x: right, y: lower)),
        ]
      }
      return shapes + [look.mark(place)]
    }
  }

  private func bars(in frame: Frame) -> [Element] {
    points.compactMap { point in
      guard point.y > 0, let left = point.low.flatMap(frame.across),
        let right = point.high.flatMap(frame.across), let top = frame.down(point.y),
        let bottom = frame.down(0), right - left > 4
      else { return nil }
      return Element(
        "rect",
        [
          "class": "bar", "x": coordinate(left + 2), "y": coordinate(top),
          "width": coordinate(right - left - 4), "height": coordinate(bottom - top),
        ])
    }
  }

  private func edge(in frame: Frame) -> [Place] {
    points.flatMap { point -> [Place] in
      guard let left = point.low.flatMap(frame.across),
        let right = point.high.flatMap(frame.across), let top = frame.down(point.y)
      else { return [] }
      return [Place(x: left, y: top), Place(x: right, y: top)]
    }
  }
}

extension Series.Look {
  private var number: Int {
    switch self {
    case .hue(let number), .hollow(let number): number % Self.hues
    case .expected: 0
    }
  }

  /// The classes of the style sheet.
  var style: String {
    switch self {
    case .hue: "hue-\(number)"
    case .hollow: "hue-\(number) hollow"
    case .expected: "expected"
    }
  }

  /// A circle, a square, a triangle, a diamond or an inverted triangle, by hue.
  fileprivate func mark(_ place: Place) -> Element {
    if number == 0 {
      return Element(
        "circle",
        ["class": "mark", "cx": coordinate(place.x), "cy": coordinate(place.y), "r": "4"])
    }
    let corners: [(x: Double, y: Double)] =
      switch number {
      case 1: [(-3.6, -3.6), (3.6, -3.6), (3.6, 3.6), (-3.6, 3.6)]
      case 2: [(0, -5), (4.6, 3.4), (-4.6, 3.4)]
      case 3: [(0, -5.2), (5.2, 0), (0, 5.2), (-5.2, 0)]
      default: [(0, 5), (4.6, -3.4), (-4.6, -3.4)]
      }
    let points = corners.map { corner in
      "\(coordinate(place.x + corner.x)),\(coordinate(place.y + corner.y))"
    }
    return Element("polygon", ["class": "mark", "points": points.joined(separator: " ")])
  }
}
