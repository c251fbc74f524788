import Files

/// The traits of a NeMo manifest, collected line by line in one pass.
struct NeMoSurvey {
  let path: String
  var traits = CorpusTraits()
  private var blankLines = 0
  private var firstBlank = 0
  private var climbingPaths = 0
  private var skippedLines = 0

  init(path: String) { self.path = path }

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
    let entry = try NeMoEntry(line, file: path)
    if line.number == 1 { traits.style.endsLinesWithCarriageReturn = line.bytes.last == 0x0D }
    if entry.isRelative { noteRelativePath(of: entry) }
    if let key = entry.sampleRateKey { traits.style.sampleRateKey = key }
    if let language = entry.language { traits.languages[language, default: 0] += 1 }
    guard !entry.isSkipped else {
      skippedLines += 1
      return nil
    }
    traits.utterances += 1
    traits.statedSeconds += entry.seconds
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
