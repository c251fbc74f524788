/// What share of trained items and of controls scores above a threshold, for every threshold.
package struct ROC: Sendable {
  /// One threshold: how many of either group score at least that.
  package struct Point: Hashable, Sendable {
    package let controls: Int
    package let trained: Int
  }

  package let trained: Int
  package let controls: Int
  /// From none of either group to all of both, a point per distinct score, so that ties are never
  /// taken apart. Both counts never fall.
  package let points: [Point]

  /// - Parameters: scores, none NaN; a group may be empty.
  package init(trained: [Double], controls: [Double]) {
    let all =
      trained.map { (score: $0, isTrained: true) }
      + controls.map { (score: $0, isTrained: false) }
    precondition(!all.contains { $0.score.isNaN }, "a score that is no number")
    let descending = all.sorted { $0.score > $1.score }
    var points = [Point(controls: 0, trained: 0)]
    var (hits, falseAlarms) = (0, 0)
    for (place, item) in descending.enumerated() {
      if item.isTrained { hits += 1 } else { falseAlarms += 1 }
      let isLast = place + 1 == descending.count || descending[place + 1].score != item.score
      if isLast { points.append(Point(controls: falseAlarms, trained: hits)) }
    }
    self.trained = trained.count
    self.controls = controls.count
    self.points = points
  }

  /// The points that no mixture of two others beats: the upper convex hull, from the left
  /// (Fawcett 2006). Whole numbers, so no rounding decides.
  package var hull: [Point] {
    var hull: [Point] = []
    for point in points {
      while hull.count >= 2, !turnsRight(hull[hull.count - 2], hull[hull.count - 1], point) {
        hull.removeLast()
      }
      hull.append(point)
    }
    return hull
  }

  private func turnsRight(_ a: Point, _ b: Point, _ c: Point) -> Bool {
    (b.controls - a.controls) * (c.trained - a.trained)
      < (b.trained - a.trained) * (c.controls - a.controls)
  }
}
