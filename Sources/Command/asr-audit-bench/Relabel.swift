import ArgumentParser
import AuditModel
import Dispatch
import Integrity
import Randomness
import Scoring
import Synchronization
import Transcripts

/// How often chance alone is detected: one model's transcripts, its canaries' roles dealt anew.
struct Relabel: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Deal the roles of an audit anew, score each deal, count detections.")

  @Option(help: "The ledger of a model that saw no canary.")
  var ledger: String

  @Option(help: "What that model made of the probe set.")
  var transcripts: String

  @Option(help: "Deals.")
  var deals = 2_000

  func validate() throws {
    guard (1...1_000_000).contains(deals) else {
      throw ValidationError("'--deals' takes 1 or more.")
    }
  }

  func run() throws {
    let (ledger, root) = try LedgerFile.read(ledger)
    let found = Mutex((detected: 0, failed: 0))
    DispatchQueue.concurrentPerform(iterations: deals) { deal in
      let request = ScoringRequest(
        ledger: dealt(ledger, deal), root: root.hex, commitment: .absent, normalizer: .basic,
        tool: "redeal")
      let report = try? request.run(TranscriptReader(path: transcripts)).report
      found.withLock { found in
        if report == nil { found.failed += 1 }
        if report?.verdict.code.isDetection == true { found.detected += 1 }
      }
    }
    let (detected, failed) = found.withLock { $0 }
    guard failed == 0 else { throw ValidationError("\(failed) deals could not be scored.") }
    print("{\"deals\": \(deals), \"detected\": \(detected)}")
  }

  /// Roles change places within what they were drawn in; each deal permutes by a seed of its own.
  private func dealt(_ ledger: Ledger, _ deal: Int) -> Ledger {
    var ledger = ledger
    var random = Seed(short: UInt64(deal)).stream("redeal")
    let groups = Dictionary(
      grouping: ledger.canaries.indices.filter { ledger.canaries[$0].role != .tracer }
    ) { ledger.canaries[$0].labelGroup }
    for (_, places) in groups.sorted(by: { $0.key < $1.key }) {
      var labels = places.map { (ledger.canaries[$0].role, ledger.canaries[$0].repetitions) }
      random.shuffle(&labels)
      for (place, label) in zip(places, labels) {
        (ledger.canaries[place].role, ledger.canaries[place].repetitions) = label
      }
    }
    ledger.header.seed = Seed(short: UInt64(deal)).bytes.hex
    return ledger
  }
}
