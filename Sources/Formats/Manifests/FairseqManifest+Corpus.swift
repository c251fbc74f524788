import Files
import Integrity
import Platform

extension FairseqManifest {
  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try read(limit: limit) { utterance, _ throws(Problem) in try visit(utterance) }
  }

  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try read(limit: nil) { utterance, file throws(Problem) in
      try visit(utterance, AudioPart(path: file))
    }
  }

  /// Reads the corpus and passes on the audio file of each utterance.
  private func read(
    limit: Int?, _ visit: (Utterance, String) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var traits = CorpusTraits()
    traits.census = FieldCensus(.table)
    traits.stamp = FileStamp(path)
    let hashers = names.map { _ in Digest.Hasher() }
    var isTerminated = names.map { _ in true }
    func add(_ row: Row, _ root: String) throws(Problem) {
      traits.utterances += 1
      if traits.obstacles.isEmpty, let fault = fault(in: row) { traits.obstacles.append(fault) }
      // The source has the line of the TSV file and those of the texts.
      let source = row.line.bytes.withoutReturn + row.texts.flatMap { [0x0A] + $0 }
      let utterance = Utterance(
        file: path, line: row.line.number, id: nil, audio: row.audio,
        text: labels[0].text(row.texts[0])[...], seconds: nil, offset: nil, speaker: nil,
        language: nil, source: source[...])
      try visit(utterance, file(String(decoding: row.audio, as: UTF8.self), root: root))
    }
    try eachRow(
      limit: limit, taps: hashers.map { hasher in { hasher.update($0) } },
      finish: { isTerminated = $0 }, add)
    guard traits.utterances > 0 else { throw Problem(.badData, "has no utterance", file: path) }
    traits.lines = traits.utterances
    if limit != nil { return traits }
    for (index, name) in names.enumerated() {
      traits.files.append(
        ManifestFile(
          name: name, digest: hashers[index].finish(), isTerminated: isTerminated[index],
          isCompressed: false))
    }
    return traits
  }

  /// Content of a line that fairseq reads as something else than the user means; nil if there is none.
  private func fault(in row: Row) -> Problem? {
    let line = row.line.number - 1
    for (label, text) in zip(labels, row.texts) {
      let file = Self.sibling(of: path, label)
      if line == 1, text.startsWithByteOrderMark {
        return byteOrderMarkProblem("fairseq reads it as a part of the first word", file: file)
      }
      if text.contains(0) { return nulProblem(file, line) }
    }
    guard leadsOutside(row.audio) else { return nil }
    return Problem(
      .badData,
      "the path leads outside the folder of the first line, and fairseq opens it: "
        + String(decoding: row.audio, as: UTF8.self), file: path, line: row.line.number,
      hint: "write the absolute path")
  }

  // MARK: - Audio

  private func root() throws(Problem) -> String {
    try LineReader(path).next()?.bytes.withoutReturn.text ?? ""
  }

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    try eachRow(limit: limit) { row, root throws(Problem) in
      files.append(AudioSource(file(String(decoding: row.audio, as: UTF8.self), root: root)))
    }
    return files
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    let root = try root()
    return utterances.map {
      AudioSource(file(String(decoding: $0.audio, as: UTF8.self), root: root))
    }
  }

  package func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] {
    var files: [String: String] = [:]
    try eachRow { row, root throws(Problem) in
      let audio = String(decoding: row.audio, as: UTF8.self)
      if names.contains(stem(of: audio)) { files[stem(of: audio)] = file(audio, root: root) }
    }
    return files
  }

  // MARK: - Writing

  /// The lines of an utterance: that of the TSV file, then those of the texts.
  private func lines(_ audio: String, samples: some CustomStringConvertible, _ text: String)
    -> [String]
  {
    ["\(audio)\t\(samples)"] + labels.map { $0.line(text) }
  }

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in target: String
  ) throws(Problem) -> [Int] {
    for (index, name) in names.enumerated() {
      let source = traits.files[index]
      let output = try OutputFile("\(target)/\(name)")
      let reader = try LineReader("\(parentDirectory(of: path))/\(name)")
      func copy(_ count: Int) throws(Problem) {
        var left = count
        while left > 0, let run = try reader.nextRun(atMost: left) {
          try output.write(run.bytes)
          left -= run.lines
        }
      }
      let first = try LineReader("\(parentDirectory(of: path))/\(name)").next()
      let end: [UInt8] = first?.bytes.last == 0x0D ? [0x0D] : []
      if index == 0 { try copy(1) }
      var copied = 0
      for (gap, utterance) in zip(gaps, injected) {
        try copy(gap - copied)
        copied = gap
        let isLast = copied == traits.lines && !source.isTerminated
        let line = lines(
          utterance.audioPath, samples: utterance.frames, utterance.text)[index]
        try output.write((isLast ? [0x0A] : []) + Array(line.utf8) + end + (isLast ? [] : [0x0A]))
      }
      try copy(.max)
      try output.close()
    }
    try requireUnchanged(path, since: traits.stamp)
    return gaps.enumerated().map { $0.element + $0.offset + 2 }
  }

  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String, appearingAs final: String
  ) throws(Problem) {
    let root = try root()
    var rows: [(id: String, lines: [String])] = injected.map {
      ($0.id, lines($0.audioPath, samples: $0.frames, $0.text))
    }
    for checkUtterance in checkUtterances {
      let source = String(decoding: checkUtterance.utterance.source, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let audio = file(
        String(decoding: checkUtterance.utterance.audio, as: UTF8.self), root: root)
      let name = baseName(of: audio)
      let suffix = name.dropFirst().lastIndex(of: ".").map { String(name[$0...]) } ?? ""
      let link = "\(audioFolderName)/\(checkUtterance.id)\(suffix)"
      guard unsafe symlink(audio, "\(target)/\(link)") == 0 else {
        throw SystemError.last.writing("\(target)/\(link)")
      }
      let samples = source[0].split(separator: "\t").last ?? "0"
      rows.append((checkUtterance.id, ["\(final)/\(link)\t\(samples)"] + source.dropFirst()))
    }
    rows.sort { $0.id.precedesInBytes($1.id) }
    for (index, name) in names.enumerated() {
      let output = try OutputFile("\(target)/\(name)")
      if index == 0 { try output.write(root + "\n") }
      for row in rows { try output.write(row.lines[index] + "\n") }
      try output.close()
    }
  }

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    if let destination, unsafe mkdir(destination, 0o755) != 0 {
      throw SystemError.last.writing(destination)
    }
    var result = RemovalOutcome()
    var injected: Set<Int> = []
    try eachRow { row, _ throws(Problem) in
      let name = stem(of: String(decoding: row.audio, as: UTF8.self))
      guard ids.contains(name) else { return }
      result.found.insert(name)
      result.entries += 1
      injected.insert(row.line.number)
    }
    for (index, name) in names.enumerated() {
      guard let original = files.first(where: { $0.name == name }) else { continue }
      var output: OutputFile?
      if let destination { output = try OutputFile("\(destination)/\(name)") }
      var remaining = RemainingLines(output: output)
      let reader = try LineReader("\(parentDirectory(of: path))/\(name)")
      while let line = try reader.next() {
        // The TSV file has one line more at its start.
        if !injected.contains(index == 0 ? line.number : line.number + 1) {
          try remaining.append(line.bytes)
        }
      }
      if try !remaining.close(matching: original) { result.changedFiles.append(name) }
    }
    return result
  }
}
