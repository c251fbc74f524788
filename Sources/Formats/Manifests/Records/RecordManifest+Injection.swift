import Files

extension RecordManifest {
  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in target: String
  ) throws(Problem) -> [Int] {
    precondition(gaps.count == injected.count, "inject: one gap for each injected utterance")
    if layout.syntax == .jsonMembers {
      return try injectMembers(injected, gaps: gaps, traits: traits, in: target)
    }
    let source = traits.files[0]
    let output = try OutputFile("\(target)/\(manifestName)", compressed: source.isCompressed)
    let reader = try RecordReader(path, layout.syntax)
    var copy = RecordCopy(
      self, traits, options, links: ManifestLinks(from: directory, to: target), to: output)
    try copy.header(from: reader)
    var positions: [Int] = []
    var copied = 0
    for (index, utterance) in injected.enumerated() {
      try copy.records(gaps[index] - copied, from: reader)
      copied = gaps[index]
      // If the user's last line has no line feed, the last line of the output has none either.
      if copied == traits.lines, !source.isTerminated { try output.write([0x0A]) }
      positions.append(reader.lines + index + 1)
      try output.write(try record(for: utterance, traits: traits))
      if copied < traits.lines || source.isTerminated { try output.write([0x0A]) }
    }
    try copy.records(.max, from: reader)
    try output.close()
    try requireUnchanged(path, since: traits.stamp)
    return positions
  }

  /// The prefix of paths that were made absolute. `/./` marks them, so that `remove` recognises the
  /// paths that were relative.
  static func absolutePrefix(_ options: InjectionOptions) -> String {
    "\(options.sourceDirectory)/./"
  }

  /// A value as it is written between the quotes of a field, if it has quotes.
  func inner(_ text: String) -> [UInt8] {
    layout.syntax.isTable ? Array(text.utf8) : jsonEscaped(text)
  }
}

/// The copying of the user's records to an injected manifest.
private struct RecordCopy {
  private let manifest: RecordManifest
  private let traits: CorpusTraits
  private let options: InjectionOptions
  private var links: ManifestLinks
  private let output: OutputFile

  init(
    _ manifest: RecordManifest, _ traits: CorpusTraits, _ options: InjectionOptions,
    links: ManifestLinks, to output: OutputFile
  ) {
    self.manifest = manifest
    self.traits = traits
    self.options = options
    self.links = links
    self.output = output
  }

  private var audio: AudioRule { manifest.layout.audio }

  func header(from reader: RecordReader) throws(Problem) {
    guard manifest.entries.header != nil, let header = try reader.next() else { return }
    try output.write(header.bytes)
    try output.write([0x0A])
  }

  /// Copies the next records. Where no path depends on the manifest's directory, and none could be
  /// mistaken for one that was made absolute, they are copied in long runs without parsing.
  mutating func records(_ count: Int, from reader: RecordReader) throws(Problem) {
    var left = count
    let isAsBefore =
      !audio.dependsOnDirectory || (!traits.style.hasRelativePaths && !options.absolutePaths)
    if isAsBefore, traits.style.recordsAreLines {
      while left > 0, let run = try reader.nextRun(atMost: left) {
        try output.write(run.bytes)
        left -= run.lines
      }
      return
    }
    while left > 0, let record = try reader.next() {
      if isAsBefore || manifest.layout.syntax.isBlank(record.bytes) {
        try output.write(record.bytes)
      } else {
        try write(record)
      }
      if record.isTerminated { try output.write([0x0A]) }
      left -= 1
    }
  }

  /// Writes a record whose path may be relative: unchanged, with a link to the audio, or with the
  /// manifest's directory put before the path.
  private mutating func write(_ record: Record) throws(Problem) {
    let entry = try manifest.entries.entry(record)
    if let folder = audio.folder {
      let suffix = if case .stems = audio { ".wav" } else { "" }
      if !entry.climbs { try links.linkFile("\(folder)/\(entry.audioPath)\(suffix)") }
      return try output.write(record.bytes)
    }
    let prefix = RecordManifest.absolutePrefix(options)
    guard manifest.isRelative(entry) else {
      if options.absolutePaths, entry.audio.starts(with: prefix.utf8) {
        throw manifest.entries.problem(
          "a path with '/./' cannot be distinguished from one that was made absolute", .audio,
          entry, hint: "remove '/./' from the path, or leave \(ManifestSetting.absolutePaths) out")
      }
      return try output.write(record.bytes)
    }
    guard links.leadsSomewhere(entry.audio) else { return try output.write(record.bytes) }
    if options.absolutePaths, audio != .insideDirectory {
      let start = record.bytes.startIndex + entry.field(.audio)!.inner.lowerBound
      try output.write(record.bytes[..<start])
      try output.write(manifest.inner(prefix))
      return try output.write(record.bytes[start...])
    }
    if entry.climbs {
      throw manifest.entries.problem(
        "the relative path leads outside the manifest's directory: \(entry.audioPath)", .audio,
        entry,
        hint:
          "pass \(ManifestSetting.absolutePaths) to write absolute paths; remove restores the relative ones"
      )
    }
    try links.link(firstComponent(of: entry.audio))
    try output.write(record.bytes)
  }
}
