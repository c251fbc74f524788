import TestSupport

/// The sample audit, scored with the transcripts of a model that writes out trained canaries.
struct ScoredSample {
  let place: TemporaryDirectory
  private let ledger: String

  init(_ decoder: ScriptedDecoder = .verbatim) throws {
    place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    ledger = audit.ledger
    let hypothesis = try decoder.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    try place.write("hyp.json", hypothesis)
    let incomplete = hypothesis.split(separator: "\n").dropFirst().joined(separator: "\n")
    try place.write("incomplete.json", incomplete + "\n")
  }

  /// The arguments of `score`.
  func arguments(
    transcripts: String = "hyp.json", to output: String = "report", adding more: [String] = []
  ) -> [String] {
    ["score", "--ledger", ledger, "--transcripts", transcripts, "--output", output] + more
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandResult {
    try runCommand(
      builtProgram("asr-audit"), arguments, in: place.path, environment: environment)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try place.read(name), as: UTF8.self)
  }
}
