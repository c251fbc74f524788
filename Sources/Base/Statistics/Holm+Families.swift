extension Holm {
  /// The p-values of several families, adjusted so that the probability of a false rejection
  /// anywhere is at most the level. With one p-value in each family it is Holm's correction.
  ///
  /// The p-values of a family are already adjusted within it. Each of m families has an equal share
  /// of the level, and a family that rejects all its hypotheses passes its share on to the others
  /// (Goeman and Solari, "The sequential rejection principle of familywise error control", 2010).
  package static func adjusted(families: [[Double]]) -> [[Double]] {
    families.indices.map { own in
      let others = families.indices.filter { $0 != own }.map { families[$0].max() ?? 0 }.sorted()
      return families[own].map { p in
        // With the j easiest other families completely rejected, m − j families share the level.
        var (best, floor) = (min(1, p * Double(families.count)), 0.0)
        for (done, largest) in others.enumerated() {
          floor = max(floor, min(1, largest * Double(families.count - done)))
          best = min(best, max(floor, min(1, p * Double(families.count - done - 1))))
        }
        return best
      }
    }
  }
}
