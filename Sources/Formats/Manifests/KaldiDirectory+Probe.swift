import Files

extension KaldiDirectory {
  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String,
    appearingAs final: String
  ) throws(Problem) {
    let recordings = try recordings(of: checkUtterances)
    let language = traits.language
    var files: [KaldiFile] = [.text, .wavScp, .utt2spk]
    if hasSegments { files.append(.segments) }
    if present.contains(.utt2lang) { files.append(.utt2lang) }
    for file in files {
      var lines: [(key: String, value: [UInt8])] = injected.map {
        ($0.id, Array(file.value(for: $0, language: language)!.utf8))
      }
      for utterance in checkUtterances {
        lines.append((utterance.id, value(of: file, for: utterance, recordings: recordings)))
      }
      try writeSorted(lines, to: "\(target)/\(file.rawValue)")
    }
    for table in traits.style.tables where table.key != .recording {
      let lines = try lines(of: table, injected, checkUtterances, traits)
      try writeSorted(lines, to: "\(target)/\(table.name)")
    }
    let members = injected.map { ($0.speaker, $0.id) } + checkUtterances.map { ($0.speaker, $0.id) }
    try writeSorted(
      Dictionary(grouping: members, by: \.0.id).map { id, members in
        (id, Array(KaldiFile.spk2utt.value(for: members[0].0, utterances: members.map(\.1))!.utf8))
      }, to: "\(target)/spk2utt")
    if let genders = try genders(injected, checkUtterances) {
      try writeSorted(
        genders.map { ($0, Array($1.rawValue.utf8)) }, to: "\(target)/spk2gender")
    }
  }

  /// The lines of a table that `KaldiFile` does not list. Check utterances and their speakers keep the
  /// values that they have in the corpus.
  private func lines(
    of table: KaldiExtraTable, _ injected: [InjectedUtterance],
    _ checkUtterances: [ProbedUtterance], _ traits: CorpusTraits
  ) throws(Problem) -> [(key: String, value: [UInt8])] {
    let isOfSpeakers = table.key == .speaker
    let field = traits.style.fields.first { $0.name == table.name }
    var lines: [String: [UInt8]] = [:]
    for utterance in injected {
      lines[isOfSpeakers ? utterance.speaker.id : utterance.id] =
        field?.bytes(text: utterance.text)
    }
    var probed: [String: [String]] = [:]
    for checkUtterance in checkUtterances {
      let utterance = checkUtterance.utterance
      let key = isOfSpeakers ? utterance.speaker : utterance.id
      probed[key ?? "", default: []]
        .append(isOfSpeakers ? checkUtterance.speaker.id : checkUtterance.id)
    }
    let reader = try KaldiTableReader("\(path)/\(table.name)")
    while let row = try reader.next() {
      for id in probed[row.keyText] ?? [] { lines[id] = Array(row.value) }
    }
    return lines.map { (key: $0.key, value: $0.value) }
  }

  /// The gender of every speaker of the probe set, if the corpus has spk2gender. Check utterances keep
  /// the gender of their speaker in the corpus. Nil if a gender is unknown, because the file must list
  /// every speaker.
  private func genders(
    _ injected: [InjectedUtterance], _ checkUtterances: [ProbedUtterance]
  ) throws(Problem) -> [String: Speaker.Gender]? {
    guard present.contains(.spk2gender) else { return nil }
    var known: [String: Speaker.Gender] = [:]
    let wanted = Set(checkUtterances.compactMap(\.utterance.speaker))
    let reader = try reader(.spk2gender)
    while let row = try reader.next() {
      let speaker = row.keyText
      if wanted.contains(speaker) { known[speaker] = Speaker.Gender(rawValue: row.valueText) }
    }
    var genders: [String: Speaker.Gender] = [:]
    for utterance in injected {
      guard let gender = utterance.speaker.gender else { return nil }
      genders[utterance.speaker.id] = gender
    }
    for utterance in checkUtterances {
      guard let gender = known[utterance.utterance.speaker ?? ""] else { return nil }
      genders[utterance.speaker.id] = gender
    }
    return genders
  }

  private func writeSorted(
    _ lines: [(key: String, value: [UInt8])], to path: String
  ) throws(Problem) {
    let output = try OutputFile(path)
    for (key, value) in lines.sorted(by: { $0.key.precedesInBytes($1.key) }) {
      try output.write(Array("\(key) ".utf8) + value + [0x0A])
    }
    try output.close()
  }

  /// The lines of wav.scp that check utterances need, by recording. Without segments there are none,
  /// because each utterance then has its own line.
  private func recordings(
    of checkUtterances: [ProbedUtterance]
  ) throws(Problem) -> [String: [UInt8]] {
    guard hasSegments else { return [:] }
    let wanted = Set(checkUtterances.map { recording(of: $0.utterance) })
    var found: [String: [UInt8]] = [:]
    let reader = try reader(.wavScp)
    while let row = try reader.next() {
      if wanted.contains(row.keyText) { found[row.keyText] = Array(row.value) }
    }
    if let lost = checkUtterances.first(where: { found[recording(of: $0.utterance)] == nil }) {
      throw Problem(
        .badData,
        "there is no recording '\(recording(of: lost.utterance))', which the segment of "
          + "utterance '\(lost.utterance.id ?? "")' names", file: "\(path)/wav.scp")
    }
    return found
  }

  func recording(of utterance: Utterance) -> String {
    segmentFields(of: utterance).first.map(String.init) ?? ""
  }

  /// Recording, start and end.
  private func segmentFields(of utterance: Utterance) -> [Substring] {
    String(decoding: utterance.source, as: UTF8.self).split(whereSeparator: \.isWhitespace)
  }

  private func value(
    of file: KaldiFile, for checkUtterance: ProbedUtterance, recordings: [String: [UInt8]]
  ) -> [UInt8] {
    let utterance = checkUtterance.utterance
    switch file {
    case .text: return Array(utterance.text)
    case .utt2spk: return Array(checkUtterance.speaker.id.utf8)
    case .utt2lang: return Array((utterance.language ?? "en").utf8)
    case .segments:
      // The recording has the check utterance's id, so that its own id does not appear.
      let times = segmentFields(of: utterance).dropFirst().joined(separator: " ")
      return Array("\(checkUtterance.id) \(times)".utf8)
    case .wavScp:
      return hasSegments ? recordings[recording(of: utterance)]! : Array(utterance.audio)
    default: preconditionFailure("a probe directory has no \(file.rawValue)")
    }
  }
}
