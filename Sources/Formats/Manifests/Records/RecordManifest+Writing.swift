import Files

extension RecordManifest {
  /// The record of an injected utterance, without the line feed.
  func record(
    for utterance: InjectedUtterance, traits: CorpusTraits
  ) throws(Problem) -> [UInt8] {
    if layout.syntax == .jsonMembers {
      return quotedJSON(utterance.id) + Array(": ".utf8) + object(for: utterance, traits)
    }
    let bytes =
      layout.syntax.isTable
      ? try row(for: utterance, traits) : object(for: utterance, traits)
    return bytes + (traits.style.endsLinesWithCarriageReturn ? [0x0D] : [])
  }

  /// The value of a role, and whether it is a string; nil if injected entries have none.
  private func value(
    _ role: FieldRole, of utterance: InjectedUtterance, _ traits: CorpusTraits
  ) -> (text: String, isString: Bool)? {
    switch role {
    case .audio: return (utterance.audioPath, true)
    case .text: return (utterance.text, true)
    case .id: return (utterance.id, true)
    case .duration:
      let length = layout.durationUnit.length(of: utterance)
      return (number(length), false)
    case .start, .end:
      // Loaders of tables need a value in every row.
      guard layout.syntax.isTable else { return nil }
      return (role == .start ? "0" : number(utterance.seconds), false)
    case .speaker: return (utterance.speaker.id, true)
    case .language: return traits.language.map { ($0, true) }
    case .sampleRate: return ("\(utterance.sampleRate)", false)
    case .recording: return (utterance.id, true)
    case .archive: return utterance.shard.map { ("\($0)", false) }
    case .skip, .sourceType, .features, .secondText, .type: return nil
    }
  }

  private func number(_ value: Double) -> String {
    var writer = JSONWriter()
    writer.number(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The fields of JSON entries with a role, in this order.
  private static let order: [FieldRole] = [
    .id, .audio, .duration, .text, .language, .sampleRate, .speaker, .archive,
  ]

  private func object(for utterance: InjectedUtterance, _ traits: CorpusTraits) -> [UInt8] {
    if let standardFields = layout.standardFields {
      var writer = JSONWriter()
      writer.beginObject()
      standardFields(
        &writer, utterance,
        EntryContext(language: traits.language, hasSpeakers: traits.style.hasSpeakers))
      for field in traits.style.fields {
        writer.key(field.name)
        writer.raw(field.json(of: utterance))
      }
      writer.endObject()
      return writer.bytes
    }
    var tree = JSONTree()
    for role in Self.order {
      let name: String? =
        switch role {
        case .sampleRate: traits.style.sampleRateKey
        case .language: traits.style.hasLanguage ? entries.name(.language) : nil
        default: entries.names[role]?.first.map { String(decoding: $0, as: UTF8.self) }
        }
      if layout.syntax == .jsonMembers, role == .id { continue }
      guard let name, let value = value(role, of: utterance, traits) else { continue }
      tree.add(
        entries.nestedNames.contains(name) ? name.split(separator: ".").map(String.init) : [name],
        value.isString ? quotedJSON(value.text) : Array(value.text.utf8))
    }
    for field in traits.style.fields { tree.add([field.name], field.json(of: utterance)) }
    return tree.bytes
  }

  private func row(
    for utterance: InjectedUtterance, _ traits: CorpusTraits
  ) throws(Problem) -> [UInt8] {
    let syntax = TableRow(layout.syntax)!
    var cells: [[UInt8]] = []
    for column in entries.columns {
      let name = String(decoding: column, as: UTF8.self)
      let role = entries.names.first { $0.value.contains(column) }?.key
      let value: [UInt8] =
        if let role {
          Array((value(role, of: utterance, traits)?.text ?? "").utf8)
        } else {
          traits.style.fields.first { $0.name == name }?.cell(of: utterance) ?? []
        }
      guard let cell = syntax.encoded(value) else {
        throw Problem(
          .badData,
          "the value '\(String(decoding: value, as: UTF8.self).printable)' of an injected entry has "
            + "the separator, and this format has no quotes", file: path, field: name,
          hint: "name another \(OutputSetting.output) directory or another value")
      }
      cells.append(cell)
    }
    return Array(cells.joined(separator: [syntax.separator]))
  }
}

/// `text` as it is written between the quotes of a JSON string.
func jsonEscaped(_ text: String) -> [UInt8] { Array(quotedJSON(text).dropFirst().dropLast()) }

func quotedJSON(_ text: String) -> [UInt8] {
  var writer = JSONWriter()
  writer.string(text)
  return writer.bytes
}
