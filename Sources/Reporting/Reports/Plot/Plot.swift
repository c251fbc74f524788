/// A plot: axes and what is drawn between them. A value, drawn by `drawing(id:)`.
package struct Plot: Hashable, Sendable {
  package var title: String
  /// What it shows, for whoever cannot see it.
  package var summary: String
  package var x: Axis
  package var y: Axis
  /// Drawn in this order, the last on top.
  package var series: [Series]

  package init(title: String, summary: String, x: Axis, y: Axis, series: [Series]) {
    self.title = title
    self.summary = summary
    self.x = x
    self.y = y
    self.series = series
  }
}

/// Points that belong together.
package struct Series: Hashable, Sendable {
  /// Told apart by colour, by dashes and by the form of the mark.
  package enum Look: Hashable, Sendable {
    /// Filled marks; hues repeat after `Look.hues`.
    case hue(Int)
    /// The same colour, hollow: what the first is compared with.
    case hollow(Int)
    /// Grey and dashed: what is expected of nothing.
    case expected

    package static let hues = 5
  }

  package enum Form: Hashable, Sendable {
    /// A mark at each point, with its error bar.
    case marks
    /// The same, joined by a line.
    case joinedMarks
    /// A line without marks.
    case line
    /// From 0 to `y`, from the point's `low` to its `high` on the x axis.
    case bars
    /// The upper edge of bars alone.
    case steps
  }

  package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double
    /// Ends of the error bar, or of the bar.
    package var low: Double?
    package var high: Double?

    package init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  package var name: String
  package var look: Look
  package var form: Form
  package var points: [Point]

  package init(_ name: String, _ look: Look, _ form: Form, _ points: [Point]) {
    self.name = name
    self.look = look
    self.form = form
    self.points = points
  }
}
