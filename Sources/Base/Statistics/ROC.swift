/// The receiver operating characteristic: the trained items and controls above each threshold.
package struct ROC: Sendable {
  /// The numbers of controls and trained items that score at least a threshold.
  package struct Point: Hashable, Sendable {
    package let controls: Int
    package let trained: Int
  }

  package let trained: Int
  package let controls: Int
  /// One point for each distinct score, from no item to all items, so that ties stay together. Both
  /// counts are non-decreasing.
  package let points: [Point]

  /// - Parameters: scores, none NaN; a group may be empty.
  package init(trained: [Double], controls: [Double]) {
    let all =
      trained.map { (score: $0, isTrained: true) }
      + controls.map { (score: $0, isTrained: false) }
    precondition(!all.contains { $0.score.isNaN }, "a score is NaN")
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

  /// The upper convex hull from the left: the points that no mixture of two others exceeds (Fawcett
  /// 2006). It is computed in integers, without rounding.
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
