import AuditModel
import Memorization
import Statistics

/// The blind baseline: tests that use no transcript.
extension Scorer {
  /// The level of the tests after Holm's correction. A correct assignment fails one time in a thousand.
  static let blindLevel = 0.001

  /// The tests of all features that vary; nil without trained canaries or controls.
  ///
  /// Roles were assigned at random within the randomisation blocks, so labels are exchanged within
  /// them. A block has one voice; for voices labels are exchanged within a speed.
  func blindBaseline() -> Report.BlindBaseline? {
    let canaries = ledger.canaries.filter { $0.role != .tracer }
    guard canaries.contains(where: { $0.role == .trained }),
      canaries.contains(where: { $0.role == .control })
    else { return nil }
    let tested = blindFeatures(canaries).filter { feature in
      feature.columns.contains { Set($0).count > 1 }
    }
    var results = tested.map { feature in
      (name: feature.name, auc: blindAUC(feature, canaries), p: blindPValue(feature, canaries))
    }
    let sounds = soundSeparation(canaries)
    if let sounds {
      results += [
        ("nearest sound", sounds.nearestNeighbor.auc, sounds.nearestNeighbor.pValue),
        ("sound classifier", sounds.classifier.auc, sounds.classifier.pValue),
      ]
    }
    guard !results.isEmpty else { return nil }
    return Report.BlindBaseline(
      features: zip(results, Holm.adjusted(results.map(\.p))).map { result, p in
        Report.BlindBaseline.Feature(name: result.name, auc: result.auc, adjustedP: p)
      },
      sounds: sounds.map {
        Report.BlindBaseline.Sounds(trained: $0.members, controls: $0.nonMembers)
      })
  }

  /// The comparison of the sounds of trained canaries and controls, a random sample of more than
  /// `SoundSeparation.mostOfGroup`; nil if sounds were not read.
  private func soundSeparation(_ canaries: [Canary]) -> SoundSeparation? {
    guard !request.sounds.isEmpty else { return nil }
    let compared = canaries.filter { request.sounds[$0.probeID] != nil }
    return SoundSeparation(
      points: compared.map { request.sounds[$0.probeID]! },
      isMember: compared.map { $0.role == .trained },
      strata: compared.map(\.labelGroup.description), seed: ledger.seed, name: "blind baseline")
  }

  /// A property of the canaries, as one column of numbers or one for each voice.
  private struct BlindFeature {
    let name: String
    let columns: [[Double]]
    var isWithinBlocks = true
  }

  private func blindFeatures(_ canaries: [Canary]) -> [BlindFeature] {
    let order = canaries.map(\.probeID).sorted()
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Double($0)) })
    let voices = Set(canaries.map(\.voice)).sorted()
    var features = [
      BlindFeature(name: "duration", columns: [canaries.map { Double($0.frames) }]),
      BlindFeature(
        name: "word count",
        columns: [canaries.map { Double($0.text.split(separator: " ").count) }]),
      BlindFeature(
        name: "voice",
        columns: voices.prefix(Self.mostVoices).map { voice in
          canaries.map { $0.voice == voice ? 1 : 0 }
        }, isWithinBlocks: false),
      BlindFeature(name: "position", columns: [canaries.map { places[$0.probeID]! }]),
    ]
    let loudness = canaries.compactMap { request.loudness[$0.probeID] }
    if loudness.count == canaries.count {
      features.append(BlindFeature(name: "loudness", columns: [loudness]))
    }
    return features
  }

  /// Both directions of each voice are columns of one test.
  private static let mostVoices = PermutationTest.mostStatistics / 2

  /// The number of standard deviations below which no permutation is drawn: the p-value is then that of
  /// the normal distribution, far above the level.
  private static let screening = 3.0

  private func blindPValue(_ feature: BlindFeature, _ canaries: [Canary]) -> Double {
    let groups =
      feature.isWithinBlocks
      ? canaries.indices.grouped { canaries[$0].labelGroup }
      : canaries.indices.grouped { canaries[$0].speed }
    let isTrained = canaries.map { $0.role == .trained }
    let largest = feature.columns.map { deviation($0, groups, isTrained).magnitude }.max() ?? 0
    guard largest >= Self.screening else {
      let tail = 2 * NormalDistribution.cumulative(-largest)
      return min(1, tail * Double(feature.columns.count))
    }
    let columns = feature.columns + feature.columns.map { $0.map(-) }
    let strata = groups.map { members in
      let weights = members.map { isTrained[$0] ? 1.0 : 0 }
      return Stratum(
        scores: columns.map { column in members.map { column[$0] } },
        weights: columns.map { _ in weights })
    }
    let test = PermutationTest(strata: strata, families: [Array(columns.indices)])
    return test.outcomes(
      permutations: ledger.header.primaryAnalysis.permutations, seed: ledger.seed,
      name: "blind baseline \(feature.name)"
    ).map(\.pValue).min() ?? 1
  }

  /// The sum of the trained canaries' values in standard deviations from its mean over all
  /// relabelings within the groups. In a group of n with m trained canaries the variance of the sum is
  /// m(n − m) / (n(n − 1)) · Σ(x − mean)².
  private func deviation(
    _ column: [Double], _ groups: [[Int]], _ isTrained: [Bool]
  ) -> Double {
    var difference = 0.0
    var variance = 0.0
    for members in groups where members.count > 1 {
      let n = Double(members.count)
      let trained = members.filter { isTrained[$0] }
      let m = Double(trained.count)
      let mean = members.reduce(0) { $0 + column[$1] } / n
      let squares = members.reduce(0) { $0 + (column[$1] - mean) * (column[$1] - mean) }
      difference += trained.reduce(0) { $0 + column[$1] - mean }
      variance += m * (n - m) / (n * (n - 1)) * squares
    }
    return variance > 0 ? difference / variance.squareRoot() : 0
  }

  private func blindAUC(_ feature: BlindFeature, _ canaries: [Canary]) -> Double {
    func values(_ column: [Double], _ role: Canary.Role) -> [Double] {
      canaries.indices.filter { canaries[$0].role == role }.map { column[$0] }
    }
    let aucs = feature.columns.compactMap {
      AUC(trained: values($0, .trained), controls: values($0, .control))?.value
    }
    return aucs.max { ($0 - 0.5).magnitude < ($1 - 0.5).magnitude } ?? 0.5
  }
}
