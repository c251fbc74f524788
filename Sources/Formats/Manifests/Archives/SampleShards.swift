import Files
import Integrity

/// Archives that have both the audio and the texts of utterances: WebDataset, and WeNet's shards.
///
///     WebDataset   shard-{000000..000012}.tar with <key>.wav, <key>.txt or <key>.json, and others
///     WeNet        data.list: the path of an archive on each line; members <key>.txt, <key>.wav
///
/// * The members of a sample are adjacent; a member elsewhere becomes another, incomplete sample.
/// * WebDataset divides names at the first dot and refuses two members with one name. A pipeline chooses
///   components by their extension, so canaries have the same extensions as the first sample.
/// * The text is a component `.txt`, or a key of `.json`.
/// * WeNet opens the paths in its list as they are, and skips an archive that it cannot read with no more
///   than a warning.
package struct SampleShards: ShardedCorpus {
  package let path: String
  package let format: ManifestFormat
  /// The archives in the order of the list or of the pattern.
  let archives: [String]
  /// The first sample, whose components the canaries have too.
  let first: FirstSample

  var names: SampleNames { format == .wenetShards ? .lastDot : .firstDot }
  var loader: String { format == .wenetShards ? "WeNet" : "WebDataset" }

  package var manifestName: String { format == .wenetShards ? baseName(of: path) : "" }
  package var probeName: String { format == .wenetShards ? "probe.list" : "metadata.jsonl" }
  package var canaryPaths: CanaryPaths { format == .wenetShards ? .absolute : .any }
  package var sourceDirectory: String { absolutePath(parentDirectory(of: archives[0])) }

  package func refusal(ofAudioBelow directory: String) -> String? {
    format == .wenetShards && directory.contains(where: \.isNewline)
      ? "the list has the path of one archive on each line; this path has a line break" : nil
  }

  /// WebDataset's pipelines decode audio by its extension.
  package var requiredContainer: AudioFormat.Container? {
    format == .wenetShards ? nil : AudioFormat.Container(rawValue: first.audioKind)
  }

  static let audioKinds: Set<String> = [
    "wav", "flac", "mp3", "m4a", "ogg", "opus", "wma", "aac", "sph",
  ]
  static let textKinds = ["txt", "text", "transcript", "transcription", "trn"]
  private static let longestText = 1 << 20

  init(webDataset pattern: NamePattern) throws(Problem) {
    path = pattern.value
    format = .webdataset
    archives = pattern.names
    let folders = Set(archives.map { absolutePath(parentDirectory(of: $0)) })
    guard folders.count == 1 else {
      throw Problem(
        .usage, "the archives are in several directories", file: path,
        hint: "inject into those of one directory")
    }
    first = try FirstSample(archives[0], .firstDot)
  }

  init(wenetList path: String) throws(Problem) {
    self.path = path
    format = .wenetShards
    var archives: [String] = []
    let reader = try LineReader(path)
    while let line = try reader.next() {
      if line.number == 1, line.bytes.startsWithByteOrderMark {
        throw byteOrderMarkProblem("WeNet reads it as a part of the first path", file: path)
      }
      guard let text = line.bytes.text else {
        throw encodingProblem(line.bytes, file: path, line: line.number)
      }
      let name = text.trimmingWhiteSpace
      guard name.hasSuffix(".tar"), !name.contains("\0") else {
        throw Problem(
          .badData,
          name.isEmpty ? "is blank" : "'\(name.printable)' is not the path of a tar archive",
          file: path, line: line.number,
          hint: "a list of shards has the path of one archive on each line")
      }
      guard isRegularFile(name) else {
        throw Problem(
          .missingInput, "there is no archive \(name.printable)", file: path, line: line.number,
          hint:
            "WeNet skips an archive that it cannot open; it starts relative paths at the working "
            + "directory")
      }
      archives.append(name)
    }
    guard !archives.isEmpty else {
      throw Problem(.badData, "has no archive", file: path)
    }
    self.archives = archives
    first = try FirstSample(archives[0], .lastDot)
  }

  // MARK: - Samples

  /// A sample with the contents of its texts.
  struct Reading {
    let sample: TarSample
    let audio: TarMember
    let text: ArraySlice<UInt8>
    /// The JSON component; nil if there is none.
    let entry: RecordEntry?
    /// The other components, as far as they are small.
    let others: [(kind: String, content: [UInt8]?)]

    var source: AudioSource {
      AudioSource(sample.archive, member: audio.name, bytes: audio.bytes)
    }
  }

  /// Calls `visit` with each sample until it returns false.
  func eachSample(_ visit: (Reading, _ archive: Int) throws(Problem) -> Bool) throws(Problem) {
    for (index, archive) in archives.enumerated() {
      var samples = try TarSampleReader(archive, names)
      var count = 0
      while let sample = try samples.nextSample() {
        count += 1
        guard try visit(try read(sample, samples.reader), index) else { return }
      }
      guard count > 0 else { throw Problem(.badData, "has no sample", file: archive) }
    }
  }

  func read(_ sample: TarSample, _ reader: TarReader) throws(Problem) -> Reading {
    func refuse(_ what: String, _ hint: Hint? = nil) -> Problem {
      Problem(
        .badData,
        "the sample '\(sample.key.printable)' \(what); it has "
          + sample.components.map { ".\($0.kind.printable)" }.joined(separator: ", "),
        file: sample.archive, hint: hint)
    }
    let audio = sample.components.filter { Self.audioKinds.contains($0.kind) }
    guard audio.count == 1 else {
      throw refuse(
        audio.isEmpty ? "has no audio" : "has several audio files",
        "the members of a sample have to follow one another")
    }
    var (text, entry): ([UInt8]?, RecordEntry?) = (nil, nil)
    var others: [(kind: String, content: [UInt8]?)] = []
    for component in sample.components where component.member.name != audio[0].member.name {
      if component.kind == first.textKind {
        text = try reader.content(of: component.member, limit: Self.longestText)
      } else if component.kind == "json" {
        let bytes = try reader.content(of: component.member, limit: Self.longestText)
        do throws(Problem) {
          entry = try first.json?.entries.entry(Record(bytes: bytes[...], line: 1))
        } catch {
          var placed = error
          placed.file = "\(sample.archive)(\(component.member.name.printable))"
          throw placed
        }
      } else {
        others.append(
          (
            component.kind,
            component.member.bytes.count > 4_096 ? nil : try reader.content(of: component.member)
          ))
      }
    }
    let trimmed = text.map { trimmedWhiteSpace($0[...]) }
    guard let words = trimmed ?? entry?.text else {
      throw refuse(
        "has no text",
        "the text is a component .txt or a key of .json; NeMo's archives have none: name their manifest"
      )
    }
    guard words.isUTF8 else { throw refuse("has a text that is not UTF-8") }
    guard !words.contains(0) else { throw refuse("has a text with a NUL character") }
    return Reading(
      sample: sample, audio: audio[0].member, text: words, entry: entry, others: others)
  }

  func utterance(_ reading: Reading, _ number: Int) -> Utterance {
    Utterance(
      file: reading.sample.archive, line: number, id: reading.sample.key,
      audio: Array(reading.audio.name.utf8)[...], text: reading.text,
      seconds: reading.entry?.seconds, offset: nil, speaker: nil,
      language: reading.entry?.language, source: reading.entry?.record.bytes ?? [])
  }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try traits(limit: limit) { utterance, _ throws(Problem) in try visit(utterance) }
  }

  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try traits(limit: nil) { utterance, source throws(Problem) in
      try visit(utterance, AudioPart(source))
    }
  }

  private func traits(
    limit: Int?, _ visit: (Utterance, AudioSource) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var survey = SampleSurvey(first, loader: loader)
    survey.traits.shards = Array(archives.indices)
    try eachSample { reading, archive throws(Problem) in
      if let limit, survey.traits.utterances >= limit { return false }
      survey.add(reading, digest: try digestContent(of: reading), archive: archive)
      try visit(utterance(reading, survey.traits.utterances), reading.source)
      return true
    }
    if limit == nil, format == .wenetShards {
      try survey.addList(path)
      survey.addRepeatedArchives(archives, list: path)
    }
    return survey.finish(archives)
  }

  // MARK: - Audio

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    try eachSample { reading, _ throws(Problem) in
      files.append(reading.source)
      return files.count < limit
    }
    return files
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    var found: [String: [String: AudioSource]] = [:]
    for (archive, wanted) in Dictionary(grouping: utterances, by: \.file) {
      found[archive] = try places(
        of: Set(wanted.map { String(decoding: $0.audio, as: UTF8.self) }), in: archive)
    }
    return utterances.map { found[$0.file]?[String(decoding: $0.audio, as: UTF8.self)] }
  }
}

/// A text without white space at its ends, as WeNet and pipelines strip it.
private func trimmedWhiteSpace(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
  let rest = text.drop(while: isSpace)
  return rest.prefix((rest.lastIndex { !isSpace($0) } ?? rest.startIndex - 1) - rest.startIndex + 1)
}
