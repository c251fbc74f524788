import ArgumentParser
import Files
import Injection

/// The new archives of a corpus whose audio is in tar archives.
struct ArchiveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Number of new tar archives for the canaries, if the audio of the corpus is in archives (default: 1).",
      discussion: """
        Your archives stay as they are. Toolkits that deal archives out to processes want a total that \
        the number of processes divides.
        """, valueName: "number"))
  var shards: Int?

  @Option(
    help: ArgumentHelp(
      "Number of processes that training deals archives out to; a total that it does not divide is warned about.",
      valueName: "number"))
  var worldSize: Int?

  func validate() throws {
    for (name, value) in [("--shards", shards), ("--world-size", worldSize)] {
      guard value.map((1...100_000).contains) ?? true else {
        throw ValidationError("'\(name)' takes a number from 1 to 100000.")
      }
    }
  }

  /// Checks before anything is rendered that the new archives can be written.
  func check(_ plan: InjectionPlan, _ request: InjectionRequest) throws(Problem) {
    guard shards != nil || worldSize != nil else { return }
    guard let plan = ShardPlan(plan, request) else {
      let option = shards == nil ? "--world-size" : "--shards"
      throw Problem(
        .usage, "the audio of this corpus is in files, not in archives", field: option,
        hint: "leave \(option) out")
    }
    guard let new = shards else { return }
    guard new <= plan.entries else {
      throw Problem(
        .usage, "there are about \(plan.entries) entries of canaries for \(new) new archives",
        field: "--shards", hint: "name a smaller number")
    }
  }

  func warning(_ plan: InjectionPlan, _ request: InjectionRequest) -> String? {
    ShardPlan(plan, request)?.warning(worldSize: worldSize)
  }
}
