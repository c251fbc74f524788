import TestSupport
import Testing

/// Missing files: exit status 66 and the name of the file.
struct MissingInputTests {
  static let requests: [[String]] = [
    ["inject", "--manifest", "absent", "--output", "out"],
    ["inject", "--manifest", "MANIFEST", "--output", "out", "--gate", "absent"],
    ["inject", "--manifest", "MANIFEST", "--output", "out", "--vocabulary", "absent"],
    ["inject", "--manifest", "MANIFEST", "--output", "out", "--word-bank", "absent"],
    ["inject", "--manifest", "MANIFEST", "--output", "out", "--sign", "absent"],
    ["inject", "--manifest", "MANIFEST", "--output", "out", "--ledger", "absent"],
    [
      "inject", "--manifest", "MANIFEST", "--output", "out", "--frame-rate", "25", "--tokens",
      "absent",
    ],
    ["score", "--ledger", "absent", "--transcripts", "MANIFEST", "--output", "out"],
    ["score", "--ledger", "LEDGER", "--transcripts", "absent", "--output", "out"],
    ["gate", "absent"],
    ["verify", "--ledger", "absent"],
    ["verify", "--ledger", "LEDGER", "--commitment", "absent"],
    ["remove", "--ledger", "absent", "--manifest", "MANIFEST", "--output", "out"],
    ["remove", "--ledger", "LEDGER", "--manifest", "absent", "--output", "out"],
  ]

  @Test(arguments: requests)
  func `a missing file is named`(_ request: [String]) throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    let audit = try SampleAudit.nemo.get()
    let arguments = request.map { argument in
      switch argument {
      case "MANIFEST": corpus.manifest
      case "LEDGER": audit.ledger
      default: argument
      }
    }
    expectProblem(try asrAudit(arguments, in: place.path), status: 66, saying: "absent")
    #expect(try place.names() == [])
  }

  @Test func `missing audio is named, with the options that replace it`() throws {
    let place = try TemporaryDirectory()
    let line = SampleCorpus.line("absent.wav", "a lamp near the river")
    let manifest = try place.write("train.json", line + "\n")
    let result = try asrAudit(injection(of: manifest, to: place("out")))
    expectProblem(result, status: 66, saying: "absent.wav", "--sample-rate 16000")
    try expectNothing(of: "out", in: place)
  }
}
