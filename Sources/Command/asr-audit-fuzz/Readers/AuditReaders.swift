import AuditModel
import Files
import Gating
import Integrity
import Preflight
import Profiles
import Scoring
import Transcripts

/// Readers of the files of an audit. Ledgers are read with the root of their records: almost every
/// change would otherwise end at the comparison with the root.
let auditReaders = [
  Reader(name: "ledger") { bytes, files throws(Problem) in
    let (ledger, root) = try LedgerFile.read(files.write(sealed(bytes)))
    _ = Commitment(ledger: ledger, root: root).encoded
    let copy = files.free("copy.json")
    _ = try LedgerFile.write(ledger, to: copy)
    let again = try LedgerFile.read(copy).ledger
    require(
      again.header == ledger.header && again.canaries == ledger.canaries
        && again.recombinedControls == ledger.recombinedControls
        && again.checkUtterances == ledger.checkUtterances && again.positions == ledger.positions,
      "a ledger that was written again differs")
  },
  Reader(name: "scoring") { bytes, files throws(Problem) in
    let parts = ScratchFiles.sections(of: bytes)
    let path = files.write(sealed(parts["ledger.json"] ?? []), as: "ledger.json")
    var (ledger, root) = try LedgerFile.read(path)
    // The time of a scoring grows with the declared number of relabelings.
    ledger.header.primaryAnalysis.permutations = min(
      ledger.header.primaryAnalysis.permutations, 50)
    let transcripts = files.write(parts["hyp.json"] ?? [], as: "hyp.json")
    var request = ScoringRequest(
      ledger: ledger, root: root.hex, commitment: .matches,
      normalizer: Normalizer.allCases.first {
        $0.label == ledger.header.primaryAnalysis.normalizer
      } ?? .basic, tool: "fuzz")
    request.missing = .skip
    let (report, rows) = try Scorer(request).score(try TranscriptReader(path: transcripts))
    require(rows.count == ledger.probes.count, "the report has \(rows.count) rows")
    _ = JSONCoding.encoded(report, pretty: false)
  },
  Reader(name: "seen") { bytes, files throws(Problem) in
    let parts = ScratchFiles.sections(of: bytes)
    let path = files.write(sealed(parts["ledger.json"] ?? []), as: "ledger.json")
    let (ledger, root) = try LedgerFile.read(path)
    var seen = files.write(parts["train.log"] ?? [], as: "train.log")
    if parts["text"] != nil {
      seen = files.writeSections(bytes)
    }
    let consumption = try Consumption(
      ledger, root: root, directory: files.directory, files: [seen], survival: nil, tool: "fuzz")
    let written = files.write(consumption.evidence.encoded, as: "evidence.json")
    let again = try ConsumptionEvidence.read(written, of: ledger, root: root)
    require(again == consumption.evidence, "evidence that was read again differs")
  },
  Reader(name: "evidence") { bytes, files throws(Problem) in
    let parts = ScratchFiles.sections(of: bytes)
    let path = files.write(sealed(parts["ledger.json"] ?? []), as: "ledger.json")
    let (ledger, root) = try LedgerFile.read(path)
    let evidence = files.write(parts["evidence.json"] ?? [], as: "evidence.json")
    _ = try ConsumptionEvidence.read(evidence, of: ledger, root: root).consumedShares(ledger)
  },
  Reader(name: "commitment") { bytes, files throws(Problem) in
    _ = try Commitment.read(files.write(bytes)).encoded
  },
  Reader(name: "signature", namesFile: false) { bytes, _ throws(Problem) in
    let parts = ScratchFiles.sections(of: bytes)
    let text = String(decoding: parts["public.pem"] ?? [], as: UTF8.self)
    let message = parts["commitment.json"] ?? []
    let signature = Array((parts["commitment.json.sig"] ?? []).prefix(64))
    _ = try? Ed25519.verify(signature, of: message, publicKeyPEM: text)
    let key = String(decoding: parts["private.pem"] ?? [], as: UTF8.self)
    guard let made = try? Ed25519.sign(message, privateKeyPEM: key) else { return }
    require(made.count == 64, "a signature has \(made.count) bytes")
  },
  Reader(name: "gate-file") { bytes, files throws(Problem) in
    let file = try GateFile.read(files.write(bytes))
    try file.eachLimit { limit throws(Problem) in
      require(!limit.summary.isEmpty, "a limit has no summary")
    }
  },
  Reader(name: "profile") { bytes, files throws(Problem) in
    _ = try ProfileFile.read(files.write(bytes))
  },
  Reader(name: "history") { bytes, files throws(Problem) in
    try ScoringHistory.check(files.write(bytes))
  },
]

/// The ledger with the root of its records in place of the one that it states. Bytes that are not a
/// ledger are returned unchanged.
func sealed(_ bytes: [UInt8]) -> [UInt8] {
  guard bytes[...].isUTF8, let found = LedgerFile.roots(of: bytes), found.stated != found.actual
  else { return bytes }
  let text = String(decoding: bytes, as: UTF8.self)
  return Array(text.replacing(found.stated.hex, with: found.actual.hex, maxReplacements: 1).utf8)
}
