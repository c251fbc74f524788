import Files
import Integrity

/// A tree of LibriSpeech: directories of speakers and chapters.
///
///     19/198/19-198-0000.flac
///     19/198/19-198.trans.txt    19-198-0000 NORTHANGER ABBEY
///                                19-198-0001 …
///
/// * An id has three numbers: speaker, chapter and utterance. torchaudio converts each to an integer and
///   raises a FileNotFoundError for audio without a line.
/// * Lhotse finds the files of texts without following links to directories, and skips a line without
///   audio with no more than a message. So an injection makes real directories and links each file.
/// * The audio has the extension of the first file, .flac in LibriSpeech itself.
package struct LibriSpeechTree: TrainingCorpus {
  package let path: String
  package let format = ManifestFormat.librispeech
  /// The directories of the chapters below `path`, such as `19/198`, in order.
  let chapters: [String]
  /// The extension of the audio.
  let suffix: String

  package var manifestName: String { baseName(of: absolutePath(path)) }
  package var probeName: String { manifestName }
  package var requiredContainer: AudioFormat.Container? { AudioFormat.Container(rawValue: suffix) }

  static let title = "LibriSpeech: a tree of <speaker>/<chapter>/ with .trans.txt beside the audio"
  static let evidence = "a directory with <number>/<number>/*.trans.txt"

  /// Whether a directory is a tree of LibriSpeech.
  static func recognize(_ path: String) -> String? {
    guard let speaker = numbers(in: path).first,
      let chapter = numbers(in: "\(path)/\(speaker)").first,
      fileExists("\(path)/\(speaker)/\(chapter)/\(speaker)-\(chapter).trans.txt")
    else { return nil }
    return "it has \(speaker)/\(chapter)/\(speaker)-\(chapter).trans.txt"
  }

  /// The directories with a number as their name, ordered by their names.
  static func numbers(in directory: String) -> [String] {
    let names = (try? directoryEntries(of: directory)) ?? []
    return names.filter { $0.utf8.allSatisfy(isDigit) && isDirectory("\(directory)/\($0)") }
  }

  init(path: String) throws(Problem) {
    self.path = path
    chapters = Self.numbers(in: path).flatMap { speaker in
      Self.numbers(in: "\(path)/\(speaker)").map { "\(speaker)/\($0)" }
    }
    guard let first = chapters.first else {
      throw Problem(
        .badData, "has no directory <speaker>/<chapter>", file: path,
        hint: "name the directory that has the speakers, such as train-clean-100")
    }
    guard baseName(of: absolutePath(path)) != audioFolderName else {
      throw Problem(
        .badData, "has the name of the folder for audio beside the tree", file: path,
        hint: "rename it, for example to train-clean-100")
    }
    let names = try directoryEntries(of: "\(path)/\(first)")
    suffix =
      names.contains { $0.hasSuffix(".wav") } && !names.contains { $0.hasSuffix(".flac") }
      ? "wav" : "flac"
  }

  /// The file of texts of a chapter below `path`: `19/198/19-198.trans.txt`.
  static func texts(of chapter: String) -> String {
    "\(chapter)/\(chapter.replacing("/", with: "-")).trans.txt"
  }

  func audio(_ id: String, in chapter: String) -> String { "\(path)/\(chapter)/\(id).\(suffix)" }

  /// Calls `visit` with each line of a chapter.
  /// - Returns: the description of the file of texts.
  func eachLine(
    of chapter: String,
    _ visit: (Line, _ id: String, _ text: ArraySlice<UInt8>) throws(Problem) -> Void
  ) throws(Problem) -> ManifestFile {
    let name = Self.texts(of: chapter)
    let file = "\(path)/\(name)"
    let hasher = Digest.Hasher()
    let reader = try LineReader(file) { hasher.update($0) }
    let prefix = Array("\(chapter.replacing("/", with: "-"))-".utf8)
    var isTerminated = true
    while let line = try reader.next() {
      isTerminated = line.isTerminated
      let bytes = line.bytes.withoutReturn
      let id = bytes.prefix { $0 != 0x20 && $0 != 0x09 }
      guard bytes.isUTF8 else {
        throw encodingProblem(bytes, file: file, line: line.number)
      }
      if bytes.hasReturnInside { throw returnProblem(file, line.number) }
      guard id.starts(with: prefix), id.count > prefix.count,
        id.dropFirst(prefix.count).allSatisfy(isDigit)
      else {
        throw Problem(
          .badData,
          "expected an id \(String(decoding: prefix, as: UTF8.self))0000, found "
            + "'\(String(decoding: id, as: UTF8.self).printable)'", file: file, line: line.number,
          hint: "each line is an id and its text; torchaudio fails on other lines")
      }
      let text = bytes[id.endIndex...].drop { $0 == 0x20 || $0 == 0x09 }
      guard bytes[id.endIndex...].first == 0x20, !text.isEmpty else {
        throw Problem(
          .badData,
          text.isEmpty
            ? "has an id without a text, and torchaudio and Lhotse fail on it"
            : "has a tab behind the id, and torchaudio fails on it", file: file,
          line: line.number, hint: "each line is an id, a space and its text")
      }
      try visit(line, String(decoding: id, as: UTF8.self), text)
    }
    return ManifestFile(
      name: name, digest: hasher.finish(), isTerminated: isTerminated,
      isCompressed: reader.isCompressed)
  }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var traits = CorpusTraits()
    traits.census = FieldCensus(.table)
    var silent: (count: Int, first: String)?
    var untold: (count: Int, first: String)?
    for chapter in chapters {
      if let limit, traits.utterances >= limit { break }
      var audio = Set(
        try directoryEntries(of: "\(path)/\(chapter)").filter { $0.hasSuffix(".\(suffix)") })
      let file = "\(path)/\(Self.texts(of: chapter))"
      var seen: Set<String> = []
      let description = try eachLine(of: chapter) { line, id, text throws(Problem) in
        if let limit, traits.utterances >= limit { return }
        guard seen.insert(id).inserted else {
          throw Problem(
            .badData, "'\(id)' occurs twice", file: file, line: line.number,
            hint: "give every utterance its own id")
        }
        if audio.remove("\(id).\(suffix)") == nil {
          silent = ((silent?.count ?? 0) + 1, silent?.first ?? "\(file):\(line.number)")
        }
        if text.contains(0), traits.obstacles.isEmpty {
          traits.obstacles.append(nulProblem(file, line.number))
        }
        traits.utterances += 1
        try visit(
          Utterance(
            file: file, line: line.number, id: id, audio: Array("\(chapter)/\(id)".utf8)[...],
            text: text, seconds: nil, offset: nil,
            speaker: String(chapter.prefix { $0 != "/" }), language: nil, source: line.bytes))
      }
      traits.files.append(description)
      if let first = audio.min() {
        untold = (
          (untold?.count ?? 0) + audio.count, untold?.first ?? "\(path)/\(chapter)/\(first)"
        )
      }
    }
    guard traits.utterances > 0 else { throw Problem(.badData, "has no utterance", file: path) }
    traits.lines = traits.utterances
    guard limit == nil else { return traits }
    if let silent {
      traits.warnings.append(
        "\(silent.first): \(silent.count) line(s) have no audio; Lhotse leaves them out")
    }
    if let untold {
      traits.warnings.append(
        "\(untold.first): \(untold.count) audio file(s) have no line; torchaudio fails on them")
    }
    return traits
  }

  // MARK: - Audio

  private func file(of utterance: Utterance) -> String {
    "\(path)/\(String(decoding: utterance.audio, as: UTF8.self)).\(suffix)"
  }

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    _ = try survey(limit: limit) { files.append(AudioSource(absolutePath(file(of: $0)))) }
    return files
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    utterances.map { AudioSource(absolutePath(file(of: $0))) }
  }

  package func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] {
    var files: [String: String] = [:]
    _ = try survey(limit: nil) { utterance in
      if names.contains(utterance.name) {
        files[utterance.name] = absolutePath(file(of: utterance))
      }
    }
    return files
  }

  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try survey(limit: nil) { utterance throws(Problem) in
      try visit(utterance, AudioPart(path: absolutePath(file(of: utterance))))
    }
  }
}
