import AuditModel
import Files
import Manifests

/// The occurrences of an audit's canaries in files that training read or logged.
///
/// Files are read line by line, in memory that does not grow with them. The format of a line does not
/// matter: ids are found by their random parts, so that a manifest, a table, a cut set, a list of ids
/// and a log are read in the same way.
struct SeenFiles {
  private let ids: AuditIDs
  private let texts: ProbeTexts
  private var sounds: ControlSounds
  private let ledger: Ledger
  private(set) var sources: [ConsumptionEvidence.Source] = []
  private(set) var leaked: [ConsumptionEvidence.LeakedControl] = []
  /// The copies of canaries that training sets list.
  private(set) var sets = TrainingSets()
  /// Copies that were found by their text only, because their names were changed.
  private(set) var textCopies = 0
  /// The lines of logs that name each canary without excluding it.
  private(set) var logged: [Int: Int] = [:]
  private(set) var loggedCopies: [Int: Set<Int>] = [:]
  private(set) var excluded: [Int: Set<Int>] = [:]
  /// Utterances that a log says to have left out without naming them.
  private(set) var unnamedExclusions = 0
  /// Ids of the form of an audit that the ledger does not have.
  private(set) var foreignIDs = 0
  /// The number of files of controls whose sound cannot be looked for.
  var missingSounds: Int { sounds.missing }
  /// The number of audio files whose sound was compared with that of controls.
  var comparedSounds: Int { sounds.compared }
  /// The copies of all speeds that a log excludes, beside those in `excluded`.
  private(set) var excludedPerturbed = 0

  private static let mostLeaked = 1_000
  /// Files of a Kaldi data directory that list utterances, in order of preference.
  private static let tables = ["text", "utt2spk", "wav.scp"]

  /// - Parameter directory: the directory of the audit, whose probe set has the audio of controls;
  ///   nil if sounds are not compared.
  init(_ ledger: Ledger, directory: String?) {
    self.ledger = ledger
    sounds = ControlSounds(ledger, directory: directory)
    ids = AuditIDs(ledger)
    texts = ProbeTexts(ledger)
  }

