import Analyses
import AuditModel
import Files
import Manifests
import Memorization
import Randomness
import RecognizerRuns

/// The two sets of utterances that `geometry` compares.
struct GeometrySides {
  struct Manifest {
    let path: String
    let utterances: [RunUtterance]
  }

  let utterances: [RunUtterance]
  private let isLeft: [Bool]
  /// Utterances of a group are never in different folds.
  private let groups: [String]
  /// Labels are exchangeable within a stratum.
  private let strata: [String]
  private let left: GeometryResult.Side
  private let right: GeometryResult.Side

  /// The trained canaries and the controls of a ledger.
  init(
    _ ledger: Ledger, path: String, atMost most: Int, seed: Seed
  ) throws(Problem) {
    let folder = "\(parentDirectory(of: path))/probe/\(audioFolderName)"
    let suffix = ledger.header.audio.container.rawValue
    func canaries(_ role: Canary.Role) -> [Canary] {
      ledger.canaries.filter { $0.role == role }
    }
    let (trained, controls) = (canaries(.trained), canaries(.control))
    let used =
      Self.sample(trained, most, seed, "trained") + Self.sample(controls, most, seed, "controls")
    utterances = used.enumerated().map { place, canary in
      RunUtterance(
        name: canary.probeID, text: canary.text,
        audio: AudioPart(path: "\(folder)/\(canary.probeID).\(suffix)"), file: path,
        line: place + 1)
    }
    isLeft = used.map { $0.role == .trained }
    groups = used.map { canary in
      if case .fixed = canary.block { return canary.labelGroup.description }
      return canary.probeID
    }
    strata = used.map(\.labelGroup.description)
    left = GeometryResult.Side(
      name: "trained canaries", file: path, utterances: trained.count)
    right = GeometryResult.Side(name: "controls", file: path, utterances: controls.count)
    try check(path)
  }

  /// Two manifests.
  init(_ first: Manifest, _ second: Manifest, atMost most: Int, seed: Seed) throws(Problem) {
    let parts = [
      Self.sample(first.utterances, most, seed, "left"),
      Self.sample(second.utterances, most, seed, "right"),
    ]
    utterances = parts[0] + parts[1]
    isLeft = parts[0].map { _ in true } + parts[1].map { _ in false }
    groups = utterances.indices.map { "utterance \($0)" }
    strata = utterances.map { _ in "" }
    left = GeometryResult.Side(
      name: "left", file: first.path, utterances: first.utterances.count)
    right = GeometryResult.Side(
      name: "right", file: second.path, utterances: second.utterances.count)
    try check(first.path)
  }

  private func check(_ path: String) throws(Problem) {
    for (side, used) in [(left, isLeft.count { $0 }), (right, isLeft.count { !$0 })]
    where used < Self.fewest {
      throw Problem(
        .badData, "has \(counted(used, "utterance", "utterances")) of the set '\(side.name)'",
        file: side.file, hint: "a comparison needs at least \(Self.fewest) of each set")
    }
  }

  private static let fewest = 10

  private static func sample<Element>(
    _ elements: [Element], _ most: Int, _ seed: Seed, _ name: String
  ) -> [Element] {
    guard elements.count > most else { return elements }
    var order = Array(elements.indices)
    var random = seed.stream("geometry \(name)")
    random.shuffle(&order)
    return order.prefix(most).sorted().map { elements[$0] }
  }

  /// - Parameter sounds: the sounds of `utterances`.
  /// - Throws: `.badData` for an utterance without a sound, and for equal sounds in different groups.
  func analysis(
    _ sounds: [SurveyedSound], settings: GeometryAnalysis.Settings, seed: Seed,
    progress: (Int, Int) -> Void
  ) throws(Problem) -> GeometryResult {
    if let silent = sounds.firstIndex(where: { $0.energies.isEmpty }) {
      throw Problem(
        .badData, "utterance '\(utterances[silent].name.printable)' has no sound to compare",
        file: utterances[silent].audio.path, hint: "leave it out of the manifest")
    }
    do throws(GroupedFolds.Refusal) {
      return GeometryResult(
        left: left, right: right,
        analysis: try GeometryAnalysis(
          points: sounds.map { $0.energies.map(Double.init) }, isLeft: isLeft, groups: groups,
          strata: strata, settings: settings, seed: seed, progress: progress))
    } catch {
      throw problem(error)
    }
  }

  private func problem(_ refusal: GroupedFolds.Refusal) -> Problem {
    switch refusal {
    case .tooFewGroups(let groups, let folds):
      Problem(
        .badData, "\(groups) groups of utterances are too few for \(folds) folds", file: left.file,
        hint: "a design with more blocks or coins has more groups")
    case .duplicates(let first, let second):
      Problem(
        .badData,
        "utterances '\(utterances[first].name.printable)' and "
          + "'\(utterances[second].name.printable)' have the same sound", file: left.file,
        hint: "leave one of them out; a classifier would look it up")
    }
  }
}
