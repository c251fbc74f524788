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
    guard kind == .leftOut || !SeenName.isLeftOut(path) else {
      throw Problem(
        .usage, "has the name of a list of utterances that training did not use", file: path,
        hint:
          "name it with \(EvidenceSetting.leftOut), or give it another name if training used its utterances"
      )
    }
    var file = SeenFile(kind ?? (SeenName.isLog(path) ? .log : .trainingSet))
    if isDirectory(path) {
      let tables = KaldiTables(path)
      if !tables.files.isEmpty { return try read(tables, kind) }
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
          hint: kind == .leftOut
            ? "name the file that lists them"
            : "name a file (of an audit: the manifest in its folder train), the directory of a "
              + "training manifest, or the output of asr-audit train")
      }
      try readEntries(of: ledger.openManifest(path, format), into: &file)
    } else {
      let pattern = try NamePattern(path)
      if pattern.names[0].hasSuffix(".tar") || isListOfArchives(path) {
        try readEntries(of: ledger.openManifest(path, nil), into: &file)
      } else if try !readManifest(path, into: &file) {
        if let table = KaldiTables.table(at: path) {
          (file.isTable, file.holdsTexts) = (true, table.hasTexts)
        }
        for name in pattern.names { try readLines(name, into: &file) }
      }
    }
    add(file, path)
  }

  /// An utterance of a Kaldi data directory is used if every table has it.
  private mutating func read(_ directory: KaldiTables, _ kind: SeenFile.Kind?) throws(Problem) {
    var whole: Set<Copy>?
    var any: Set<Copy> = []
    var mentioned: Set<Copy> = []
    for table in directory.files {
      var file = SeenFile(kind ?? .trainingSet)
      (file.isTable, file.holdsTexts) = (true, table.hasTexts)
      try readLines(table.path, into: &file)
      addSource(file, table.path)
      guard kind != .leftOut, table.listsUtterances else { continue }
      // A changed text is not missing from the table.
      if table.hasTexts { notes.changedTexts.add(table.path, count: file.changed.count) }
      if mentioned.isEmpty { notes.onlyPerturbed.add(table.path, count: file.onlyPerturbed.count) }
      mentioned.formUnion(file.mentioned)
      any.formUnion(file.named.keys)
      let listed = Set(file.named.keys)
      whole = whole.map { $0.intersection(listed) } ?? listed
      if table.hasTexts { textless.formUnion(file.changed) }
    }
    guard kind != .leftOut, let whole else { return }
    notes.incompleteTables.add(directory.path, count: any.count - whole.count)
    sets.add(
      directory.path, whole.subtracting(textless), mentioned: mentioned,
      isInjected: isInjected(directory.path))
    textless = []
  }

  /// Reads a file with the reader of its format, which tells the text of every entry.
  /// - Returns: false if the file has no known format; it is then read line by line.
  private mutating func readManifest(
    _ path: String, into file: inout SeenFile
  ) throws(Problem) -> Bool {
    guard file.kind == .trainingSet, isRegularFile(path),
      let format = try? ManifestFormat.detect(path), format != .fairseq
    else { return false }
    var seen = self
    var read = file
    do throws(Problem) {
      try seen.readEntries(of: ledger.openManifest(path, format), into: &read)
    } catch {
      // A manifest that its reader refuses still names utterances.
      return false
    }
    guard read.lines > 0 else { return false }
    (self, file) = (seen, read)
    try readFlags(path, into: &file)
    return true
  }

  /// Finds entries that loaders leave out, such as those with NeMo's `_skipme`.
  private mutating func readFlags(_ path: String, into file: inout SeenFile) throws(Problem) {
    let reader = try LineReader(path)
    while let line = try reader.next() {
      if LineShape.isFlaggedAsUnused(line.bytes) { excludeNames(in: line.bytes, of: &file) }
    }
  }

  /// True for WeNet's `data.list` with one archive on each line.
  private func isListOfArchives(_ path: String) -> Bool {
    path.hasSuffix(".list") && (try? ManifestFormat.detect(path)) == .wenetShards
  }

  private mutating func readEntries(
    of corpus: any TrainingCorpus, into file: inout SeenFile
  ) throws(Problem) {
    (file.isTable, file.holdsTexts) = (true, true)
    _ = try corpus.survey(limit: nil) { utterance throws(Problem) in
      take(utterance, into: &file)
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
struct KaldiTables {
  struct Table {
    let path: String
    let listsUtterances: Bool
    let hasTexts: Bool
  }

  let path: String
  let files: [Table]

  private static let names = ["text", "utt2spk", "segments", "wav.scp", "feats.scp"]

  init(_ path: String) {
    self.path = path
    let isDivided = fileExists("\(path)/segments")
    files = Self.names.compactMap { name in
      fileExists("\(path)/\(name)")
        ? Table(
          path: "\(path)/\(name)", listsUtterances: name != "wav.scp" || !isDivided,
          hasTexts: name == "text") : nil
    }
  }

  /// The table that a file is by its name; nil for other names.
  static func table(at path: String) -> Table? {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return names.contains(name)
      ? Table(path: path, listsUtterances: true, hasTexts: name == "text") : nil
  }
}
