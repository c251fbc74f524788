import Files
import Foundation
import Testing
import Transcripts

/// A file that exists for one test.
final class TemporaryFile {
  private let directory: String
  let path: String

  init(_ bytes: some Collection<UInt8>, named name: String) throws {
    directory = "\(NSTemporaryDirectory())/transcripts-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: false)
    path = "\(directory)/\(name)"
    try writeFile(path, bytes)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// The text with the file's path replaced by its name, also where a message cuts a long path after
  /// 80 scalars.
  func shortened(_ text: String) -> String {
    let name = path.dropFirst(directory.count + 1)
    let cut = String(String.UnicodeScalarView(path.unicodeScalars.prefix(80))) + "…"
    return text.replacingOccurrences(of: path, with: name).replacingOccurrences(of: cut, with: name)
      .replacingOccurrences(of: "\(directory)/", with: "")
  }
}

/// The result of reading a file.
struct Reading {
  let format: TranscriptFormat
  let decision: String
  var hypotheses: [Hypothesis] = []

  /// `id|audio|text` for every hypothesis, with `-` for nil. The place of an utterance without an id
  /// is written as `#0`.
  var rows: [String] {
    hypotheses.enumerated().map { place, hypothesis in
      let place = hypothesis.audio == nil ? "#\(hypothesis.position ?? place)" : "-"
      return "\(hypothesis.id ?? place)|\(hypothesis.audio ?? "-")|\(hypothesis.text)"
    }
  }

  init(
    _ bytes: some Collection<UInt8>, named name: String = "hyp",
    format: TranscriptFormat? = nil, id: String? = nil, text: String? = nil,
    byOrder: Bool = false, alternatives: Bool = false
  ) throws {
    let file = try TemporaryFile(bytes, named: name)
    let reader = try TranscriptReader(
      path: file.path, format: format, idColumn: id, textColumn: text, matchesByOrder: byOrder,
      alternatives: alternatives)
    self.format = reader.format
    decision = file.shortened(reader.decision)
    var found: [Hypothesis] = []
    try reader.forEach({ hypothesis throws(Problem) in found.append(hypothesis) })
    hypotheses = found
  }

  init(
    _ content: String, named name: String = "hyp", format: TranscriptFormat? = nil,
    id: String? = nil, text: String? = nil, byOrder: Bool = false, alternatives: Bool = false
  ) throws {
    try self.init(
      content.utf8, named: name, format: format, id: id, text: text, byOrder: byOrder,
      alternatives: alternatives)
  }
}

/// The error message for a file, without its directory.
func complaint(
  _ bytes: some Collection<UInt8>, named name: String = "hyp",
  format: TranscriptFormat? = nil, id: String? = nil, text: String? = nil, byOrder: Bool = false,
  kind: Problem.Kind = .badData, sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let file = try TemporaryFile(bytes, named: name)
  do throws(Problem) {
    try TranscriptReader(
      path: file.path, format: format, idColumn: id, textColumn: text, matchesByOrder: byOrder
    ).forEach(ignore)
  } catch {
    #expect(error.kind == kind, sourceLocation: sourceLocation)
    return file.shortened(error.description)
  }
  Issue.record("was read without a complaint", sourceLocation: sourceLocation)
  return ""
}

func complaint(
  _ content: String, named name: String = "hyp", format: TranscriptFormat? = nil,
  id: String? = nil, text: String? = nil, byOrder: Bool = false, kind: Problem.Kind = .badData,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  try complaint(
    content.utf8, named: name, format: format, id: id, text: text, byOrder: byOrder, kind: kind,
    sourceLocation: sourceLocation)
}

private func ignore(_ hypothesis: Hypothesis) {}

let formatsHint =
  "\n  hint: asr-audit formats lists the formats; choose one with transcripts_format"
