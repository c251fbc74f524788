import Files
import Integrity

/// A NeMo manifest: one file, plain or gzip, with one JSON object a line. `NeMoEntry` has the
/// grammar of a line.
package struct NeMoManifest: TrainingCorpus {
  package let path: String
  package let format = ManifestFormat.nemo
  package var manifestName: String { baseName(of: path) }
  package var probeName: String { "probe" + manifestName.dropFirst(stem(of: manifestName).count) }

  var directory: String { absolutePath(parentDirectory(of: path)) }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try entries(limit: limit) { utterance, _ throws(Problem) in try visit(utterance) }
  }

  /// Does what `survey` does and also passes on the entry that each utterance was read from.
  func entries(
    limit: Int?, _ visit: (Utterance, NeMoEntry) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var survey = NeMoSurvey(path: path)
    let hasher = Digest.Hasher()
    var isTerminated = true
    survey.traits.stamp = FileStamp(path)
    let reader = try LineReader(path) { hasher.update($0) }
    while survey.traits.utterances < limit ?? .max, let line = try reader.next() {
      isTerminated = line.isTerminated
      if let (utterance, entry) = try survey.read(line) { try visit(utterance, entry) }
    }
    guard survey.traits.utterances > 0 else {
      throw Problem(.badData, "has no utterance", file: path)
    }
    return survey.finish(
      ManifestFile(
        name: manifestName, digest: hasher.finish(), isTerminated: isTerminated,
        isCompressed: reader.isCompressed))
  }

  package func audioFiles(limit: Int) throws(Problem) -> [String] {
    var files: [String] = []
    let reader = try LineReader(path)
    while files.count < limit, let line = try reader.next() {
      guard !line.bytes.isBlank else { continue }
      files.append(resolved(try NeMoEntry(line, file: path)))
    }
    return files
  }

  /// The audio file as NeMo finds it: beside the manifest where such a file exists, else from the
  /// working directory.
  func resolved(_ entry: NeMoEntry) -> String {
    guard entry.isRelative else { return entry.audioPath }
    let beside = "\(directory)/\(entry.audioPath)"
    return fileExists(beside) ? beside : absolutePath(entry.audioPath)
  }
}
