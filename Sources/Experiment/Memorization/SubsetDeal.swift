import Randomness

/// Which reference models are trained on which utterances.
///
/// Utterances are dealt in rounds. A round splits them at random into equal parts and has a model for
/// each part. With a share of 1/n the model is trained on its part, with 1 − 1/n on all others. Every
/// round therefore has models that were trained on an utterance and models that were not, and all
/// models have equal sizes. Rounds with a share of 1/2 are complementary pairs.
package struct SubsetDeal: Sendable {
  /// The share of the utterances that each model is trained on: 1/parts, or 1 − 1/parts.
  package struct Share: Hashable, Sendable {
    /// The number of parts, and of models, of a round; at least 2.
    package let parts: Int
    /// Whether a model is trained on all parts but its own.
    package let leavesPartOut: Bool

    /// - Returns: nil if neither the share nor its complement is 1/n to two decimals.
    package init?(_ share: Double) {
      guard share > 0, share < 1 else { return nil }
      let smaller = min(share, 1 - share)
      let parts = (1 / smaller).rounded()
      guard abs(smaller - 1 / parts) < 0.005, parts <= 100 else { return nil }
      self.init(parts: Int(parts), leavesPartOut: share > 0.5 && parts > 2)
    }

    private init(parts: Int, leavesPartOut: Bool) {
      self.parts = parts
      self.leavesPartOut = leavesPartOut
    }

    /// All parts but one.
    package static func allButOne(of parts: Int) -> Share {
      precondition(parts >= 2, "\(parts) parts")
      return Share(parts: parts, leavesPartOut: true)
    }
  }

  /// `inTraining[model][utterance]`: whether the model is trained on the utterance.
  package let inTraining: [[Bool]]

  /// - Parameters:
  ///   - groups: the group of each utterance, any number. Utterances of one group, such as copies, are
  ///     dealt together.
  ///   - models: a multiple of `share.parts`.
  /// - Returns: nil if there are fewer groups than parts.
  package init?(groups: [Int], models: Int, share: Share, seed: Seed) {
    precondition(models > 0 && models % share.parts == 0, "\(models) models, \(share.parts) parts")
    let members = Dictionary(grouping: groups.indices) { groups[$0] }
    guard members.count >= share.parts else { return nil }
    let ordered = members.values.sorted { $0[0] < $1[0] }
    var inTraining: [[Bool]] = []
    for round in 0..<models / share.parts {
      var stream = seed.stream("subsets round \(round)")
      var order = ordered
      stream.shuffle(&order)
      var sizes = [Int](repeating: 0, count: share.parts)
      var part = [Int](repeating: 0, count: groups.count)
      for group in order {
        let smallest = sizes.indices.min { (sizes[$0], $0) < (sizes[$1], $1) }!
        for utterance in group { part[utterance] = smallest }
        sizes[smallest] += group.count
      }
      for own in 0..<share.parts {
        inTraining.append(part.map { ($0 == own) != share.leavesPartOut })
      }
    }
    self.inTraining = inTraining
  }

  /// The groups of utterances with equal keys.
  package static func groups(of keys: [some Hashable]) -> [Int] {
    var numbers: [AnyHashable: Int] = [:]
    return keys.map { key in
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      return number
    }
  }

  package var models: Int { inTraining.count }

  /// The name of a model, such as `model-03`. Names of equal length keep files in order.
  package func name(ofModel model: Int) -> String {
    let digits = String(model + 1)
    let width = max(2, String(models).count)
    return "model-" + String(repeating: "0", count: width - digits.count) + digits
  }
}
