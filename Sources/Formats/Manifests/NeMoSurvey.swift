import Files

/// The traits of a NeMo manifest, collected line by line in one pass.
struct NeMoSurvey {
  let path: String
  private let directory: String
  var traits = CorpusTraits()
  private var blankLines = 0
  private var firstBlank = 0
  private var climbingPaths = 0
  private var skippedLines = 0

  init(path: String) {
    self.path = path
    directory = absolutePath(parentDirectory(of: path))
    if "\(directory)/".contains("/sharded_manifests/") {
      traits.obstacles.append(
        Problem(
          .badData, "is one of the sharded manifests of a tarred data set", file: path,
          hint: "inject into the manifest that the archives were made from, then make the archives "
            + "again (NeMo: convert_to_tarred_audio_dataset.py)"))
    }
  }

  /// Checks the next line.
  /// - Returns: its utterance and entry; nil for a blank line and for one that `_skipme` excludes.
  mutating func read(_ line: Line) throws(Problem) -> (Utterance, NeMoEntry)? {
    traits.lines += 1
    if line.bytes.isBlank {
      blankLines += 1
      if firstBlank == 0 { firstBlank = line.number }
      return nil
    }
    try checkEncoding(of: line)
    let entry = try NeMoEntry(line, file: path, keepsFields: true)
    if line.number == 1 { traits.style.endsLinesWithCarriageReturn = line.bytes.last == 0x0D }
    if entry.isInArchive, traits.obstacles.isEmpty { noteArchive(line) }
    notePath(of: entry, line)
    if let key = entry.sampleRateKey { traits.style.sampleRateKey = key }
    if let language = entry.language { traits.languages[language, default: 0] += 1 }
    guard !entry.isSkipped else {
      skippedLines += 1
      return nil
    }
    traits.utterances += 1
    traits.statedSeconds += entry.seconds
    traits.census.addEntry()
    for field in entry.fields { traits.census.add(field.name, field.value, text: entry.text) }
    let utterance = Utterance(
      file: path, line: line.number, id: nil, audio: entry.audio, text: entry.text,
      seconds: entry.seconds, offset: entry.offset, speaker: nil, language: entry.language,
      source: line.bytes)
    return (utterance, entry)
  }

  private func checkEncoding(of line: Line) throws(Problem) {
    if line.number == 1, line.bytes.startsWithByteOrderMark {
      throw byteOrderMarkProblem(file: path, line: 1)
    }
    guard line.bytes.isUTF8 else {
      throw Problem(
        .badData, "is not UTF-8", file: path, line: line.number,
        hint: "if it is Latin-1, convert it with iconv -f LATIN1 -t UTF-8")
    }
  }

  private mutating func noteArchive(_ line: Line) {
    traits.obstacles.append(
      Problem(
        .badData,
        "this is a tarred manifest: its audio is in tar archives, and NeMo's loader drops entries "
          + "that no archive has, without a message", file: path, line: line.number,
        field: "shard_id",
        hint: "inject into the manifest that the archives were made from, then make the archives "
          + "again (NeMo: convert_to_tarred_audio_dataset.py)"))
  }

  private mutating func notePath(of entry: NeMoEntry, _ line: Line) {
    func refuse(_ what: String, _ hint: String) -> Problem {
      Problem(
        .badData, what, file: path, line: line.number, field: "audio_filepath", hint: hint)
    }
    guard entry.isRelative else {
      if traits.absolutePathObstacle == nil, entry.audio.starts(with: "\(directory)/./".utf8) {
        traits.absolutePathObstacle = refuse(
          "a path with '/./' cannot be distinguished from one that --absolute-paths made",
          "remove '/./' from the path, or leave --absolute-paths out")
      }
      return
    }
    noteRelativePath(of: entry)
    let first = firstComponent(of: entry.audio)
    if traits.obstacles.isEmpty, first.first == UInt8(ascii: "~"), !exists(first) {
      traits.obstacles.append(
        refuse(
          "the path starts with '~', which some loaders replace by a home directory and others do "
            + "not: \(entry.audioPath)", "write the home directory out"))
    }
    if traits.relativePathObstacle == nil, entry.climbs, exists(first) {
      traits.relativePathObstacle = refuse(
        "the relative path leads outside the manifest's directory: \(entry.audioPath)",
        "pass --absolute-paths to write absolute paths; remove restores the relative ones")
    }
  }

  private func exists(_ component: ArraySlice<UInt8>) -> Bool {
    fileExists("\(directory)/\(String(decoding: component, as: UTF8.self))")
  }

  private mutating func noteRelativePath(of entry: NeMoEntry) {
    traits.style.hasRelativePaths = true
    let first = firstComponent(of: entry.audio)
    if first.starts(with: audioFolderName.utf8) {
      traits.style.takenFolderNames.insert(String(decoding: first, as: UTF8.self))
    }
    if entry.climbs { climbingPaths += 1 }
  }

  /// The traits after the last line.
  consuming func finish(_ file: ManifestFile) -> CorpusTraits {
    traits.utterancesWithDuration = traits.utterances
    traits.style.hasLanguage = !traits.languages.isEmpty
    if blankLines > 0 {
      traits.warnings.append(
        "\(path):\(firstBlank): \(blankLines) blank line(s) are kept; NeMo's older loader skips them, "
          + "its Lhotse-backed loader fails on them")
    }
    if skippedLines > 0 {
      traits.warnings.append(
        "\(path): \(skippedLines) line(s) with \"_skipme\" are kept and not counted")
    }
    if climbingPaths > 0 {
      traits.warnings.append(
        "\(path): \(climbingPaths) relative path(s) lead outside the manifest's directory")
    }
    traits.files = [file]
    return traits
  }
}

/// The error for a manifest that starts with a byte order mark.
func byteOrderMarkProblem(file: String, line: Int) -> Problem {
  Problem(
    .badData, "starts with a byte order mark, which NeMo's loaders cannot read", file: file,
    line: line, hint: "remove it with sed -i '1s/^\\xEF\\xBB\\xBF//' FILE")
}
