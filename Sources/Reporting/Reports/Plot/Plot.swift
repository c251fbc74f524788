/// A plot: two axes and the series between them. A plot is a value; `drawing(id:)` draws it.
package struct Plot: Hashable, Sendable {
  package var title: String
  /// The content of the plot in words, for screen readers.
  package var summary: String
  package var x: Axis
  package var y: Axis
  /// The series in drawing order; the last one is on top.
  package var series: [Series]
  /// Whether marks at one x value stand beside each other. False for a course over time, whose marks
  /// stay at their x value.
  package var spreadsMarks = true

  package init(title: String, summary: String, x: Axis, y: Axis, series: [Series]) {
    self.title = title
    self.summary = summary
    self.x = x
    self.y = y
    self.series = series
  }
}

/// Points that are drawn alike.
package struct Series: Hashable, Sendable {
  /// The look of a series. Series differ by colour, by dashes and by the form of their marks, so that
  /// colour is never the only difference.
  package enum Look: Hashable, Sendable {
    /// Filled marks. Hues repeat after `Look.hues`.
    case hue(Int)
    /// Hollow marks in the same colour, for the group that the filled marks are compared with.
    case hollow(Int)
    /// Grey and dashed, for values that a model without memorization gives.
    case expected

    package static let hues = 5
  }

  package enum Form: Hashable, Sendable {
    /// A mark with an error bar at each point.
    case marks
    /// Marks with error bars, joined by a line.
    case joinedMarks
    /// A line without marks.
    case line
    /// Bars from 0 to `y`, from the point's `low` to its `high` on the x axis.
    case bars
    /// The upper edges of such bars.
    case steps
  }

  /// The place of a series' name.
  package enum Naming: Hashable, Sendable {
    /// The name stands beside the last point.
    case direct
    /// The name stands in the legend below the plot.
    case legend
    /// There is no name, because a tick or a title already identifies the series.
    case none
  }

  package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double
    /// The lower end of the error bar, or the left end of the bar.
    package var low: Double?
    /// The upper end of the error bar, or the right end of the bar.
    package var high: Double?
    /// The ends of the horizontal error bar.
    package var left: Double?
    package var right: Double?

    package init(
      _ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil, left: Double? = nil,
      right: Double? = nil
    ) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
      self.left = left
      self.right = right
    }
  }

  package var name: String
  package var look: Look
  package var form: Form
  package var naming: Naming
  package var points: [Point]

  /// - Parameter naming: by default `direct` for lines and `legend` for marks and bars.
  package init(
    _ name: String, _ look: Look, _ form: Form, naming: Naming? = nil, _ points: [Point]
  ) {
    self.name = name
    self.look = look
    self.form = form
    self.naming = naming ?? (form == .joinedMarks || form == .line ? .direct : .legend)
    self.points = points
  }

  var hasMarks: Bool { form == .marks || form == .joinedMarks }
}
