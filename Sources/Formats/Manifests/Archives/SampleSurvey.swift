import Files
import Integrity

/// The traits of archives of samples, collected sample by sample.
struct SampleSurvey {
  var traits = CorpusTraits()
  private let first: FirstSample
  private let loader: String
  /// Samples whose components differ from those of the first one.
  private var uneven: (count: Int, first: String)?
  /// Keys that occurred before, in any archive.
  private var repeated: (count: Int, first: String)?
  /// The hashes of the keys so far.
  private var keys: Set<Int> = []
  /// The contents of further components, where a JSON component has the fields.
  private var others: [String: [UInt8]] = [:]
  /// The digests of the archives of a WebDataset.
  private var hashers: [Digest.Hasher] = []

  init(_ first: FirstSample, loader: String) {
    self.first = first
    self.loader = loader
    traits.census = FieldCensus(first.json == nil ? .table : .json)
  }

  /// - Parameters:
  ///   - content: what the digest of the archive covers.
  ///   - archive: the index of the archive.
  mutating func add(_ reading: SampleShards.Reading, digest content: [UInt8], archive: Int) {
    while hashers.count <= archive { hashers.append(Digest.Hasher()) }
    hashers[archive].update(content)
    traits.utterances += 1
    traits.census.addEntry()
    if !keys.insert(reading.sample.key.hashValue).inserted {
      repeated = (
        (repeated?.count ?? 0) + 1,
        repeated?.first ?? "\(reading.sample.archive): '\(reading.sample.key.printable)'"
      )
    }
    let kinds = reading.sample.components.map(\.kind)
    if Set(kinds) != Set(first.kinds) {
      uneven = (
        (uneven?.count ?? 0) + 1,
        uneven?.first ?? "\(reading.sample.archive): '\(reading.sample.key.printable)'"
      )
    }
    if let entry = reading.entry { add(entry, reading) }
    for (kind, content) in reading.others { add(kind, content, reading) }
  }

  private mutating func add(_ entry: RecordEntry, _ reading: SampleShards.Reading) {
    if let seconds = entry.seconds {
      traits.statedSeconds += seconds
      traits.utterancesWithDuration += 1
    }
    if entry.speaker != nil { traits.style.hasSpeakers = true }
    if let language = entry.language {
      traits.languages[language, default: 0] += 1
      traits.style.hasLanguage = true
      traits.style.languageField = first.json?.entries.name(.language)
    }
    if let field = entry.field(.sampleRate) {
      traits.style.sampleRateKey = String(decoding: field.name, as: UTF8.self)
    }
    for field in entry.fields where !field.isNested && !field.hasRole {
      traits.census.add(field.name, entry.record.bytes(field.written), text: reading.text)
    }
  }

  private mutating func add(
    _ kind: String, _ content: [UInt8]?, _ reading: SampleShards.Reading
  ) {
    func refuse(_ what: String) {
      guard traits.obstacles.isEmpty else { return }
      traits.obstacles.append(
        Problem(
          .badData,
          "the component .\(kind.printable) of '\(reading.sample.key.printable)' \(what); "
            + "canaries would have none", file: reading.sample.archive,
          hint: "make archives without it"))
    }
    guard let content else { return refuse("is more than a short value") }
    if first.json == nil {
      return traits.census.add(Array(kind.utf8)[...], content[...], text: reading.text)
    }
    if others[kind, default: content] != content { return refuse("varies") }
    others[kind] = content
  }

  /// Reads the list of archives for its digest.
  mutating func addList(_ path: String) throws(Problem) {
    let hasher = Digest.Hasher()
    let reader = try LineReader(path) { hasher.update($0) }
    traits.stamp = FileStamp(path)
    var isTerminated = true
    while let line = try reader.next() {
      traits.lines += 1
      if line.number == 1 { traits.style.endsLinesWithCarriageReturn = line.bytes.last == 0x0D }
      isTerminated = line.isTerminated
    }
    traits.files = [
      ManifestFile(
        name: baseName(of: path), digest: hasher.finish(), isTerminated: isTerminated,
        isCompressed: reader.isCompressed)
    ]
  }

  /// Notes an archive that the list names again.
  mutating func addRepeatedArchives(_ archives: [String], list: String) {
    var seen: Set<String> = []
    let again = archives.indices.filter { !seen.insert(archives[$0]).inserted }
    guard let first = again.first else { return }
    traits.warnings.append(
      "\(list):\(first + 1): \(again.count) line(s) name an archive again, "
        + "the first \(archives[first]); WeNet trains on its utterances each time")
  }

  consuming func finish(_ archives: [String]) -> CorpusTraits {
    if traits.files.isEmpty {
      traits.lines = traits.utterances
      traits.files = zip(archives, hashers).map {
        ManifestFile(
          name: baseName(of: $0), digest: $1.finish(), isTerminated: true, isCompressed: false)
      }
    }
    if let repeated {
      traits.warnings.append(
        "\(repeated.first): \(repeated.count) key(s) occur twice; \(loader) trains on each of these "
          + "samples")
    }
    if let uneven {
      traits.warnings.append(
        "\(uneven.first): \(uneven.count) sample(s) have other components than the first one, which the "
          + "canaries copy")
    }
    if AudioFormat.Container(rawValue: first.audioKind) == nil, loader != "WeNet",
      traits.obstacles.isEmpty
    {
      traits.obstacles.append(
        Problem(
          .badData,
          "the audio is .\(first.audioKind), and pipelines choose components by their "
            + "extension; canaries can be .wav or .flac only", file: archives[0],
          hint: "make archives of WAV or FLAC"))
    }
    traits.style.fixedComponents = others
    return traits
  }
}
