import Platform

/// The prefixes of a beam search and its step from one frame to the next. Scores are natural
/// logarithms of probabilities in double precision.
struct PrefixSearch {
  private struct BeamEntry {
    let prefix: Int32
    /// The score of the paths that end in a blank.
    var blank: Double
    /// The score of the paths that end in the last label.
    var label: Double
    let total: Double

    init(_ prefix: Int32, blank: Double, label: Double) {
      (self.prefix, self.blank, self.label) = (prefix, blank, label)
      total = logAdd(blank, label)
    }
  }

  /// A prefix of the next frame. `new` is the label that it appends to `prefix`, or 0.
  private struct Candidate {
    let prefix: Int32
    let new: Int32
    let blank: Double
    let label: Double
    let total: Double
  }

  private let width: Int
  private var tree = PrefixTree()
  /// The kept prefixes, the most probable first.
  private var beam = [BeamEntry(0, blank: 0, label: -.infinity)]
  /// The position in the beam of each prefix of the tree, or -1.
  private var places: [Int] = [0]
  private var candidates: [Candidate] = []

  init(width: Int) { self.width = width }

  var labellings: [BeamDecoder.Labelling] {
    beam.map { .init(labels: tree.labels($0.prefix), logProbability: $0.total) }
  }

  /// Advances the search by one frame.
  /// - Parameters:
  ///   - row: the log-probabilities of all symbols.
  ///   - labels: the labels that may extend a prefix.
  mutating func advance(_ row: UnsafePointer<Float>, trying labels: [Int32]) {
    candidates.removeAll(keepingCapacity: true)
    stay(row)
    // Prune candidates that cannot enter the beam: it is full of more probable ones.
    let threshold = candidates.count < width ? -Double.infinity : candidates.map(\.total).min()!
    for entry in beam {
      for label in labels {
        let score = extended(entry, label, row)
        guard score > threshold, place(of: tree.knownChild(of: entry.prefix, label)) == nil
        else { continue }
        candidates.append(
          Candidate(
            prefix: entry.prefix, new: label, blank: -.infinity, label: score, total: score))
      }
    }
    keepBest()
  }

  /// Adds the prefixes of the beam as candidates without a new label: after a blank, after a
  /// repetition of their last label, or extended from the prefix that is one label shorter.
  private mutating func stay(_ row: UnsafePointer<Float>) {
    for entry in beam {
      var label = -Double.infinity
      let last = tree.last(entry.prefix)
      if last != 0 {
        label = entry.label + score(row[Int(last)])
        if let shorter = place(of: tree.parent(entry.prefix)) {
          label = logAdd(label, extended(beam[shorter], last, row))
        }
      }
      let blank = entry.total + score(row[0])
      candidates.append(
        Candidate(
          prefix: entry.prefix, new: 0, blank: blank, label: label,
          total: logAdd(blank, label)))
    }
  }

  /// The score of a prefix followed by `label`. Two equal labels need a blank between them.
  private func extended(
    _ entry: BeamEntry, _ label: Int32, _ row: UnsafePointer<Float>
  ) -> Double {
    let before = tree.last(entry.prefix) == label ? entry.blank : entry.total
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
    for entry in beam { places[Int(entry.prefix)] = -1 }
    beam.removeAll(keepingCapacity: true)
    for index in order.prefix(width) {
      let kept = candidates[index]
      let prefix = kept.new == 0 ? kept.prefix : tree.child(of: kept.prefix, kept.new)
      if Int(prefix) == places.count { places.append(-1) }
      places[Int(prefix)] = beam.count
      beam.append(BeamEntry(prefix, blank: kept.blank, label: kept.label))
    }
  }
}

private func score(_ logProbability: Float) -> Double {
  logProbability.isFinite ? Double(logProbability) : -.infinity
}

/// Returns ln(eᵃ + eᵇ).
private func logAdd(_ a: Double, _ b: Double) -> Double {
  let (high, low) = a > b ? (a, b) : (b, a)
  return low == -.infinity ? high : high + log1p(exp(low - high))
}
