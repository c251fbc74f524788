import AuditSamples
import Dispatch
import Files
import Integrity
import Scoring
import Synchronization
import TestSupport
import Testing

@Suite struct ScoringHistoryTests {
  private let directory: TemporaryDirectory
  private let report: Report
  private var path: String { directory("history.jsonl") }

  init() throws {
    directory = try TemporaryDirectory()
    var experiment = Experiment()
    experiment.label = "step 1000"
    experiment.leak(experiment.canaries(.trained, 4))
    report = try experiment.score().report
  }

  private func entry(
    _ transcripts: [UInt8], ledger: UInt8 = 0, _ report: Report? = nil
  ) -> ScoringHistory.Entry {
    ScoringHistory.Entry(
      report ?? self.report, root: Digest(of: [ledger]),
      transcripts: transcripts.map {
        ScoringHistory.Entry.Transcripts(label: nil, digest: Digest(of: [$0]))
      })
  }

  @discardableResult
  private func append(_ transcripts: UInt8..., ledger: UInt8 = 0) throws -> Report.HistoryResult? {
    try ScoringHistory.append(entry(transcripts, ledger: ledger), to: path)
  }

  @Test func `only different transcripts of the same ledger are counted`() throws {
    #expect(try append(1) == Report.HistoryResult(reports: 1, isRepeated: false))
    #expect(try append(1, ledger: 9) == Report.HistoryResult(reports: 1, isRepeated: false))
    #expect(try append(2) == Report.HistoryResult(reports: 2, isRepeated: false))
    #expect(try append(1) == Report.HistoryResult(reports: 2, isRepeated: true))
    #expect(try append(3, 4) == Report.HistoryResult(reports: 4, isRepeated: false))
    #expect(try append(4, 5) == Report.HistoryResult(reports: 5, isRepeated: false))
    #expect(try append(2, ledger: 9) == Report.HistoryResult(reports: 2, isRepeated: false))
    let lines = String(decoding: try directory.read("history.jsonl"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 7)
  }

  @Test func `an entry has label, verdict and corrected p-values`() throws {
    try append(1)
    let line = String(decoding: try directory.read("history.jsonl"), as: UTF8.self)
    #expect(line.contains(#""label":"step 1000""#))
    #expect(line.contains(#""verdict":"detected_verbatim""#))
    #expect(line.contains(#""root":"\#(Digest(of: [0]).hex)""#))
    #expect(line.contains(#""verbatim_p":\#(report.primaryAnalysis!.verbatim.holm)"#))
    #expect(!line.contains("date"))
  }

  @Test func `a report without results is recorded and not counted`() throws {
    var experiment = Experiment()
    experiment.commitment = .differs
    let unmeasured = try experiment.score().report
    #expect(try ScoringHistory.append(entry([7], unmeasured), to: path) == nil)
    #expect(try append(1)?.reports == 1)
    #expect(try append(7) == Report.HistoryResult(reports: 2, isRepeated: false))
  }

  @Test(arguments: [
    "{\"text\": \"the training manifest\", \"duration\": 1}\n", "a line of prose\n", "no line feed",
    "\n", "[]\n", "{\"format\":\"asr-audit ledger\",\"version\":2}\n", "\u{0}\u{1}\n",
  ])
  func `a foreign file is refused and keeps its bytes`(content: String) throws {
    try directory.write("history.jsonl", content)
    let problem = #expect(throws: Problem.self) { try append(1) }
    #expect(problem?.kind == .badData && problem?.line == 1)
    #expect(problem?.message == "is not a history of scorings; nothing was appended")
    #expect(throws: Problem.self) { try ScoringHistory.check(path) }
    #expect(String(decoding: try directory.read("history.jsonl"), as: UTF8.self) == content)
  }

  @Test func `a truncated last line is named`() throws {
    try append(1)
    try append(2)
    let whole = try directory.read("history.jsonl")
    for kept in [1, 20, whole.count / 2 + 1, whole.count - 1] {
      let bytes = Array(whole.prefix(kept))
      try directory.write("history.jsonl", bytes)
      let problem = #expect(throws: Problem.self, "\(kept)") { try append(3) }
      let isFirst = kept < whole.count / 2
      #expect(problem?.line == (isFirst ? 1 : 2), "\(kept)")
      #expect(try directory.read("history.jsonl") == bytes)
    }
  }

  @Test func `a broken line is named with its number and field`() throws {
    try append(1)
    let line = String(decoding: try directory.read("history.jsonl"), as: UTF8.self)
    for (broken, field, says) in [
      ("{", nil, "not an entry"), ("", nil, "not an entry"),
      (line.replacing(Digest(of: [0]).hex, with: "0f"), "root", "64 hexadecimal digits"),
      (line.replacing(#""version":1"#, with: #""version":2"#), "version", "version 2"),
      (line.replacing(/"transcripts":\[.*?\]/, with: #""transcripts":[]"#), "transcripts", "empty"),
      (
        line.replacing(/"verbatim_p":[0-9.e-]+/, with: #""verbatim_p":"x""#), "verbatim_p", "Double"
      ),
    ] as [(String, String?, String)] {
      let text = line + broken.trimmingSuffix { $0 == "\n" } + "\n" + line
      try directory.write("history.jsonl", text)
      let problem = #expect(throws: Problem.self, "\(broken)") { try append(3) }
      #expect(problem?.line == 2 && problem?.message.contains(says) == true, "\(problem!)")
      #expect(problem?.field?.lowercased().hasPrefix(field?.prefix(6) ?? "") != false)
      #expect(String(decoding: try directory.read("history.jsonl"), as: UTF8.self) == text)
    }
  }

  @Test func `scorings at the same time count one another`() throws {
    let counts = Mutex<[Int]>([])
    let (entries, path) = ((0..<30).map { entry([UInt8($0)]) }, path)
    DispatchQueue.concurrentPerform(iterations: 30) { number in
      guard let result = try? ScoringHistory.append(entries[number], to: path) else { return }
      counts.withLock { $0.append(result.reports) }
    }
    #expect(counts.withLock { $0.sorted() } == Array(1...30))
  }

  @Test func `a directory is refused`() throws {
    #expect(throws: Problem.self) { try ScoringHistory.check(directory.path) }
    // A history that does not exist yet is created by the first entry.
    try ScoringHistory.check(path)
  }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
