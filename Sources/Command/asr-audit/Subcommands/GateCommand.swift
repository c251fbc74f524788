import ArgumentParser
import Files
import Reports
import Scoring

struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Holds a report against limits; the exit status tells a CI job.",
    discussion: """
      Exits 0 where every limit is kept, 1 where one is broken, 2 where the evidence decides \
      nothing. Without --gate the limits of asr-audit.yml in this directory hold, or those that the \
      ledger fixed before training; where gate file and ledger differ, the stricter limit holds.

      Example of a gate file:
        gate:
          - memorization: {max: 0.10, repetitions: [1, 2]}
          - near-memorization: {max: 0.20, repetitions: [8, 16], speeds: [2], level: warn}
          - regression: {max-increase: 0.10, repetitions: [8, 16]}
          - detection: {level: error}
        waivers:
          - metric: memorization
            repetitions: [1, 2]
            until: 2026-12-31
            reason: "known duplicates, gone in the next release"

      memorization and near-memorization limit the gap between trained canaries and controls, \
      regression its growth since --baseline; detection fails where the primary analysis detects. A waived \
      failure stays in sight and fails nothing, until its last day is over: then the waiver itself \
      fails the gate.

      Examples:
        asr-audit gate report/report.json --gate asr-audit.yml
        asr-audit gate report/report.json --baseline accepted/report.json
      """)

  @Argument(help: "The report.json that score wrote.")
  var report: String

  @OptionGroup var options: GateOptions

  @Flag(help: "Print the judgements as JSON.")
  var json = false

  func run() throws {
    let report = try JSONReport.read(report)
    let result = try options.judge(report, otherwise: defaultGateFile)
    if json {
      print(String(decoding: JSONCoding.encoded(result, pretty: true), as: UTF8.self))
    } else {
      print(report.title)
      print("\n" + GatePrint(result).text)
    }
    try options.leave(result.overall)
  }
}
