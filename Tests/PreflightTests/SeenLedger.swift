import AuditModel
import AuditSamples
import Files
import Integrity
import Preflight

/// A ledger whose ids have the form of those of an audit, and what training may have used of it.
struct SeenLedger {
  let ledger: Ledger
  let root = Digest(of: [7])

  init() {
    var ledger = Experiment(blocks: 3, allocation: [(2, 2), (0, 3)], tracers: 1).ledger
    for index in ledger.canaries.indices {
      let own = "\(index)"
      ledger.canaries[index].probeID = Self.id("probe \(own)")
      ledger.canaries[index].trainingIDs = ledger.canaries[index].trainingIDs.indices.map {
        Self.id("train \(own) \($0)")
      }
    }
    self.ledger = ledger
  }

  init(_ ledger: Ledger) { self.ledger = ledger }

  static func id(_ purpose: String) -> String {
    String(Digest(of: Array(purpose.utf8)).hex.prefix(20))
  }

  var planted: [Canary] { ledger.canaries.filter { $0.repetitions > 0 } }
  var controls: [Canary] { ledger.canaries.filter { $0.role == .control } }

  /// The lines of a manifest with all copies, as a loader reads them.
  var manifest: [String] {
    planted.flatMap { canary in
      canary.trainingIDs.map {
        #"{"audio_filepath": "/a/\#($0).wav", "duration": 1.0, "text": "\#(canary.text)"}"#
      }
    }
  }

  func consumption(
    of files: String..., directory: String? = nil, survival: SurvivalCheck? = nil
  ) throws(Problem) -> Consumption {
    try Consumption(
      ledger, root: root, directory: directory, files: files, survival: survival, tool: "test")
  }
}
