extension Series {
  func drawing(in frame: Frame) -> Element {
    let shapes: [Element] =
      switch form {
      case .marks: marks(in: frame)
      case .joinedMarks: curve(points.compactMap(frame.place)) + marks(in: frame)
      case .line: curve(points.compactMap(frame.place))
      case .bars: bars(in: frame)
      case .steps: curve(edge(in: frame))
      }
    return Element("g", ["class": look.style], shapes)
  }

  /// The series' look in miniature, for a legend.
  var sample: Element {
    let shapes: [Element] =
      switch form {
      case .marks: [look.mark((22, 8))]
      case .joinedMarks: curve([(2, 8), (42, 8)]) + [look.mark((22, 8))]
      case .line, .steps: curve([(2, 8), (42, 8)])
      case .bars:
        [Element("rect", ["class": "bar", "x": "12", "y": "2", "width": "20", "height": "12"])]
      }
    return Element(
      "svg", ["class": look.style, "viewBox": "0 0 44 16", "aria-hidden": "true"], shapes)
  }

  private func curve(_ places: [(x: Double, y: Double)]) -> [Element] {
    guard places.count > 1 else { return [] }
    let path = places.map { "\(trimmedCoordinate($0.x)),\(trimmedCoordinate($0.y))" }
    return [Element("polyline", ["class": "curve", "points": path.joined(separator: " ")])]
  }

  private func marks(in frame: Frame) -> [Element] {
    points.flatMap { point in
      guard let place = frame.place(point) else { return [Element]() }
      var shapes: [Element] = []
      if let low = point.low.flatMap(frame.down), let high = point.high.flatMap(frame.down) {
        let (left, right) = (place.x - 4, place.x + 4)
        shapes = [
          line("error", (place.x, low), (place.x, high)), line("error", (left, low), (right, low)),
          line("error", (left, high), (right, high)),
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
          "class": "bar", "x": trimmedCoordinate(left + 2), "y": trimmedCoordinate(top),
          "width": trimmedCoordinate(right - left - 4),
          "height": trimmedCoordinate(bottom - top),
        ])
    }
  }

  private func edge(in frame: Frame) -> [(x: Double, y: Double)] {
    points.flatMap { point -> [(x: Double, y: Double)] in
      guard let left = point.low.flatMap(frame.across),
        let right = point.high.flatMap(frame.across), let top = frame.down(point.y)
      else { return [] }
      return [(left, top), (right, top)]
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

  fileprivate var style: String {
    switch self {
    case .hue: "hue-\(number)"
    case .hollow: "hue-\(number) hollow"
    case .expected: "expected"
    }
  }

  /// A circle, a square, a triangle, a diamond or a triangle on its head, by hue.
  fileprivate func mark(_ place: (x: Double, y: Double)) -> Element {
    if number == 0 {
      return Element(
        "circle",
        [
          "class": "mark", "cx": trimmedCoordinate(place.x), "cy": trimmedCoordinate(place.y),
          "r": "4",
        ])
    }
    let corners: [(x: Double, y: Double)] =
      switch number {
      case 1: [(-3.6, -3.6), (3.6, -3.6), (3.6, 3.6), (-3.6, 3.6)]
      case 2: [(0, -5), (4.6, 3.4), (-4.6, 3.4)]
      case 3: [(0, -5.2), (5.2, 0), (0, 5.2), (-5.2, 0)]
      default: [(0, 5), (4.6, -3.4), (-4.6, -3.4)]
      }
    let points = corners.map { corner in
      "\(trimmedCoordinate(place.x + corner.x)),\(trimmedCoordinate(place.y + corner.y))"
    }
    return Element("polygon", ["class": "mark", "points": points.joined(separator: " ")])
  }
}
