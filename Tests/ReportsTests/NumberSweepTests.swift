import Files
import Foundation
import Gating
import Reports
import Scoring
import TestSupport
import Testing

/// The recorded report with every number replaced by numbers that no report has. Each is refused, or
/// it is rendered and judged; none may trap.
@Suite struct NumberSweepTests {
  private static let numbers = [
    "-1e308", "-1e30", "-9223372036854775808", "-1", "0", "1.5", "1e9", "9007199254740993",
    "9223372036854775807", "1e30", "1e308",
  ]

  /// The numbers of a JSON text: the range of each, of those with one path only the first few.
  private func places(_ text: String) throws -> [Range<String.Index>] {
    let pattern = try Regex("\"([a-z_]+)\" ?: (-?[0-9][0-9.eE+-]*)|[\\[,]\\s+(-?[0-9][0-9.eE+-]*)")
    var seen: [Substring: Int] = [:]
    var places: [Range<String.Index>] = []
    for match in text.matches(of: pattern) {
      let key = match.output[1].substring ?? ""
      let range = try #require(match.output[2].range ?? match.output[3].range)
      seen[key, default: 0] += 1
      // Six occurrences reach controls, tiers, trials of several kinds and single rows.
      if seen[key, default: 0] <= 6 { places.append(range) }
    }
    return places
  }

  @Test(arguments: numbers)
  func `no number makes a report trap`(_ number: String) throws {
    let directory = try TemporaryDirectory()
    let text = try String(
      contentsOfFile: "\(GoldenTests.fixtures)/Golden/report.json", encoding: .utf8)
    let places = try places(text)
    #expect(places.count > 150)
    let path = directory("report.json")
    for place in places {
      let changed = text.replacingCharacters(in: place, with: number)
      try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
      if let trace = ProcessInfo.processInfo.environment["SWEEP_TRACE"] {
        let around = text[..<place.lowerBound].suffix(60)
        try Data("\(number) at …\(around)\n".utf8).write(to: URL(fileURLWithPath: trace))
      }
      var rows: [ReportRow] = []
      guard let report = try? JSONReport.read(path, eachRow: { rows.append($0) }) else { continue }
      for format in ReportFormat.allCases {
        try Rendering().render(report, rows, as: format) { _ in }
      }
      if let result = try? Gate(file: nil, report: report, baseline: report).judge(report) {
        try Rendering().render(report.judged(result), rows, as: .html) { _ in }
      }
    }
  }
}
