extension Plot {
  /// Returns the plot as SVG in the colours and lines of `PageStyle`.
  ///
  /// - Parameter id: an id that is unique on the page.
  func drawing(id: String) -> Element {
    let frame = Frame(x: x, y: y, labelWidth: SeriesLabel.room(for: series))
    let offsets = markOffsets(in: frame)
    let shapes = zip(series, offsets).map { $0.drawing(in: frame, offsets: $1) }
    return Element(
      "svg",
      [
        "viewBox": "0 0 \(coordinate(Frame.width)) \(coordinate(frame.height))", "role": "img",
        "aria-describedby": id,
      ],
      [Element("title", text: title), Element("desc", ["id": id], text: summary)]
        + frame.scaffold + shapes + SeriesLabel.drawing(series, in: frame, offsets: offsets))
  }

  /// Returns by how many units to move each mark sideways, by series and point, so that the marks of
  /// several series at one x value stand beside each other.
  ///
  /// The distance is in units of the drawing and not of the axis, so that it is the same at every
  /// tick and marks do not overlap at a phone's width.
  private func markOffsets(in frame: Frame) -> [[Double]] {
    guard spreadsMarks else { return series.map { $0.points.map { _ in 0 } } }
    var members: [Double: [Int]] = [:]
    for (index, each) in series.enumerated() where each.hasMarks {
      for point in each.points where frame.place(point) != nil {
        if members[point.x]?.last != index { members[point.x, default: []].append(index) }
      }
    }
    let places = members.keys.compactMap(frame.across).sorted()
    let nearest = zip(places.dropFirst(), places).map { $0 - $1 }.filter { $0 > 0 }.min() ?? 100
    return series.enumerated().map { index, each in
      each.points.map { point in
        guard let group = members[point.x], let slot = group.firstIndex(of: index) else { return 0 }
        let step = min(13, nearest * 0.8 / Double(group.count))
        return step * (Double(slot) - Double(group.count - 1) / 2)
      }
    }
  }
}

/// The names of series beside their last points.
enum SeriesLabel {
  private static let (characterWidth, lineHeight) = (8.8, 16.0)
  private static let longestLine = 14
  private static let distance = 13.0

  /// The room that the labels need to the right of the axes.
  static func room(for series: [Series]) -> Double {
    let shown = series.filter { $0.naming == .direct && !$0.points.isEmpty }
    guard let longest = shown.flatMap({ lines($0.name) }).map(\.count).max() else { return 0 }
    return Double(longest) * characterWidth + distance + 4
  }

  /// Labels that would overlap are moved apart vertically, with a line to their points.
  static func drawing(_ series: [Series], in frame: Frame, offsets: [[Double]]) -> [Element] {
    var labels = zip(series, offsets).compactMap { each, offsets in
      each.naming == .direct ? Label(each, in: frame, offsets: offsets) : nil
    }
    // The labels stand in one column, right of all marks and error bars.
    let column = labels.map(\.end.x).max() ?? 0
    for index in labels.indices { labels[index].place.x = column + distance }
    labels.sort { $0.end.y < $1.end.y }
    var free = Frame.top - lineHeight
    for index in labels.indices {
      labels[index].place.y = max(labels[index].place.y, free)
      free = labels[index].place.y + labels[index].height
    }
    // Those that were moved below the axis are moved up again.
    free = Frame.bottom
    for index in labels.indices.reversed() {
      let lowest = free - labels[index].height + lineHeight / 2
      labels[index].place.y = min(labels[index].place.y, lowest)
      free = labels[index].place.y - lineHeight / 2
    }
    return labels.flatMap(\.drawing)
  }

  /// The label of one series.
  private struct Label {
    let lines: [String]
    let style: String
    /// The last point, or the right end of its error bar.
    let end: Place
    /// The start of the first line, at half its height.
    var place: Place

    init?(_ series: Series, in frame: Frame, offsets: [Double]) {
      let places = zip(series.points, offsets).compactMap { point, offset in
        frame.place(point).map { place in
          Place(x: point.right.flatMap(frame.across) ?? place.x + offset, y: place.y)
        }
      }
      guard let end = places.last else { return nil }
      lines = SeriesLabel.lines(series.name)
      style = series.look.style
      self.end = end
      place = end
    }

    var height: Double { Double(lines.count) * lineHeight }

    var drawing: [Element] {
      let texts = lines.enumerated().map { number, text in
        label(
          text, Place(x: place.x, y: place.y + 4.5 + Double(number) * lineHeight),
          anchor: .start, style: "label \(style)")
      }
      guard abs(place.y - end.y) > 4 || place.x - end.x > distance + 4 else { return texts }
      let leader = line(
        "leader \(style)", Place(x: end.x + 2, y: end.y), Place(x: place.x - 3, y: place.y))
      return [leader] + texts
    }
  }

  /// Breaks a name at spaces into lines of about `longestLine` characters.
  private static func lines(_ name: String) -> [String] {
    var lines: [String] = []
    for word in name.split(separator: " ") {
      if let last = lines.last, last.count + word.count < longestLine {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
