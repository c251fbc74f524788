import Files
import Glibc
import Integrity

/// A NeMo manifest: one file, plain or gzip. `NeMoEntry` has the grammar of a line.
package struct NeMoManifest: TrainingCorpus {
  package let path: String
  package let format = ManifestFormat.nemo
  package var manifestName: String { baseName(of: path) }
  package var probeName: String { "probe" + manifestName.dropFirst(stem(of: manifestName).count) }

  private var directory: String { absolutePath(parentDirectory(of: path)) }

  // MARK: - Reading

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try entries(limit: limit) { utterance, _ throws(Problem) in try visit(utterance) }
  }

  /// `survey`, which also shows the entry that each utterance was made from.
  func entries(
    limit: Int?, _ visit: (Utterance, NeMoEntry) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var traits = CorpusTraits()
    var blankLines = 0
    var firstBlank = 0
    var parents = 0
    var skipped = 0
    let hasher = Digest.Hasher()
    var isTerminated = true
    traits.stamp = FileStamp(path)
    let reader = try LineReader(path) { hasher.update($0) }
    while traits.utterances < limit ?? .max, let line = try reader.next() {
      isTerminated = line.isTerminated
      traits.lines += 1
      if line.bytes.isBlank {
        blankLines += 1
        if firstBlank == 0 { firstBlank = line.number }
        continue
      }
      try check(line)
      let entry = try NeMoEntry(line, file: path)
      if line.number == 1 { traits.style.endsLinesWithCarriageReturn = line.bytes.last == 0x0D }
      if entry.isRelative {
        parents += try note(entry, line: line.number, in: &traits.style) ? 1 : 0
      }
      if let key = entry.sampleRateKey { traits.style.sampleRateKey = key }
      if let language = entry.language { traits.languages[language, default: 0] += 1 }
      if entry.isSkipped {
        skipped += 1
        continue
      }
      traits.utterances += 1
      traits.statedSeconds += entry.seconds
      try visit(
        Utterance(
          file: path, line: line.number, id: nil, audio: entry.audio, text: entry.text,
          seconds: entry.seconds, offset: entry.offset, speaker: nil, language: entry.language,
          source: line.bytes), entry)
    }
    traits.utterancesWithDuration = traits.utterances
    traits.style.hasLanguage = !traits.languages.isEmpty
    if blankLines > 0 {
      traits.warnings.append(
        "\(path):\(firstBlank): \(blankLines) blank line(s): NeMo's older loader passes them over,"
          + " its Lhotse-backed loader fails on them; they are kept")
    }
    if skipped > 0 {
      traits.warnings.append(
        "\(path): \(skipped) line(s) with \"_skipme\" are kept and not counted")
    }
    if parents > 0 {
      traits.warnings.append(
        "\(path): \(parents) relative path(s) lead outside the manifest's directory")
    }
    guard traits.utterances > 0 else {
      throw Problem(.badData, "holds no utterance", file: path)
    }
    traits.files = [
      ManifestFile(
        name: manifestName, digest: hasher.finish(), isTerminated: isTerminated,
        isCompressed: reader.isCompressed)
    ]
    return traits
  }

  private func check(_ line: Line) throws(Problem) {
    if line.number == 1, line.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw Problem(
        .badData, "starts with a byte order mark, which NeMo's loaders do not read", file: path,
        line: 1, hint: "sed -i '1s/^\\xEF\\xBB\\xBF//' FILE takes it away")
    }
    guard line.bytes.isUTF8 else {
      throw Problem(
        .badData, "is not UTF-8", file: path, line: line.number,
        hint: "iconv -f LATIN1 -t UTF-8 converts, if Latin-1 is what it is")
    }
  }

  /// Notes what a relative path means for injecting. True where it climbs out of the directory.
  private func note(
    _ entry: NeMoEntry, line: Int, in style: inout EntryStyle
  ) throws(Problem) -> Bool {
    style.hasRelativePaths = true
    let first = firstComponent(of: entry.audio)
    if first.starts(with: audioFolderName.utf8) {
      style.takenFolderNames.insert(String(decoding: first, as: UTF8.self))
    }
    return entry.climbs
  }

  package func audioFiles(limit: Int) throws(Problem) -> [String] {
    var files: [String] = []
    let reader = try LineReader(path)
    while files.count < limit, let line = try reader.next() {
      guard !line.bytes.isBlank else { continue }
      let entry = try NeMoEntry(line, file: path)
      files.append(resolved(entry))
    }
    return files
  }

  /// NeMo's rule: the manifest's directory where such a file exists, else the working directory.
  func resolved(_ entry: NeMoEntry) -> String {
    guard entry.isRelative else { return entry.audioPath }
    let beside = "\(directory)/\(entry.audioPath)"
    return fileExists(beside) ? beside : absolutePath(entry.audioPath)
  }

  // MARK: - Injecting

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in target: String
  ) throws(Problem) -> [Int] {
    precondition(gaps.count == injected.count, "inject: a gap for each injected utterance")
    let source = traits.files[0]
    let output = try OutputFile("\(target)/\(manifestName)", compressed: source.isCompressed)
    let reader = try LineReader(path)
    var links = Links(from: directory, to: target)
    var copied = 0
    for (index, utterance) in injected.enumerated() {
      try copy(gaps[index] - copied, from: reader, options, traits, &links, to: output)
      copied = gaps[index]
      // Where the user's last line has no line feed, the last line of all has none.
      if copied == traits.lines, !source.isTerminated { try output.write([0x0A]) }
      try output.write(line(for: utterance, traits: traits))
      if copied < traits.lines || source.isTerminated { try output.write([0x0A]) }
    }
    try copy(.max, from: reader, options, traits, &links, to: output)
    try output.close()
    guard FileStamp(path) == traits.stamp else {
      throw Problem(
        .badData, "changed while it was being read", file: path, hint: "run again when it is still")
    }
    return gaps.enumerated().map { $0.element + $0.offset + 1 }
  }

  /// Copies the user's next lines: as they are, in long runs, where no path in them is relative or
  /// could be taken for one made absolute.
  private func copy(
    _ count: Int, from reader: LineReader, _ options: InjectionOptions, _ traits: CorpusTraits,
    _ links: inout Links, to output: OutputFile
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

  /// Writes a user's line whose path may be relative: as it is, with its first component linked,
  /// or with the manifest's directory before it.
  private func write(
    _ line: Line, options: InjectionOptions, links: inout Links, to output: OutputFile
  ) throws(Problem) {
    let entry = try NeMoEntry(line, file: path)
    let prefix = absolutePrefix(options)
    if !entry.isRelative {
      if options.absolutePaths, entry.audio.starts(with: prefix.utf8) {
        throw Problem(
          .badData, "a path that contains '/./' cannot be told from one made absolute", file: path,
          line: line.number, field: "audio_filepath")
      }
      return try output.write(line.bytes)
    }
    guard links.leadsSomewhere(entry.audio) else { return try output.write(line.bytes) }
    if options.absolutePaths {
      let start = line.bytes.startIndex + entry.audioRange.lowerBound
      try output.write(line.bytes[..<start])
      try output.write(escaped(prefix))
      return try output.write(line.bytes[start...])
    }
    if entry.climbs {
      throw Problem(
        .badData, "the relative path leads outside the manifest's directory: \(entry.audioPath)",
        file: path, line: line.number, field: "audio_filepath",
        hint: "pass --absolute-paths to write such paths out in full (remove turns them back)")
    }
    try links.link(firstComponent(of: entry.audio))
    try output.write(line.bytes)
  }

  /// Marked with `/./`, so that `remove` can tell which paths were relative.
  private func absolutePrefix(_ options: InjectionOptions) -> String {
    "\(options.sourceDirectory)/./"
  }

  private func line(for utterance: InjectedUtterance, traits: CorpusTraits) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("audio_filepath", utterance.audioPath)
    writer.field("duration", utterance.seconds)
    writer.field("text", utterance.text)
    if traits.style.hasLanguage, let language = traits.language { writer.field("lang", language) }
    if let key = traits.style.sampleRateKey { writer.field(key, utterance.sampleRate) }
    writer.endObject()
    return writer.bytes + (traits.style.endsLinesWithCarriageReturn ? [0x0D] : [])
  }

  // MARK: - Probing

  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String,
    appearingAs final: String
  ) throws(Problem) {
    var lines: [(id: String, line: [UInt8])] = injected.map {
      ($0.id, line(for: $0, traits: traits))
    }
    for checkUtterance in checkUtterances {
      lines.append(
        (checkUtterance.id, try line(for: checkUtterance, in: target, appearingAs: final)))
    }
    lines.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    let output = try OutputFile(
      "\(target)/\(probeName)", compressed: traits.files[0].isCompressed)
    for (_, line) in lines { try output.write(line + [0x0A]) }
    try output.close()
  }

  /// The user's line with the path of a link named after the check utterance's id, so that a transcript
  /// comes back under that name; everything else byte for byte.
  private func line(
    for checkUtterance: ProbedUtterance, in target: String, appearingAs final: String
  ) throws(Problem) -> [UInt8] {
    let source = checkUtterance.utterance.source
    let entry = try NeMoEntry(
      Line(bytes: source, number: checkUtterance.utterance.line, isTerminated: true), file: path)
    let audio = resolved(entry)
    let name = baseName(of: audio)
    let suffix = name.dropFirst().lastIndex(of: ".").map { String(name[$0...]) } ?? ""
    let link = "\(audioFolderName)/\(checkUtterance.id)\(suffix)"
    guard unsafe symlink(audio, "\(target)/\(link)") == 0 else {
      throw SystemError.last.writing("\(target)/\(link)")
    }
    let start = source.startIndex + entry.audioRange.lowerBound
    let end = source.startIndex + entry.audioRange.upperBound
    let shown = final.isEmpty ? link : "\(final)/\(link)"
    return Array(source[..<start]) + escaped(shown) + Array(source[end...])
  }

  // MARK: - Uprooting

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String
  ) throws(Problem) -> RemovalOutcome {
    let source = files[0]
    var result = RemovalOutcome()
    let reader = try LineReader(path)
    let output = try OutputFile(destination, compressed: source.isCompressed)
    let hasher = Digest.Hasher()
    let prefix = Array(absolutePrefix(options).utf8)
    let marked = escaped(absolutePrefix(options))
    var pendingFeed = false
    func write(_ bytes: some Collection<UInt8>) throws(Problem) {
      hasher.update(bytes)
      try output.write(bytes)
    }
    while let line = try reader.next() {
      var user = Array(line.bytes)
      if !line.bytes.isBlank {
        let entry = try NeMoEntry(line, file: path)
        let id = stem(of: entry.audioPath)
        if ids.contains(id) {
          result.found.insert(id)
          result.entries += 1
          continue
        }
        if options.absolutePaths, entry.audio.starts(with: prefix) {
          // A tool that wrote the manifest anew may have escaped the path in its own way.
          let asWritten = user[entry.audioRange].starts(with: marked)
          let rest =
            asWritten
            ? user[entry.audioRange].dropFirst(marked.count)
            : escaped(String(decoding: entry.audio.dropFirst(prefix.count), as: UTF8.self))[...]
          user.replaceSubrange(entry.audioRange, with: rest)
        }
      }
      if pendingFeed { try write([0x0A]) }
      pendingFeed = true
      try write(user)
    }
    if source.isTerminated, pendingFeed { try write([0x0A]) }
    try output.close()
    if hasher.finish() != source.digest { result.changedFiles = [source.name] }
    return result
  }
}

