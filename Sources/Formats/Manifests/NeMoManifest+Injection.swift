import Files

extension NeMoManifest {
  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in target: String
  ) throws(Problem) -> [Int] {
    precondition(gaps.count == injected.count, "inject: one gap for each injected utterance")
    let source = traits.files[0]
    let output = try OutputFile("\(target)/\(manifestName)", compressed: source.isCompressed)
    let reader = try LineReader(path)
    var links = ManifestLinks(from: directory, to: target)
    var copied = 0
    for (index, utterance) in injected.enumerated() {
      try copy(gaps[index] - copied, from: reader, options, traits, &links, to: output)
      copied = gaps[index]
      // If the user's last line has no line feed, the last line of the output has none either.
      if copied == traits.lines, !source.isTerminated { try output.write([0x0A]) }
      try output.write(line(for: utterance, traits: traits))
      if copied < traits.lines || source.isTerminated { try output.write([0x0A]) }
    }
    try copy(.max, from: reader, options, traits, &links, to: output)
    try output.close()
    guard FileStamp(path) == traits.stamp else {
      throw Problem(
        .badData, "changed while it was being read", file: path,
        hint: "run the command again when nothing writes to the file")
    }
    return gaps.enumerated().map { $0.element + $0.offset + 1 }
  }

  /// Copies the user's next lines. Where no path is relative, and none could be mistaken for one
  /// that was made absolute, they are copied in long runs without parsing.
  private func copy(
    _ count: Int, from reader: LineReader, _ options: InjectionOptions, _ traits: CorpusTraits,
    _ links: inout ManifestLinks, to output: OutputFile
  ) throws(Problem) {
    var left = count
    if !traits.style.hasRelativePaths, !options.absolutePaths {
      while left > 0, let run = try reader.nextRun(atMost: left) {
        try output.write(run.bytes)
        left -= run.lines
      }
      return
    }
    while left > 0, let line = try reader.next() {
      if line.bytes.isBlank {
        try output.write(line.bytes)
      } else {
        try write(line, options: options, links: &links, to: output)
      }
      if line.isTerminated { try output.write([0x0A]) }
      left -= 1
    }
  }

  /// Writes a user's line whose path may be relative: unchanged, with a link to the path's first
  /// component, or with the manifest's directory put before the path.
  private func write(
    _ line: Line, options: InjectionOptions, links: inout ManifestLinks, to output: OutputFile
  ) throws(Problem) {
    let entry = try NeMoEntry(line, file: path)
    let prefix = absolutePrefix(options)
    if !entry.isRelative {
      if options.absolutePaths, entry.audio.starts(with: prefix.utf8) {
        throw Problem(
          .badData, "a path with '/./' cannot be distinguished from one that --absolute-paths made",
          file: path, line: line.number, field: "audio_filepath",
          hint: "remove '/./' from the path, or leave --absolute-paths out")
      }
      return try output.write(line.bytes)
    }
    guard links.leadsSomewhere(entry.audio) else { return try output.write(line.bytes) }
    if options.absolutePaths {
      let start = line.bytes.startIndex + entry.audioRange.lowerBound
      try output.write(line.bytes[..<start])
      try output.write(jsonEscaped(prefix))
      return try output.write(line.bytes[start...])
    }
    if entry.climbs {
      throw Problem(
        .badData, "the relative path leads outside the manifest's directory: \(entry.audioPath)",
        file: path, line: line.number, field: "audio_filepath",
        hint: "pass --absolute-paths to write absolute paths; remove restores the relative ones")
    }
    try links.link(firstComponent(of: entry.audio))
    try output.write(line.bytes)
  }

  /// The prefix of paths that were made absolute. `/./` marks them, so that `remove` recognises the
  /// paths that were relative.
  func absolutePrefix(_ options: InjectionOptions) -> String {
    "\(options.sourceDirectory)/./"
  }

  func line(for utterance: InjectedUtterance, traits: CorpusTraits) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("audio_filepath", utterance.audioPath)
    writer.field("duration", utterance.seconds)
    writer.field("text", utterance.text)
    if traits.style.hasLanguage, let language = traits.language { writer.field("lang", language) }
    if let key = traits.style.sampleRateKey { writer.field(key, utterance.sampleRate) }
    for field in traits.style.fields {
      switch field.value {
      case .text: writer.field(field.name, utterance.text)
      case .raw(let value):
        writer.key(field.name)
        writer.raw(value)
      }
    }
    writer.endObject()
    return writer.bytes + (traits.style.endsLinesWithCarriageReturn ? [0x0D] : [])
  }
}
