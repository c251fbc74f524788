import Platform

/// The beginnings of labellings that a beam search keeps, and one frame's step from them to the
/// next. Scores are natural logarithms in double precision, -infinity for nothing.
struct PrefixSearch {
  private struct Beginning {
    let prefix: Int32
    /// Of the paths that end in a blank.
    var blank: Double
    /// Of the paths that end in the last label.
    var label: Double
    let total: Double

    init(_ prefix: Int32, blank: Double, label: Double) {
      (self.prefix, self.blank, self.label) = (prefix, blank, label)
      total = logAdd(blank, label)
    }
  }

  /// A beginning of the next frame; `new` is the label that it adds to `prefix`, or 0.
  private struct Candidate {
    let prefix: Int32
    let new: Int32
    let blank: Double
    let label: Double
    let total: Double
  }

  private let width: Int
  private var tree = PrefixTree()
  /// The most probable first.
  private var beam = [Beginning(0, blank: 0, label: -.infinity)]
  /// Where in the beam each prefix of the tree stands; -1 where it does not.
  private var places: [Int] = [0]
  private var candidates: [Candidate] = []

  init(width: Int) { self.width = width }

  var labellings: [BeamDecoder.Labelling] {
    beam.map { .init(labels: tree.labels($0.prefix), logProbability: $0.total) }
  }

  /// - Parameters:
  ///   - row: log-probabilities of all symbols.
  ///   - tried: labels that may follow a beginning.
  mutating func advance(_ row: UnsafePointer<Float>, trying tried: [Int32]) {
    candidates.removeAll(keepingCapacity: true)
    stay(row)
    // Who is less probable than as many as there is room for has no place.
    let bar = candidates.count < width ? -Double.infinity : candidates.map(\.total).min()!
    for beginning in beam {
      for label in tried {
        let score = extended(beginning, label, row)
        guard score > bar, place(of: tree.knownChild(of: beginning.prefix, label)) == nil
        else { continue }
        candidates.append(
          Candidate(
            prefix: beginning.prefix, new: label, blank: -.infinity, label: score, total: score))
      }
    }
    keepBest()
  }

  /// The beginnings as they are: after a blank, after their last label again, or made anew from
  /// the beginning that is one label shorter.
  private mutating func stay(_ row: UnsafePointer<Float>) {
    for beginning in beam {
      var label = -Double.infinity
      let last = tree.last(beginning.prefix)
      if last != 0 {
        label = beginning.label + score(row[Int(last)])
        if let shorter = place(of: tree.parent(beginning.prefix)) {
          label = logAdd(label, extended(beam[shorter], last, row))
        }
      }
      let blank = beginning.total + score(row[0])
      candidates.append(
        Candidate(
          prefix: beginning.prefix, new: 0, blank: blank, label: label,
          total: logAdd(blank, label)))
    }
  }

  /// Two equal labels need a blank between them.
  private func extended(
    _ beginning: Beginning, _ label: Int32, _ row: UnsafePointer<Float>
  ) -> Double {
    let before = tree.last(beginning.prefix) == label ? beginning.blank : beginning.total
    return before + score(row[Int(label)])
  }

  private func place(of prefix: Int32?) -> Int? {
    guard let prefix, places[Int(prefix)] >= 0 else { return nil }
    return places[Int(prefix)]
  }

  private mutating func keepBest() {
    let order = candidates.indices.sorted { a, b in
      let (x, y) = (candidates[a].total, candidates[b].total)
      return x > y || x == y && a < b
    }
    for beginning in beam { places[Int(beginning.prefix)] = -1 }
    beam.removeAll(keepingCapacity: true)
    for index in order.prefix(width) {
      let kept = candidates[index]
      let prefix = kept.new == 0 ? kept.prefix : tree.child(of: kept.prefix, kept.new)
      if Int(prefix) == places.count { places.append(-1) }
      places[Int(prefix)] = beam.count
      beam.append(Beginning(prefix, blank: kept.blank, label: kept.label))
    }
  }
}

private func score(_ logProbability: Float) -> Double {
  logProbability.isFinite ? Double(logProbability) : -.infinity
}

/// ln(eᵃ + eᵇ)
private func logAdd(_ a: Double, _ b: Double) -> Double {
  let (high, low) = a > b ? (a, b) : (b, a)
  return low == -.infinity ? high : high + log1p(exp(low - high))
}
