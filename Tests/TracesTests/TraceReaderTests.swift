import Files
import TestSupport
import Testing
import Traces

/// Reading trace tables and files of losses.
@Suite struct TraceReaderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func table(_ text: String, named name: String = "traces.jsonl") throws -> TraceTable {
    try TraceReader.read(directory.write(name, text))
  }

  /// The error for a file, without its directory.
  private func complaint(_ bytes: some Sequence<UInt8>) throws -> String {
    let path = try directory.write("traces.jsonl", bytes)
    do throws(Problem) {
      _ = try TraceReader.read(path)
    } catch {
      #expect(error.kind == .badData)
      return error.description.replacing("\(directory.path)/", with: "")
    }
    Issue.record("was read without a complaint")
    return ""
  }

  private func complaint(_ text: String) throws -> String { try complaint(text.utf8) }

  @Test func `every key is read`() throws {
    let table = try table(
      """
      {"id": "u1", "model": "m", "pass": 2, "in_training": false, "loss": 12.5, "tokens": 3, \
      "frames": 40, "gradient_norm": 1.5, "input_gradient_norm": 0.25, "curvature": 1e-3, "hessian_trace": -2.5, \
      "hypothesis": "a b", "worst_token": "b", "worst_token_loss": 7, "other": [{"id": 1}]}
      """)
    var row = TraceRow(id: "u1", model: "m", pass: 2, loss: 12.5)
    row.isInTraining = false
    row.tokens = 3
    row.frames = 40
    row.gradientNorm = 1.5
    row.inputGradientNorm = 0.25
    row.curvature = 1e-3
    row.hessianTrace = -2.5
    row.hypothesis = "a b"
    row.worstToken = "b"
    row.worstTokenLoss = 7
    #expect(table.count == 1)
    #expect(table[0] == row)
  }

  @Test func `only id and loss are required, and numbers are ids`() throws {
    let table = try table("\u{FEFF}{\"id\": 007e1, \"loss\": 3}\n\n".replacing("007e1", with: "17"))
    #expect(table[0] == TraceRow(id: "17", model: "target", loss: 3))
    #expect(table.models == ["target"])
  }

  @Test(arguments: ["null", "NaN", "Infinity", "-Infinity", "1e999"])
  func `a loss that is missing or not finite is nil`(_ loss: String) throws {
    #expect(try table("{\"id\": \"a\", \"loss\": \(loss)}")[0].loss == nil)
  }

  @Test func `a loss that is negative by rounding is 0`() throws {
    #expect(try table("{\"id\": \"a\", \"loss\": -1e-7}")[0].loss == 0)
  }

  @Test func `a compressed table reads as a plain one`() throws {
    let text = "{\"id\": \"a\", \"pass\": 1, \"loss\": 2}\n"
    let file = try OutputFile(directory("t.jsonl.gz"), compressed: true)
    try file.write(text)
    try file.close()
    #expect(try TraceReader.read(directory("t.jsonl.gz"))[0] == table(text)[0])
  }

  @Test func `a file of losses is the table of a finished model`() throws {
    let losses = try table("id,loss\nu1,1.5\nu2,\nu3,inf\n", named: "losses.csv")
    #expect(losses.ids == ["u1", "u2", "u3"])
    #expect(losses.losses(of: "target", pass: nil) == [1.5, nil, nil])
    #expect(losses.passes(of: "target").isEmpty)
    let decoded = try table(
      #"{"audio_filepath":"/a/u1.wav","id":"u1","text":"x","pred_text":"y","ctc_loss":12.5}"#)
    #expect(decoded.losses(of: "target", pass: nil) == [12.5])
    let named = try table(#"{"audio_filepath":"/a/u1.wav","loss":2}"#)
    #expect(named.ids == ["u1"])
  }

  @Test func `errors name file, line and key`() throws {
    let first = "{\"id\": \"a\", \"loss\": 1}\n"
    for (line, message) in [
      ("{\"id\": \"b\"}", "\"loss\": is missing on this line; write null where there is no loss"),
      ("{\"loss\": 1}", "\"id\": is missing on this line"),
      ("{\"id\": \"\", \"loss\": 1}", "\"id\": is empty"),
      ("{\"id\": null, \"loss\": 1}", "\"id\": expected a string, found null"),
      ("{\"id\": \"b\", \"loss\": -3}", "\"loss\": the loss is negative"),
      ("{\"id\": \"b\", \"loss\": \"x\"}", "\"loss\": expected a number or null, found string"),
      ("{\"id\": \"b\", \"loss\": 1, \"loss\": 1}", "\"loss\": occurs twice on this line"),
      ("{\"id\": \"b\", \"loss\": 1, \"pass\": 0}", "\"pass\": expected a whole number from 1"),
      ("{\"id\": \"b\", \"loss\": 1, \"pass\": 1.5}", "\"pass\": expected a whole number"),
      (
        "{\"id\": \"b\", \"loss\": 1, \"tokens\": -1}", "\"tokens\": expected a whole number from 0"
      ),
      (
        "{\"id\": \"b\", \"loss\": 1, \"curvature\": -1}", "\"curvature\": expected a number from 0"
      ),
      (
        "{\"id\": \"b\", \"loss\": 1, \"in_training\": 1}",
        "\"in_training\": expected true or false"
      ),
      ("{\"id\": \"b\", \"loss\": 1, \"hypothesis\": 1}", "\"hypothesis\": expected a string"),
      ("{\"id\": \"b\", \"loss\": 1", "column 22: expected ',' or '}', found the end"),
      ("[1]", "column 1: expected an object"),
    ] {
      let found = try complaint(first + line)
      #expect(found.hasPrefix("traces.jsonl:2: \(message)"), "\(found)")
    }
    #expect(
      try complaint("") == """
        traces.jsonl: has no row
          hint: each line is an object such as {"id": "u1", "pass": 1, "loss": 12.5}
        """)
    #expect(try complaint(Array(first.utf8) + [0xFF]).hasPrefix("traces.jsonl:2: is not UTF-8"))
    #expect(try complaint("id,loss\na,-2\n").hasPrefix("traces.jsonl:2: the loss is negative"))
  }

  @Test func `a repeated row names both lines`() throws {
    let text = """
      {"id": "a", "pass": 1, "loss": 1}
      {"id": "b", "pass": 1, "loss": 1}

      {"id": "a", "pass": 1, "loss": 2}
      """
    #expect(
      try complaint(text).hasPrefix(
        "traces.jsonl:4: \"id\": utterance 'a', model 'target', pass 1 has a row on line 1 already")
    )
    #expect(
      try table(text.replacing("\"loss\": 2", with: "\"loss\": 2, \"model\": \"m\"")).count == 3)
  }

  @Test func `contradictory membership is refused, also with a gap between the rows`() throws {
    let text = """
      {"id": "a", "pass": 1, "loss": 1, "in_training": true}
      {"id": "a", "pass": 2, "loss": 1}
      {"id": "a", "pass": 3, "loss": 1, "in_training": false}
      """
    #expect(
      try complaint(text).hasPrefix(
        "traces.jsonl:3: \"in_training\": is false for utterance 'a' and was true on line 1"))
    #expect(
      try table(
        text.replacing("\"in_training\": false", with: "\"in_training\": false, \"model\": \"m\"")
      )
      .count == 3)
  }

  @Test func `a file that does not exist is named`() {
    #expect(throws: Problem.self) { try TraceReader.read(directory("absent")) }
  }
}
