import AuditModel
import AuditSamples
import Files
import Foundation
import Scoring
import TestSupport
import Testing
import Transcripts

/// Verdict and figures of the same hypotheses do not depend on the format.
@Suite struct FormatsInScoringTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  /// A model that writes out trained canaries, and something else for the others.
  private static let leaking: Experiment = {
    var experiment = Experiment()
    for id in experiment.heard.keys where experiment.heard[id] == "" {
      experiment.heard[id] = "something \"else\" it's naïve"
    }
    experiment.leak(experiment.canaries(.trained).prefix(12))
    return experiment
  }()

  private static let rows = leaking.heard.sorted { $0.key < $1.key }.map {
    (id: $0.key, text: $0.value)
  }

  private func score(
    _ path: String, byOrder: Bool = false, bestOf: Int = 1, format: TranscriptFormat? = nil,
    order: [String]? = nil
  ) throws -> Report {
    var request = ScoringRequest(
      ledger: Self.leaking.ledger, root: "00", commitment: .matches, normalizer: .basic,
      tool: "test")
    request.matching.bestOf = bestOf
    if byOrder {
      request.matching.order = ProbeOrder(path: "probe", names: order ?? Self.rows.map(\.id))
    }
    let reader = try TranscriptReader(
      path: path, format: format, matchesByOrder: byOrder, alternatives: bestOf > 1)
    return try Scorer(request).score(reader).report
  }

  /// The report without its record of the transcripts, which names the format.
  private func figures(_ report: Report) throws -> String {
    let data = try JSONSerialization.jsonObject(
      with: Data(JSONCoding.encoded(report, pretty: false)))
    var object = try #require(data as? [String: Any])
    let transcripts = try #require(object.removeValue(forKey: "transcripts") as? [String: Any])
    #expect(transcripts["rows"] as? Int == Self.rows.count)
    let bytes = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    return String(decoding: bytes, as: UTF8.self)
  }

  private func quoted(_ text: String) -> String {
    String(decoding: try! JSONEncoder().encode(text), as: UTF8.self)
  }

  /// Writes the rows in a format.
  /// - Returns: the path of the file or of the folder.
  private func write(_ format: TranscriptFormat) throws -> String {
    let rows = Self.rows
    func file(_ text: String) throws -> String { try place.write("hyp", text) }
    func lines(_ line: (_ id: String, _ text: String) -> String) throws -> String {
      try file(rows.map { line($0.id, $0.text) + "\n" }.joined())
    }
    func folder(_ ending: String, _ content: (String) -> String) throws -> String {
      for row in rows { try place.write("hyps/\(row.id).\(ending)", content(row.text)) }
      return place("hyps")
    }
    switch format {
    case .nemo:
      return try lines {
        "{\"audio_filepath\": \"/p/\($0).wav\", \"duration\": 1, \"text\": \"r\", \"pred_text\": \(quoted($1))}"
      }
    case .jsonl: return try lines { "{\"id\": \"\($0)\", \"hypothesis\": \(quoted($1))}" }
    case .json:
      let objects = rows.map { "{\n  \"key\": \"\($0.id)\",\n  \"text\": \(quoted($0.text))\n}" }
      return try file("[\(objects.joined(separator: ", "))]\n")
    case .csv:
      return try file(
        "id,hyp\n" + rows.map { "\($0.id),\"\($0.text.replacing("\"", with: "\"\""))\"\n" }.joined()
      )
    case .tsv: return try file("id\thyp\n" + rows.map { "\($0.id)\t\($0.text)\n" }.joined())
    case .kaldi: return try lines { "\($0) \($1)" }
    case .trn: return try lines { "\($1) (\($0))" }
    case .ctm:
      return try lines { id, text in
        text.split(separator: " ").enumerated()
          .map { "\(id) 1 \($0).50 0.25 \($1) 0.9" }.joined(separator: "\n")
      }
    case .stm: return try lines { "\($0) 1 spk 0.00 1.50 <o,f0,male> \($1)" }
    case .recogs:
      return try lines { id, text in
        let words = text.split(separator: " ").map { word in
          word.contains("'") ? "\"\(word)\"" : "'\(word)'"
        }.map { $0.replacing("\"\"", with: "\"") }
        return "\(id):\tref=['x']\n\(id):\thyp=[\(words.joined(separator: ", "))]"
      }
    case .speechbrain:
      let rule = String(repeating: "=", count: 80)
      return try file(
        "%WER 1.00 [ 1 / 1, 0 ins, 0 del, 1 sub ]\n%SER 1.00 [ 1 / 1 ]\n"
          + rows.map { id, text in
            let words = text.split(separator: " ").map(String.init)
            let marks = words.map { _ in " S " }.joined(separator: " ; ")
            return "\(rule)\n\(id), %WER 1.00 [ 1 / 1, 0 ins, 0 del, 1 sub ]\n"
              + "\(words.joined(separator: " ; "))\n\(marks)\n\(words.joined(separator: " ; "))\n"
          }.joined())
    case .fairseq:
      // In another order, as fairseq sorts by length.
      return try file(
        rows.enumerated().reversed().map { "\($1.text) (None-\($0))\n" }.joined())
    case .sherpa:
      return try lines { "./\($0).wav\n{\"text\": \(quoted(" " + $1)), \"tokens\": []}\n----" }
    case .whisper: return try folder("json") { "{\"text\": \(quoted(" " + $0)), \"segments\": []}" }
    case .whisperCpp:
      return try folder("wav.json") {
        "{\n\"result\": {},\n\"transcription\": [\n{\"text\": \(quoted(" " + $0))}\n]\n}\n"
      }
    case .pipeline: return try folder("json") { "{\"text\": \(quoted($0)), \"chunks\": []}" }
    case .vosk: return try folder("json") { "{\"result\": [],\n \"text\": \(quoted($0))}" }
    case .subtitles:
      return try folder("srt") { "1\n00:00:00,000 --> 00:00:01,000\n\($0)\n\n" }
    case .segments: return try folder("tsv") { "start\tend\ttext\n0\t1000\t\($0)\n" }
    case .text: return try folder("txt") { "\($0)\n" }
    case .lines: return try lines { $1 }
    }
  }

  @Test(arguments: TranscriptFormat.allCases)
  func `verdict and figures are the same from every format`(_ format: TranscriptFormat) throws {
    let expected = try Self.leaking.score().report
    #expect(expected.verdict.code == .detectedVerbatim)
    // The ids of this experiment are too short to be recognised in parentheses.
    let report = try score(
      write(format), byOrder: [.lines, .fairseq].contains(format),
      format: format == .trn ? format : nil)
    #expect(report.transcripts.missing.count == 0 && report.transcripts.unknown.count == 0)
    #expect(report.verdict == expected.verdict)
    #expect(try figures(report) == figures(expected))
  }

  @Test func `utterances that are matched by their order are counted`() throws {
    let report = try score(write(.lines), byOrder: true)
    let rule = try #require(report.transcripts.idRules?.first)
    #expect(rule.rule == "order" && rule.rows == Self.rows.count)
  }

  private func problem(_ body: () throws -> Report) -> Problem? {
    #expect(throws: Problem.self) { _ = try body() }
  }

  @Test func `files with another number of hypotheses are refused`() throws {
    let path = try write(.lines)
    let ids = Self.rows.map(\.id)
    let few = problem { try score(path, byOrder: true, order: ids + ids.prefix(1)) }
    #expect(few?.message == "has \(ids.count) hypotheses for the \(ids.count + 1) entries of probe")
    let many = problem { try score(path, byOrder: true, order: ids.dropLast()) }
    #expect(
      many?.message
        == "has more than \(ids.count - 1) hypotheses for the \(ids.count - 1) entries of probe")
    let other = problem { try score(path, byOrder: true, order: ids.dropLast() + ["elsewhere"]) }
    #expect(other?.message.contains("belongs to no probe of the ledger") == true)
  }

  @Test func `a file with ids is not matched by its order`() throws {
    let path = try write(.jsonl)
    let refused = problem { try score(path, byOrder: true) }
    #expect(refused?.kind == .usage && refused?.hint == "leave out match order")
  }

  @Test func `a file without ids needs the option`() throws {
    for format in [TranscriptFormat.fairseq] {
      let path = try write(format)
      #expect(problem { try score(path) }?.hint?.contains("match order") == true)
    }
  }

  // MARK: - Several hypotheses

  /// The best hypothesis is wrong everywhere, the second one right for trained canaries.
  private func nBest() throws -> String {
    try place.write(
      "hyp",
      Self.rows.map { id, text in
        let isCheck = Self.leaking.ledger.checkUtterances.contains { $0.probeID == id }
        let first = isCheck ? text : "wrong"
        return "{\"id\": \"\(id)\", \"hyp\": [\(quoted(first)), \(quoted(text)), \"third\"]}\n"
      }.joined())
  }

  @Test func `the first hypothesis counts unless more are asked for`() throws {
    let path = try nBest()
    #expect(try score(path).verdict.code != .detectedVerbatim)
    #expect(try score(path, bestOf: 1).exploratory.isEmpty)
    let best = try score(path, bestOf: 2)
    #expect(best.conditions.verbatimRejected)
    #expect(
      best.exploratory == [
        "the most favourable of up to 2 hypotheses of each probe was scored"
      ])
  }

  @Test func `hypotheses on several lines are the same as a list`() throws {
    let list = try score(nBest(), bestOf: 2)
    let lines = Self.rows.flatMap { id, text in
      let isCheck = Self.leaking.ledger.checkUtterances.contains { $0.probeID == id }
      return ["\(id) \(isCheck ? text : "wrong")", "\(id) \(text)", "\(id) third"]
    }
    let path = try place.write("text", lines.map { "\($0)\n" }.joined())
    let report = try score(path, bestOf: 2)
    #expect(report.primaryAnalysis == list.primaryAnalysis)
    // Without the option two different transcripts are an error.
    #expect(problem { try score(path) }?.hint?.contains("best_of N") == true)
  }

  @Test func `only the first hypotheses count`() throws {
    // The right one is third.
    let rows = Self.rows.map { id, text in
      "{\"id\": \"\(id)\", \"hyp\": [\"wrong\", \"worse\", \(quoted(text))]}\n"
    }
    let path = try place.write("hyp", rows.joined())
    #expect(try !score(path, bestOf: 2).conditions.verbatimRejected)
    #expect(try score(path, bestOf: 3).conditions.verbatimRejected)
  }
}
