import Files

/// The pattern that names the archives of a directory.
private func archiveHint(_ names: [String], in directory: String) -> Hint {
  let archives = names.filter { $0.hasSuffix(".tar") }
  let value = NumberedName.value(for: archives, after: nil, open: "{", close: "}")
  let pattern =
    value.contains(",") || archives.isEmpty
    ? "DIR/shard-{000000..000012}.tar" : "\(directory)/\(value)"
  return "name the archives of a WebDataset by a pattern, such as \(pattern); for NeMo's archives "
    + "name their manifest, and for WeNet's the list of them"
}

/// The number of files of a directory that are tried as a manifest.
private let filesTried = 50

/// The error for a directory that is no manifest. It says which file or directory to name instead.
func unknownDirectory(_ path: String) -> Problem {
  func problem(_ what: String, _ hint: Hint) -> Problem {
    Problem(.badData, what, file: path, hint: hint)
  }
  let names = (try? directoryEntries(of: path)) ?? []
  if let metadata = names.first(where: { ["metadata.csv", "metadata.jsonl"].contains($0) }) {
    return problem(
      "is a directory, and its manifest is a file", "it has \(metadata): give the path of that file"
    )
  }
  if hasColumns(names) || (try? directoryEntries(of: "\(path)/data")).map(hasColumns) == true {
    return problem("has Parquet or Arrow files, which are not read", columnsHint)
  }
  if names.contains(where: { $0.hasSuffix(".tar") || $0.hasSuffix(".tar.gz") }) {
    let list = manifest(among: names.filter { !$0.contains(".tar") }, in: path)
    return problem(
      "is a directory of archives, not a manifest",
      list.map { "it has \($0.name) (\($0.format.rawValue)): give the path of that file" }
        ?? archiveHint(names, in: path))
  }
  if let part = names.first(where: { LibriSpeechTree.recognize("\(path)/\($0)") != nil }) {
    return problem(
      "has trees of LibriSpeech and is not one itself", "give the path of one: \(path)/\(part)")
  }
  if let (name, format) = manifest(among: names, in: path) {
    return problem(
      "is a directory, and its manifest is a file",
      "it has \(name) (\(format.rawValue)): give the path of that file")
  }
  return problem(
    "is a directory of no known format: without wav.scp (Kaldi), cuts.*.jsonl and recording.*.tar "
      + "(Lhotse Shar), or <speaker>/<chapter> (LibriSpeech)",
    "other manifests are files: give the path of the file")
}

/// Whether a directory has files of Parquet or Arrow.
private func hasColumns(_ names: [String]) -> Bool {
  names.contains { $0.hasSuffix(".parquet") || $0.hasSuffix(".arrow") }
}

/// The first file of a directory that is a manifest.
private func manifest(
  among names: [String], in directory: String
) -> (name: String, format: ManifestFormat)? {
  for name in names.prefix(filesTried) where isRegularFile("\(directory)/\(name)") {
    if let format = try? ManifestFormat.detect("\(directory)/\(name)") { return (name, format) }
  }
  return nil
}

/// Refuses a name with a wildcard, which the shell has not replaced.
func refuseWildcard(_ path: String) throws(Problem) {
  guard path.contains(where: { $0 == "*" || $0 == "?" }), !fileExists(path) else { return }
  let directory = parentDirectory(of: path)
  let names = (try? directoryEntries(of: directory)) ?? []
  throw Problem(
    .missingInput, "does not exist; wildcards are not replaced", file: path,
    hint: baseName(of: path).hasSuffix(".tar")
      ? archiveHint(names, in: directory)
      : "name several manifests by commas or by a range: a.json,b.json or m_{0..7}.json")
}

/// Refuses an archive of Lhotse Shar, which has the audio of the cuts beside it and no text.
func refuseSharArchive(_ path: String) throws(Problem) {
  let directory = parentDirectory(of: path)
  guard baseName(of: path).hasPrefix("recording."),
    let names = try? directoryEntries(of: directory), ShardDirectory.recognize(names) != nil
  else { return }
  throw Problem(
    .badData, "is a part of a directory of Lhotse Shar, not a manifest by itself", file: path,
    hint: "name the directory: \(directory)")
}

/// Refuses a file that is a part of a manifest whose other files or directory have to be named.
func refuseMember(_ start: FileStart) throws(Problem) {
  let directory = parentDirectory(of: start.path)
  func refuse(_ what: String, _ named: String) -> Problem {
    Problem(
      .badData, "is a part of \(what), not a manifest by itself", file: start.path,
      hint: "name \(named)")
  }
  if start.keys == nil, KaldiFile(rawValue: start.name) != nil, fileExists("\(directory)/wav.scp") {
    throw refuse("a Kaldi data directory", "the directory: \(directory)")
  }
  if start.name.hasSuffix(".trans.txt") {
    let tree = parentDirectory(of: parentDirectory(of: absolutePath(directory)))
    throw refuse("a tree of LibriSpeech", "the directory of the speakers: \(tree)")
  }
  for label in FairseqManifest.Label.allCases where start.name.hasSuffix(".\(label.rawValue)") {
    let table = start.path.dropLast(label.rawValue.count) + "tsv"
    if fileExists(String(table)) { throw refuse("a fairseq manifest", String(table)) }
  }
  if start.name.hasPrefix("cuts."), let names = try? directoryEntries(of: directory),
    ShardDirectory.recognize(names) != nil
  {
    throw refuse("a directory of Lhotse Shar", "the directory: \(directory)")
  }
}