/// `text` as it stands between the quotes of a JSON string.
private func escaped(_ text: String) -> [UInt8] {
  var writer = JSONWriter()
  writer.string(text)
  return Array(writer.bytes.dropFirst().dropLast())
}

/// `audio/spk/1.wav` and `./audio/spk/1.wav` → `audio`.
private func firstComponent(of path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var rest = path
  while true {
    let component = rest.prefix { $0 != UInt8(ascii: "/") }
    let leadsNowhere = component.isEmpty || component.elementsEqual(".".utf8)
    guard leadsNowhere, component.endIndex < rest.endIndex else { return component }
    rest = rest[(component.endIndex + 1)...]
  }
}

/// Links in a new directory to what the relative paths of the old one lead to.
///
/// The directory itself remembers which links exist, so memory stays flat for manifests with a
/// million files in one folder.
private struct Links {
  private let source: String
  private let target: String
  private var last: (component: ArraySlice<UInt8>, exists: Bool)?
  private var lastLinked: ArraySlice<UInt8>?

  init(from source: String, to target: String) {
    self.source = source
    self.target = target
  }

  /// Whether the path's first component exists beside the manifest. Where it does not, NeMo starts
  /// at the working directory, from either manifest alike.
  mutating func leadsSomewhere(_ path: ArraySlice<UInt8>) -> Bool {
    let component = firstComponent(of: path)
    if let last, last.component.elementsEqual(component) { return last.exists }
    let exists = fileExists("\(source)/\(String(decoding: component, as: UTF8.self))")
    last = (component, exists)
    return exists
  }

  mutating func link(_ component: ArraySlice<UInt8>) throws(Problem) {
    if let lastLinked, lastLinked.elementsEqual(component) { return }
    lastLinked = component
    let name = String(decoding: component, as: UTF8.self)
    guard !name.isEmpty, name != "." else { return }
    let link = "\(target)/\(name)"
    guard unsafe symlink("\(source)/\(name)", link) == 0 || errno == EEXIST else {
      throw SystemError.last.writing(link)
    }
  }
}
