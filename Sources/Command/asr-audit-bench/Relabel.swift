import ArgumentParser
import AuditModel
import Concurrency
import Integrity
import Randomness
import Scoring
import Transcripts

/// Estimates the false-alarm rate: reassigns the roles of one audit at random many times, scores
/// the transcripts of a model that saw no canary each time, and counts the detections.
struct Relabel: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Reassigns the roles of an audit at random, scores each reassignment and counts detections.")

  @Option(help: "The ledger of a model that saw no canary.")
  var ledger: String

  @Option(help: "The transcripts of the probe set by that model.")
  var transcripts: String

  @Option(help: "The number of reassignments.")
  var relabelings = 2_000

  func validate() throws {
    guard (1...1_000_000).contains(relabelings) else {
      throw ValidationError("'--relabelings' must be 1 to 1,000,000.")
    }
  }

  func run() throws {
    let (ledger, root) = try LedgerFile.read(ledger)
    let detections = concurrentMap(count: relabelings) { number -> Bool? in
      let request = ScoringRequest(
        ledger: relabelled(ledger, number), root: root.hex, commitment: .absent, normalizer: .basic,
        tool: "relabel")
      let report = try? Scorer(request).score(TranscriptReader(path: transcripts)).report
      return report?.verdict.code.isDetection
    }
    let failed = detections.count { $0 == nil }
    let detected = detections.count { $0 == true }
    guard failed == 0 else { throw ValidationError("\(failed) reassignments could not be scored.") }
    print("{\"relabelings\": \(relabelings), \"detected\": \(detected)}")
  }

  /// Permutes the roles within each randomisation block; each number seeds its own permutation.
  private func relabelled(_ ledger: Ledger, _ number: Int) -> Ledger {
    var ledger = ledger
    var random = Seed(short: UInt64(number)).stream("relabel")
    let groups = Dictionary(
      grouping: ledger.canaries.indices.filter { ledger.canaries[$0].role != .tracer }
    ) { ledger.canaries[$0].labelGroup.description }
    for (_, places) in groups.sorted(by: { $0.key < $1.key }) {
      var labels = places.map { (ledger.canaries[$0].role, ledger.canaries[$0].repetitions) }
      random.shuffle(&labels)
      for (place, label) in zip(places, labels) {
        (ledger.canaries[place].role, ledger.canaries[place].repetitions) = label
      }
    }
    ledger.header.seed = Seed(short: UInt64(number)).bytes.hex
    return ledger
  }
}
