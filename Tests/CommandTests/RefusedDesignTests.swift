import Foundation
import TestSupport
import Testing

/// Designs and limits that cannot decide anything are refused with status 64 and advice.
struct RefusedDesignTests {
  @Test func `too large a share is refused with a design that fits`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    for (maxShare, limit) in [("0.03", 0.03), ("4%", 0.04), ("0.06", 0.06)] {
      let request = try injection(
        of: corpus.manifest, to: place("out-\(maxShare)"), "--coins", "800", "--blocks", "80",
        "--max-share", maxShare)
      let result = try asrAudit(request)
      expectProblem(result, status: 64, saying: "\"--max-share\"", "would fit")
      let design = try numbers(after: ["--coins", "--blocks"], in: result.errors)
      try expectSuccess(asrAudit(request + design))
      let share = try LedgerRecord(place("out-\(maxShare)/ledger.json")).header.share
      #expect(share <= limit)
      #expect(share > 0.8 * limit)
    }
  }

  @Test func `the share in the hint is enough`() throws {
    let place = try TemporaryDirectory()
    let request = try injection(
      of: SampleCorpus.shared.get().manifest, to: place("out"), "--max-share", "0.001")
    let result = try asrAudit(request)
    expectProblem(result, status: 64, saying: "allow more")
    let share = try numbers(after: ["allow more: --max-share"], in: result.errors)
    try expectSuccess(asrAudit(request.dropLast(2) + ["--max-share", share[1]]))
  }

  @Test func `a share above one per cent gives a warning`() throws {
    let place = try TemporaryDirectory()
    let result = try asrAudit(
      injection(
        of: SampleCorpus.shared.get().manifest, to: place("out"), "--coins", "100", "--blocks",
        "10"))
    try expectSuccess(result)
    #expect(result.errors.contains("warning: canaries are "))
  }

  static let hopeless: [[String]] = [
    ["--coins", "4", "--blocks", "1"], ["--coins", "2", "--blocks", "1"],
    ["--coins", "0", "--blocks", "0"], ["--coins", "40", "--blocks", "0"],
    ["--allocation", "1,1"], ["--repetitions", "4,2"], ["--speeds", "2,2"], ["--words", "0"],
  ]

  @Test(arguments: hopeless)
  func `a design that cannot decide is refused`(_ design: [String]) throws {
    let place = try TemporaryDirectory()
    let request = try injection(of: SampleCorpus.shared.get().manifest, to: place("out")) + design
    expectProblem(try asrAudit(request), status: 64)
    try expectNothing(of: "out", in: place)
  }

  @Test func `a limit that no clean model can pass is refused with a limit that it can`() throws {
    let place = try TemporaryDirectory()
    let strict = try place.write(
      "strict.yml", "gate:\n  - memorization: {max: 0.05, repetitions: [8, 16]}\n")
    let corpus = try SampleCorpus.shared.get()
    let request = try injection(of: corpus.manifest, to: place("out"), "--gate", strict)
    let result = try asrAudit(request)
    expectProblem(result, status: 64, saying: "a clean model could not pass", "gate:\n")
    try expectNothing(of: "out", in: place)

    let start = try #require(result.errors.range(of: "gate:\n"))
    let offered = result.errors[start.lowerBound...].split(separator: "\n").prefix(2)
    try place.write("offered.yml", offered.joined(separator: "\n") + "\n")
    try expectSuccess(
      asrAudit(injection(of: corpus.manifest, to: place("out"), "--gate", place("offered.yml"))))
  }

  @Test(arguments: ["0", "1", "1.5", "-0.1"])
  func `a limit of 0 or 1 is refused`(_ max: String) throws {
    let place = try TemporaryDirectory()
    let gate = try place.write(
      "gate.yml", "gate:\n  - memorization: {max: \(max), repetitions: [1]}\n")
    let request = try injection(
      of: SampleCorpus.shared.get().manifest, to: place("out"), "--gate", gate)
    expectProblem(try asrAudit(request), status: 64, saying: "gate.yml:2: \"max\"")
    try expectNothing(of: "out", in: place)
  }

  @Test func `an unknown key is refused with a similar one`() throws {
    let place = try TemporaryDirectory()
    let gate = try place.write(
      "gate.yml", "gate:\n  - memorization: {max: 0.4, repetition: [1]}\n")
    let request = try injection(
      of: SampleCorpus.shared.get().manifest, to: place("out"), "--gate", gate)
    expectProblem(
      try asrAudit(request), status: 65, saying: "gate.yml:2", "repetition", "did you mean",
      "repetitions")
  }

  /// `--coins 12` → `--coins`, `12`.
  private func numbers(after options: [String], in text: String) throws -> [String] {
    try options.flatMap { option in
      let place = try #require(text.range(of: option + " "), "\(text)")
      let number = text[place.upperBound...].prefix { $0.isNumber || $0 == "." }
      return [option, String(number)]
    }
  }
}
