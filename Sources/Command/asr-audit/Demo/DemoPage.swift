import ArgumentParser
import Demonstration
import Files

struct DemoPage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Writes the page of a demonstration again, from the results of its commands.",
    discussion: """
      Reads DIRECTORY/seed-… and writes DIRECTORY/report.html and DIRECTORY/claims.json, and \
      DIRECTORY/costs.html if there is a timings.jsonl. The exit status is 0 whether or not the \
      expected results hold.

      Example:
        asr-audit demo page demo
      """)

  @Argument(help: "The output directory of 'asr-audit demo'.")
  var directory: String

  func run() throws { try Self.write(directory) }

  static func write(_ directory: String) throws(Problem) {
    let results = try DemoResults(directory)
    let claims = results.seeds.flatMap(DemoClaim.all)
    let page = "\(directory)/report.html"
    try replace(page, DemonstrationPage(results).page.html.utf8)
    try replace("\(directory)/claims.json", JSONCoding.encoded(claims, pretty: true) + [0x0A])
    if fileExists("\(directory)/timings.jsonl") {
      let costs = CostPage(try TrainingCost.all(directory, results))
      try replace("\(directory)/\(CostPage.name)", costs.page.html.utf8)
    }
    print(
      textTable(
        ["expected result", "seed", "measured", "holds"],
        claims.map { [$0.claim, "\($0.seed)", $0.measured, $0.holds ? "yes" : "NO"] }))
    print("\npage: \(page)")
  }

  private static func replace(
    _ path: String, _ bytes: some Collection<UInt8>
  ) throws(Problem) {
    let file = try WholeFile(path, existing: .replaced)
    try file.write(bytes)
    try file.commit()
  }
}
