import AuditModel
import Injection

/// The archives of a corpus and the new ones for the canaries.
struct ShardPlan {
  /// The number of the user's archives.
  let old: Int
  /// The number of new archives.
  let new: Int
  /// The expected number of injected entries.
  let entries: Int
  private let utterances: Int

  /// Returns nil for a corpus whose audio is in files.
  init?(_ plan: InjectionPlan, _ request: InjectionRequest) {
    guard let shards = plan.traits.shards else { return nil }
    let design = request.experiment.design
    (old, new) = (shards.count, request.output.shards)
    entries = Int(design.expectedCopiesPerSpeed) * design.speeds.count
    utterances = plan.traits.utterances
  }

  var summary: String {
    "\(old) stay as they are (\(utterances / max(1, old)) utterances each on average); \(new) new with "
      + "about \(entries / new) utterances each"
  }

  /// A message if the number of processes does not divide the number of archives.
  func warning(worldSize: Int?) -> String? {
    guard let worldSize, (old + new) % worldSize != 0 else { return nil }
    let more = new + worldSize - (old + new) % worldSize
    return
      "\(old) archives and \(new) new ones are \(old + new), which the world size \(worldSize) does not "
      + "divide; toolkits then leave archives out or wait for ever (--shards \(more) makes it "
      + "\(old + more))"
  }
}
