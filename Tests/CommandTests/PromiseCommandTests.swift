import Foundation
import TestSupport
import Testing

/// `score --promised-epsilon`.
struct PromiseCommandTests {
  @Test func `a promise is compared in every report`() throws {
    let sample = try ScoredSample()
    let result = try sample.run(sample.arguments(adding: ["--promised-epsilon", "0.01"]))
    try expectSuccess(result)
    #expect(result.output.contains("promised epsilon by copies: 1: 0.01"))
    #expect(try sample.text("report/report.json").contains("\"promise\""))
    for name in ["report.html", "report.md"] {
      #expect(try sample.text("report/\(name)").contains("Promised epsilon"), "\(name)")
    }
    try expectSuccess(sample.run(["report", "report/report.json", "--format", "markdown"]))
  }

  @Test func `a large promise is consistent`() throws {
    let sample = try ScoredSample()
    let result = try sample.run(
      sample.arguments(adding: ["--promised-epsilon", "1000", "--promised-delta", "1e-6"]))
    try expectSuccess(result)
    #expect(result.output.contains("is consistent with this audit"))
    #expect(!result.output.contains("VIOLATED"))
    #expect(try !sample.text("report/report.md").contains("VIOLATED"))
  }

  @Test func `without a promise a report has none`() throws {
    let sample = try ScoredSample()
    let result = try sample.run(sample.arguments())
    try expectSuccess(result)
    #expect(!result.output.contains("promise"))
    #expect(try !sample.text("report/report.json").contains("\"promise\""))
  }

  @Test(arguments: [
    ["--promised-epsilon=-1"], ["--promised-epsilon", "nan"], ["--promised-epsilon", "inf"],
    ["--promised-delta", "1e-6"], ["--promised-epsilon", "1", "--promised-delta", "1"],
    ["--promised-epsilon", "1", "--promised-delta=-0.1"],
    ["--promised-epsilon", "1", "--promised-delta", "nan"],
  ])
  func `an impossible promise is refused`(options: [String]) throws {
    let sample = try ScoredSample()
    expectProblem(
      try sample.run(sample.arguments(adding: options)), status: 64, saying: "--promised-")
    #expect(!sample.place.exists("report"))
  }
}