  /// Reads a file, several files that one name stands for, a Kaldi data directory, or another
  /// directory or set of archives that is a training manifest.
  ///
  /// - Throws: `.missingInput`, `.inputOutput`; `.badData` for a directory without a list of
  ///   utterances and for a file that is not text; `.usage` for a pattern that cannot be expanded.
  mutating func read(_ path: String) throws(Problem) {
    var file = SeenFile(isLog: path.hasSuffix(".log"))
    if isDirectory(path) {
      if let table = Self.tables.first(where: { fileExists("\(path)/\($0)") }) {
        try readLines("\(path)/\(table)", into: &file)
        return add(file, "\(path)/\(table)")
      }
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

  /// True for WeNet's `data.list` with one archive on each line.
  private func isListOfArchives(_ path: String) -> Bool {
    path.hasSuffix(".list") && (try? ManifestFormat.detect(path)) == .wenetShards
  }

  /// Reads the entries of a manifest whose lists are in several files or in archives. The id, the
  /// audio and the text of an entry are taken as one line.
  private mutating func readEntries(
    of corpus: any TrainingCorpus, into file: inout SeenFile
  ) throws(Problem) {
    _ = try corpus.survey(limit: nil) { utterance throws(Problem) in
      file.lines += 1
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
      file.lines += 1
      take(line, of: path, into: &file)
    }
  }

  private mutating func take(_ line: Line, of path: String, into file: inout SeenFile) {
    let marker = LogMarker.find(in: line.bytes)
    // A file is a log from its first message on; lines before it may already name canaries.
    if marker != nil || (line.number == 1 && looksLikeLog(line.bytes)) { file.isLog = true }
    if marker == .nemo { unnamedExclusions += LogMarker.count(in: line.bytes) }
    let (named, isPerturbed) = names(in: line.bytes)
    if named.contains(where: { $0 != .foreign }) { file.matches += 1 }
    for utterance in named {
      switch utterance {
      case .copy(let canary, let number):
        let copy = TrainingSets.Copy(canary: canary, number: number)
        if let marker, marker != .nemo {
          exclude(copy, isPerturbed: isPerturbed)
        } else {
          file.named[copy, default: 0] += 1
        }
      case .control(let probe): leak(probe, path, line.number, .id)
      case .foreign: foreignIDs += 1
      case .trainedProbe: break
      }
    }
    guard marker == nil else { return }
    if let probe = texts.probe(in: line.bytes) {
      if probe < ledger.canaries.count, ledger.canaries[probe].repetitions > 0 {
        file.texts[probe, default: 0] += 1
      } else {
        leak(probe, path, line.number, .text)
      }
    }
    guard !file.isLog else { return }
    if let probe = sounds.probe(in: line.bytes, relativeTo: parentDirectory(of: path)) {
      leak(probe, path, line.number, .audio)
    }
  }

  /// The ids and texts of the audit that a file has.
  private struct SeenFile {
    var isLog: Bool
    var lines = 0
    /// The lines that name canaries.
    var matches = 0
    /// The number of lines that name each copy.
    var named: [TrainingSets.Copy: Int] = [:]
    /// The number of lines with the text of each trained canary.
    var texts: [Int: Int] = [:]
  }

  private func names(in line: ArraySlice<UInt8>) -> (named: [NamedUtterance], isPerturbed: Bool) {
    var named: [NamedUtterance] = []
    var isPerturbed = false
    forEachRandomPart(in: line) { part, place in
      let utterance = ids[part] ?? .foreign
      if !named.contains(utterance) { named.append(utterance) }
      isPerturbed = isPerturbed || self.isPerturbed(place, in: line)
    }
    return (named, isPerturbed)
  }

  private mutating func exclude(_ copy: TrainingSets.Copy, isPerturbed: Bool) {
    if isPerturbed {
      excludedPerturbed += 1
    } else {
      excluded[copy.canary, default: []].insert(copy.number)
    }
  }

  private mutating func add(_ file: SeenFile, _ path: String) {
    if file.isLog {
      for (copy, count) in file.named {
        logged[copy.canary, default: 0] += count
        loggedCopies[copy.canary, default: []].insert(copy.number)
      }
    } else {
      var copies = Set(file.named.keys)
      for (canary, count) in file.texts {
        // Further lines with the text are copies whose names were changed.
        let numbers = ledger.canaries[canary].trainingIDs.indices
        let unnamed = numbers.filter { !copies.contains(.init(canary: canary, number: $0)) }
        let missing = max(0, count - (numbers.count - unnamed.count))
        for number in unnamed.prefix(missing) {
          copies.insert(.init(canary: canary, number: number))
          textCopies += 1
        }
      }
      sets.add(path, copies)
    }
    sources.append(
      ConsumptionEvidence.Source(
        file: path, kind: file.isLog ? "log" : "training set", lines: file.lines,
        matches: file.matches))
  }

  private mutating func leak(
    _ probe: Int, _ path: String, _ line: Int, _ trace: ConsumptionEvidence.LeakedControl.Trace
  ) {
    let id = ledger.probes[probe].probeID
    guard leaked.count < Self.mostLeaked,
      !leaked.contains(where: { $0.probe == id && $0.file == path })
    else { return }
    leaked.append(
      ConsumptionEvidence.LeakedControl(probe: id, file: path, line: line, trace: trace))
  }

  /// True if the first line begins with a date, or with the name of a program as in Kaldi's logs.
  private func looksLikeLog(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line.prefix(40), as: UTF8.self)
    return text.starts(with: /\[?(NeMo|\d{4}-\d\d-\d\d|LOG \(|WARNING|INFO|# Running on)/)
  }

  /// True if the id at a place has the mark of a speed-perturbed copy: `sp1.1-ID` or `ID_sp1.1`.
  private func isPerturbed(_ place: Range<Int>, in line: ArraySlice<UInt8>) -> Bool {
    let before = line[max(line.startIndex, place.lowerBound - 24)..<place.lowerBound]
    let word = before.suffix(while: {
      !($0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "/"))
    })
    let after = line[place.upperBound..<min(line.endIndex, place.upperBound + 12)]
    return word.starts(with: "sp0.".utf8) || word.starts(with: "sp1.".utf8)
      || after.starts(with: "_sp".utf8) || after.dropFirst(2).starts(with: "_sp".utf8)
  }
}

extension BidirectionalCollection {
  /// The longest end of the collection whose elements all satisfy a condition.
  fileprivate func suffix(while isIncluded: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, isIncluded(self[index(before: start)]) { formIndex(before: &start) }
    return self[start...]
  }
}
