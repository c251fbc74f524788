import Files

extension EntryReader {
  /// The effect of a fault on the loader, as the end of a sentence; empty if it is unknown.
  func consequence(_ fault: RecordFault) -> String {
    layout.faults[fault].map { "; \($0)" } ?? ""
  }

  /// Refuses objects of a kind that this program does not read.
  func checkType(_ entry: RecordEntry) throws(Problem) {
    guard let bytes = try string(.type, of: entry), !layout.types.isEmpty else { return }
    let type = String(decoding: bytes, as: UTF8.self)
    guard !layout.types.contains(type) else { return }
    if ["MixedCut", "PaddingCut"].contains(type) {
      throw problem(
        "a \(type) is not read", .type, entry,
        hint: "inject into the cuts before they are mixed or padded")
    }
    throw problem(
      "'\(type.printable)' is not a kind of object that \(layout.loader) knows", .type, entry,
      hint: "it knows \(layout.types.sorted().joined(separator: ", "))")
  }

  func checkPath(_ entry: RecordEntry) throws(Problem) {
    guard layout.audio != .elsewhere else { return }
    let role: FieldRole = if case .stems = layout.audio { .id } else { .audio }
    guard !entry.audio.isEmpty else { throw problem("is missing or empty", role, entry) }
    guard !entry.audio.contains(0) else { throw problem("has a NUL character", role, entry) }
  }

  /// Refuses bytes that loaders read differently from this program.
  func checkEncoding(of record: Record) throws(Problem) {
    if record.line == 1, record.bytes.startsWithByteOrderMark {
      throw byteOrderMarkProblem(
        layout.faults[.byteOrderMark] ?? "loaders read it as a part of the first field", file: path)
    }
    guard record.bytes.isUTF8 else {
      throw encodingProblem(record.bytes, file: path, line: record.line)
    }
    // In an object of objects a carriage return is white space of JSON.
    if layout.syntax != .jsonMembers, record.bytes.hasReturnInside {
      throw returnProblem(path, record.line)
    }
  }
}
