import ArgumentParser
import Demonstration
import Files

struct DemoPage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Writes the page of a demonstration again, from what its commands left behind.",
    discussion: """
      Reads DIRECTORY/seed-…, writes DIRECTORY/report.html and DIRECTORY/claims.json.

      Example:
        asr-audit demo page demo
      """)

  @Argument(help: "What 'asr-audit demo' wrote.")
  var directory: String

  func run() throws { try Self.write(directory) }

  static func write(_ directory: String) throws(Problem) {
    let results = try DemoResults(directory)
    let claims = results.seeds.flatMap(DemoClaim.all)
    let page = "\(directory)/report.html"
    let file = try WholeFile(page, force: true)
    try file.write(DemoStory(results).page.html.utf8)
    try file.commit()
    let table = try WholeFile("\(directory)/claims.json", force: true)
    try table.write(JSONCoding.encoded(claims, pretty: true) + [0x0A])
    try table.commit()
    print(
      textTable(
        ["claim", "seed", "measured", "holds"],
        claims.map { [$0.claim, "\($0.seed)", $0.measured, $0.holds ? "yes" : "NO"] }))
    print("\npage: \(page)")
  }
}
