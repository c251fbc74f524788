import Files
import Platform

extension RecordManifest {
  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String, appearingAs final: String
  ) throws(Problem) {
    try writeProbe(
      injected, checkUtterances: checkUtterances, traits: traits, in: target, appearingAs: final
    ) { _ in self }
  }

  /// - Parameter manifest: the manifest that a check utterance was read from.
  func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String, appearingAs final: String, manifest: (Utterance) -> RecordManifest
  ) throws(Problem) {
    var records: [(id: String, bytes: [UInt8])] = []
    for utterance in injected {
      records.append((utterance.id, try record(for: utterance, traits: traits)))
    }
    for utterance in checkUtterances {
      let owner = manifest(utterance.utterance)
      records.append(
        (utterance.id, try owner.record(for: utterance, in: target, appearingAs: final)))
    }
    records.sort { $0.id.precedesInBytes($1.id) }
    // Loaders that expect a folder of another name find the audio by a link.
    if let folder = layout.audio.folder, folder != audioFolderName {
      try makeLink("\(target)/\(folder)", to: audioFolderName)
    }
    let output = try OutputFile("\(target)/\(probeName)", compressed: traits.files[0].isCompressed)
    if let header = entries.header { try output.write(header + [0x0A]) }
    let isObject = layout.syntax == .jsonMembers
    if isObject { try output.write("{\n") }
    for (index, record) in records.enumerated() {
      let comma = isObject && index + 1 < records.count
      try output.write(record.bytes + (comma ? [UInt8(ascii: ",")] : []) + [0x0A])
    }
    if isObject { try output.write("}\n") }
    try output.close()
  }

  /// The user's record with the id of the check utterance, and with the path of a link that is named
  /// after it, so that transcripts use that name. All other bytes stay.
  private func record(
    for checkUtterance: ProbedUtterance, in target: String, appearingAs final: String
  ) throws(Problem) -> [UInt8] {
    let entry = try entry(of: checkUtterance.utterance)
    var edits: [(range: Range<Int>, text: String)] = []
    if !entry.isAddress, !hasVariable(entry), layout.audio.hasPaths {
      let audio = resolved(entry)
      let name = baseName(of: audio)
      let suffix = name.dropFirst().lastIndex(of: ".").map { String(name[$0...]) } ?? ""
      let link = "\(audioFolderName)/\(checkUtterance.id)\(suffix)"
      try makeLink("\(target)/\(link)", to: audio)
      if let field = entry.field(.audio) {
        let isRelative = final.isEmpty || canaryPaths == .relative
        let shown = manifestPath(of: isRelative ? link : "\(final)/\(link)")
        edits.append((range(of: field, writing: shown), shown))
      }
    }
    for role in [FieldRole.id, .recording] {
      guard let field = entry.field(role) else { continue }
      edits.append((range(of: field, writing: checkUtterance.id), checkUtterance.id))
    }
    var bytes = Array(entry.record.bytes)
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(edit.range, with: encoded(edit.text, instead: edit.range, of: entry))
    }
    return bytes
  }

  /// The bytes that another value replaces: the content of a string, or the whole value.
  private func range(of field: RecordField, writing text: String) -> Range<Int> {
    layout.syntax.isTable || !field.isString ? field.written : field.inner
  }

  private func encoded(
    _ text: String, instead range: Range<Int>, of entry: RecordEntry
  ) -> [UInt8] {
    if let row = TableRow(layout.syntax) {
      return row.encoded(Array(text.utf8)) ?? Array(text.utf8)
    }
    let isNumber = entry.fields.contains { !$0.isString && $0.written == range }
    return isNumber ? quotedJSON(text) : jsonEscaped(text)
  }

  private func makeLink(_ link: String, to target: String) throws(Problem) {
    guard unsafe symlink(target, link) == 0 else { throw SystemError.last.writing(link) }
  }
}
