import AuditModel
import Files
import Manifests

extension SeenFiles {
  /// Reads a file, several files that one name stands for, a Kaldi data directory, or another
  /// directory or set of archives that is a training manifest.
  ///
  /// - Parameter kind: `.leftOut` for a file of utterances that training did not use.
  /// - Throws: `.missingInput`, `.inputOutput`; `.badData` for a directory without a list of
  ///   utterances and for a file that is not text; `.usage` for a pattern that cannot be expanded, and
  ///   for a training set with the name of a list of left-out utterances.
  mutating func read(_ path: String, as kind: SeenFile.Kind? = nil) throws(Problem) {
    guard kind == .leftOut || !LeftOutName.matches(path) else {
      throw Problem(
        .usage, "has the name of a list of utterances that training did not use", file: path,
        hint: "name it with --left-out, or give it another name if training used its utterances")
    }
    var file = SeenFile(kind ?? (path.hasSuffix(".log") ? .log : .trainingSet))
    if isDirectory(path) {
      let tables = KaldiDirectory(path)
      if !tables.files.isEmpty { return try read(tables, file.kind) }
      // The folder of several manifests that one injection wrote.
      let corpus = ledger.header.corpus
      if corpus.manifests != nil,
        fileExists(try NamePattern(corpus.trainingManifest(in: path)).names[0])
      {
        try readEntries(of: ledger.openManifest(path, nil), into: &file)
        return add(file, path)
      }
      guard let format = try? ManifestFormat.detect(path) else {
        throw Problem(
          .badData, "is a directory that lists no utterances", file: path,
          hint: "name a file (of an audit: the manifest in its folder train), the directory of a "
            + "training manifest, or the output of asr-audit train")
      }
      try readEntries(of: ledger.openManifest(path, format), into: &file)
    } else {
      let pattern = try NamePattern(path)
      if pattern.names[0].hasSuffix(".tar") || isListOfArchives(path) {
        try readEntries(of: ledger.openManifest(path, nil), into: &file)
      } else {
        for name in pattern.names { try readLines(name, into: &file) }
      }
    }
    add(file, path)
  }

  /// An utterance of a Kaldi data directory is used if every table has it.
  private mutating func read(_ directory: KaldiDirectory, _ kind: SeenFile.Kind) throws(Problem) {
    var whole: Set<Copy>?
    var any: Set<Copy> = []
    for table in directory.files {
      var file = SeenFile(kind)
      file.holdsTexts = table.hasTexts
      try readLines(table.path, into: &file)
      guard kind == .trainingSet, table.listsUtterances else { continue }
      let copies = file.copies
      notes.changedTexts.add(table.path, count: file.changed.count)
      notes.onlyPerturbed.add(table.path, count: file.onlyPerturbed.count)
      any.formUnion(copies)
      whole = whole.map { $0.intersection(copies) } ?? copies
      addSource(file, table.path)
    }
    guard kind == .trainingSet, let whole else { return }
    notes.incompleteTables.add(directory.path, count: any.count - whole.count)
    sets.add(directory.path, whole, isListing: !any.isEmpty)
  }

  /// True for WeNet's `data.list` with one archive on each line.
  private func isListOfArchives(_ path: String) -> Bool {
    path.hasSuffix(".list") && (try? ManifestFormat.detect(path)) == .wenetShards
  }

  /// Reads the entries of a manifest whose lists are in several files or in archives. The id, the
  /// audio and the text of an entry are taken as one line.
  private mutating func readEntries(
    of corpus: any TrainingCorpus, into file: inout SeenFile
  ) throws(Problem) {
    file.holdsTexts = true
    _ = try corpus.survey(limit: nil) { utterance throws(Problem) in
      let line =
        Array(utterance.name.utf8) + [0x09] + utterance.audio + [0x09] + utterance.text
      take(
        Line(bytes: line[...], number: utterance.line, isTerminated: true), of: utterance.file,
        into: &file)
    }
  }

  private mutating func readLines(
    _ path: String, into file: inout SeenFile
  ) throws(Problem) {
    let reader = try LineReader(path)
    while let line = try reader.next() {
      if line.number == 1, let foreign = ForeignFile(line.bytes) {
        throw Problem(
          .badData, "is \(foreign.kind), in which no ids can be found", file: path,
          hint: Hint(foreign.conversion.map { "\($0) converts it" }))
      }
      take(line, of: path, into: &file)
    }
  }
}

/// The tables of a Kaldi data directory.
///
/// `text`, `utt2spk` and `feats.scp` have one line for each utterance, `segments` too, where the audio
/// of `wav.scp` is divided; without it `wav.scp` has one line for each utterance. Recipes use the
/// utterances that all tables have (`utils/fix_data_dir.sh`).
struct KaldiDirectory {
  struct Table {
    let path: String
    let listsUtterances: Bool
    let hasTexts: Bool
  }

  let path: String
  let files: [Table]

  init(_ path: String) {
    self.path = path
    let isDivided = fileExists("\(path)/segments")
    files = ["text", "utt2spk", "segments", "wav.scp", "feats.scp"].compactMap { name in
      fileExists("\(path)/\(name)")
        ? Table(
          path: "\(path)/\(name)", listsUtterances: name != "wav.scp" || !isDivided,
          hasTexts: name == "text") : nil
    }
  }
}
