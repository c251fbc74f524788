import AuditModel
import Files

/// The occurrences of an audit's canaries in files that training read or logged.
///
/// Files are read line by line, in memory that does not grow with them. The format of a line does not
/// matter: ids are found by their random parts, so that a manifest, a table, a cut set, a list of ids
/// and a log are read in the same way.
struct SeenFiles {
  private let ids: AuditIDs
  private let texts: ControlTexts
  private let sounds: ControlSounds
  private let ledger: Ledger
  private(set) var sources: [ConsumptionEvidence.Source] = []
  private(set) var leaked: [ConsumptionEvidence.LeakedControl] = []
  /// The numbers of the copies of each canary that a training set lists.
  private(set) var listed: [Int: Set<Int>] = [:]
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
    texts = ControlTexts(ledger)
  }

  /// Reads a file, or the list of utterances in a Kaldi data directory.
  mutating func read(_ path: String) throws(Problem) {
    guard isDirectory(path) else { return try readLines(path) }
    guard let table = Self.tables.first(where: { fileExists("\(path)/\($0)") }) else {
      throw Problem(
        .badData, "is a directory that lists no utterances", file: path,
        hint: "name a file, a Kaldi data directory with 'text', or the output of asr-audit train")
    }
    try readLines("\(path)/\(table)")
  }

  private mutating func readLines(_ path: String) throws(Problem) {
    let reader = try LineReader(path)
    let directory = parentDirectory(of: path)
    var lines = 0
    var matches = 0
    var isLog = path.hasSuffix(".log")
    var pending: [(canary: Int, number: Int)] = []
    while let line = try reader.next() {
      lines += 1
      let marker = LogMarker.find(in: line.bytes)
      // A file is a log from its first message on; lines before it may already name canaries.
      if marker != nil || (lines == 1 && looksLikeLog(line.bytes)), !isLog {
        isLog = true
        for copy in pending { note(copy, isLog: true) }
        pending = []
      }
      if marker == .nemo { unnamedExclusions += LogMarker.count(in: line.bytes) }
      var named: [NamedUtterance] = []
      var isPerturbed = false
      forEachRandomPart(in: line.bytes) { part, place in
        guard let utterance = ids[part] else {
          foreignIDs += 1
          return
        }
        if !named.contains(utterance) { named.append(utterance) }
        isPerturbed = isPerturbed || self.isPerturbed(place, in: line.bytes)
      }
      if !named.isEmpty { matches += 1 }
      for utterance in named {
        switch utterance {
        case .copy(let canary, let number):
          if let marker, marker != .nemo {
            if isPerturbed {
              excludedPerturbed += 1
            } else {
              excluded[canary, default: []].insert(number)
            }
          } else if isLog {
            note((canary, number), isLog: true)
          } else if pending.count < 1 << 16 {
            pending.append((canary, number))
          } else {
            note((canary, number), isLog: false)
          }
        case .control(let probe): leak(probe, path, line.number, .id)
        case .trainedProbe: break
        }
      }
      if marker == nil, let probe = texts.probe(in: line.bytes) {
        leak(probe, path, line.number, .text)
      }
      if !isLog, let probe = sounds.probe(in: line.bytes, relativeTo: directory) {
        leak(probe, path, line.number, .audio)
      }
    }
    for copy in pending { note(copy, isLog: isLog) }
    sources.append(
      ConsumptionEvidence.Source(
        file: path, kind: isLog ? "log" : "training set", lines: lines, matches: matches))
  }

  private mutating func note(_ copy: (canary: Int, number: Int), isLog: Bool) {
    if isLog {
      logged[copy.canary, default: 0] += 1
      loggedCopies[copy.canary, default: []].insert(copy.number)
    } else {
      listed[copy.canary, default: []].insert(copy.number)
    }
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
