import AuditModel
import Files
import Manifests
import Scoring

/// The occurrences of an audit's canaries in files that training read or logged.
///
/// Files are read line by line, in memory that does not grow with them. Ids are found by their random
/// parts and texts by their letters, so that a manifest, a table, a cut set and a list of ids are read in
/// the same way, whatever decorates the ids. A log can only take copies away, except by a line that
/// states the loss of a canary.
struct SeenFiles {
  typealias Copy = TrainingSets.Copy

  let ledger: Ledger
  let texts: ProbeTexts
  private let ids: AuditIDs
  private let injected: [String]
  private var sounds: ControlSounds
  private var verdicts = LogVerdicts()
  private(set) var sources: [ConsumptionEvidence.Source] = []
  private(set) var leaked: [ConsumptionEvidence.LeakedControl] = []
  /// The copies of canaries that training sets list.
  var sets = TrainingSets()
  /// The lines of logs that state the loss of each canary.
  private(set) var logged: [Int: Int] = [:]
  private(set) var loggedCopies: [Int: Set<Int>] = [:]
  /// The copies that a log or a list of left-out utterances excludes.
  private(set) var excluded: [Int: Set<Int>] = [:]
  /// The copies of all speeds that are excluded, beside those in `excluded`.
  private(set) var excludedPerturbed = 0
  /// The copies that were found by their text only, because their names were changed.
  private(set) var renamed: Set<Copy> = []
  /// The copies of the data directory that is read which its `text` has with another text.
  var textless: Set<Copy> = []
  var notes = ConsumptionNotes()
  let normalizer: CanaryNormalizer
  /// The number of files of controls whose sound cannot be looked for.
  var missingSounds: Int { sounds.missing }
  /// The number of audio files whose sound was compared with that of controls.
  var comparedSounds: Int { sounds.compared }

  private static let mostLeaked = 1_000

  /// - Parameters:
  ///   - directory: the directory of the audit, whose probe set has the audio of controls; nil if
  ///     sounds are not compared.
  ///   - injected: the files that `inject` wrote for training.
  init(_ ledger: Ledger, directory: String?, injected: [String]) {
    self.ledger = ledger
    self.injected = injected
    sounds = ControlSounds(ledger, directory: directory)
    ids = AuditIDs(ledger)
    texts = ProbeTexts(ledger)
    normalizer = CanaryNormalizer(ledger)
  }

  /// True for what `inject` wrote, under any name and as a pattern of several files too.
  func isInjected(_ path: String) -> Bool {
    let names = (try? NamePattern(path).names) ?? [path]
    return injected.contains { file in names.contains { isSameFile(file, $0) } }
  }

  // MARK: - Lines

  mutating func take(_ line: Line, of path: String, into file: inout SeenFile) {
    file.lines += 1
    if file.kind == .trainingSet, !file.isTable, line.number == 1, LineShape.beginsLog(line.bytes) {
      file.kind = .log
    }
    let named = names(in: line.bytes)
    if named.keys.contains(where: { $0 != .foreign && $0 != .other }) { file.matches += 1 }
    if file.kind != .log, LineShape.isComment(line.bytes) {
      if !named.isEmpty { notes.comments.add(path, line.number) }
      return
    }
    if file.kind == .leftOut {
      for (utterance, isPerturbed) in named { exclude(utterance, isPerturbed: isPerturbed) }
      if named.isEmpty, line.bytes.contains(where: { $0 > 0x20 }) {
        notes.unresolvedExclusions += 1
      }
      return
    }
    let marker = LogMarker.find(in: line.bytes)
    // A file is a log from its first message on.
    if marker != nil, !file.isTable { file.kind = .log }
    guard !named.isEmpty else { return takeUnnamed(line, of: path, marker, into: &file) }
    let heard = texts.probes(in: line.bytes)
    let isEntry = file.kind == .trainingSet && (file.isTable || LineShape.isEntry(line.bytes))
    let copies = named.count { if case .copy = $0.key { true } else { false } }
    let hasText = named.keys.contains { utterance in
      if case .copy(let canary, _) = utterance { heard[canary] != nil } else { false }
    }
    // The words of an entry are its text.
    let wording = isEntry && hasText ? nil : verdicts.verdict(of: prose(line.bytes, without: heard))
    let isUnclear = marker == nil && copies > 0 && wording?.leavesOut == true
    if isUnclear { notes.unclearMessages.add(path, line.number) }
    let isContinued = file.kind == .log && file.awaitsName && !isEntry
    file.awaitsName = false
    if isUnclear || isContinued || marker != nil && marker != .nemo
      || LineShape.isFlaggedAsUnused(line.bytes)
    {
      return excludeNames(in: line.bytes, of: &file)
    }
    if wording?.statesLoss == true { return takeLosses(named, of: path, line.number) }
    guard isEntry else {
      if copies > 0 { notes.unclearLines.add(path, line.number) }
      return file.addProse(line.bytes)
    }
    let hasOther = LineShape.hasTextField(line.bytes)
    for (utterance, isPerturbed) in named {
      switch utterance {
      case .copy(let canary, let number):
        let copy = Copy(canary: canary, number: number)
        if isPerturbed {
          file.namePerturbed(copy)
        } else {
          file.name(
            copy, hasText: heard[canary] != nil,
            hasOther: hasOther || copies == 1 && (!heard.isEmpty || LineShape.hasWords(line.bytes)))
        }
      case .control(let probe): leak(probe, path, line.number, .id)
      case .foreign: notes.foreignIDs += 1
      case .trainedProbe, .other: break
      }
    }
    takeTexts(heard, line, of: path, into: &file)
  }

  /// A line that names no utterance of the audit.
  private mutating func takeUnnamed(
    _ line: Line, of path: String, _ marker: LogMarker?, into file: inout SeenFile
  ) {
    if let marker {
      if marker == .nemo {
        notes.unnamedExclusions += LogMarker.count(in: line.bytes)
      } else {
        notes.unresolvedExclusions += 1
        // A message may be wrapped before the name.
        file.awaitsName = true
      }
      return
    }
    let isMessage =
      file.kind == .log
      || file.kind == .trainingSet && !file.isTable && !LineShape.isEntry(line.bytes)
    if isMessage {
      let count = verdicts.count(in: file.wrapped + line.bytes)
      notes.unnamedExclusions += count
      file.wrapped = count > 0 ? [] : Array(line.bytes.suffix(200)) + [0x20]
    }
    guard file.kind == .trainingSet else { return }
    if isMessage { file.addProse(line.bytes) }
    let heard = texts.probes(in: line.bytes)
    if heard.isEmpty, LineShape.hasTextField(line.bytes) { file.addTextLine() }
    if heard.keys.contains(where: isTrained), PerturbedCopy.isMarked(anywhereIn: line.bytes) {
      file.perturbedTexts += 1
      return
    }
    takeTexts(heard, line, of: path, into: &file)
  }

  mutating func takeTexts(
    _ heard: [Int: Int], _ line: Line, of path: String, into file: inout SeenFile
  ) {
    for (probe, count) in heard.sorted(by: { $0.key < $1.key }) {
      if isTrained(probe) {
        for _ in 0..<count { file.addText(of: probe) }
      } else {
        leak(probe, path, line.number, .text)
      }
    }
    if let probe = sounds.probe(in: line.bytes, relativeTo: parentDirectory(of: path)) {
      leak(probe, path, line.number, .audio)
    }
  }

  private mutating func takeLosses(
    _ named: [NamedUtterance: Bool], of path: String, _ line: Int
  ) {
    for (utterance, isPerturbed) in named {
      switch utterance {
      case .copy(let canary, let number):
        logged[canary, default: 0] += 1
        if !isPerturbed { loggedCopies[canary, default: []].insert(number) }
      case .control(let probe): leak(probe, path, line, .id)
      case .foreign: notes.foreignIDs += 1
      case .trainedProbe, .other: break
      }
    }
  }

  mutating func exclude(_ utterance: NamedUtterance, isPerturbed: Bool) {
    guard case .copy(let canary, let number) = utterance else { return }
    if isPerturbed {
      excludedPerturbed += 1
    } else {
      excluded[canary, default: []].insert(number)
    }
  }

  /// The line without the texts of canaries, whose words say nothing about them.
  private func prose(_ line: ArraySlice<UInt8>, without heard: [Int: Int]) -> String {
    heard.keys.reduce(String(decoding: line.prefix(100_000), as: UTF8.self)) { line, probe in
      line.replacing(ledger.probes[probe].text, with: " ")
    }
  }

  /// The utterances that a line names, and whether it names each only as a speed-perturbed copy.
  func names(in line: ArraySlice<UInt8>) -> [NamedUtterance: Bool] {
    var named: [NamedUtterance: Bool] = [:]
    forEachRandomPart(in: line) { part, place in
      let isPerturbed = PerturbedCopy.isMarked(place, in: line)
      let utterance = ids[part] ?? .foreign
      // A perturbed copy names its original as well: `sp0.9-ID sox /audio/ID.wav … |`.
      named[utterance] = named[utterance] ?? false || isPerturbed
    }
    return named
  }

  func isTrained(_ probe: Int) -> Bool {
    probe < ledger.canaries.count && ledger.canaries[probe].repetitions > 0
  }

  // MARK: - Whole files

  /// Adds a file that was read.
  mutating func add(_ file: SeenFile, _ path: String) {
    var file = file
    // Messages without any entry of a canary are a log.
    if file.kind == .trainingSet, !file.isTable, file.mentioned.isEmpty, file.texts.isEmpty,
      file.isProse
    {
      file.kind = .log
    }
    if file.kind == .trainingSet {
      notes.changedTexts.add(path, count: file.changed.count)
      let copies = copiesFoundByText(file).union(file.copies)
      let perturbed = copies.isEmpty ? file.perturbedTexts : 0
      notes.onlyPerturbed.add(path, count: file.onlyPerturbed.count + perturbed)
      if perturbed == 0 || !file.mentioned.isEmpty {
        sets.add(path, copies, mentioned: file.mentioned, isInjected: isInjected(path))
      }
    }
    addSource(file, path)
  }

  mutating func addSource(_ file: SeenFile, _ path: String) {
    sources.append(
      ConsumptionEvidence.Source(
        file: path, kind: file.kind.rawValue, lines: file.lines, matches: file.matches))
  }

  /// Further occurrences of the text of a canary are copies whose names were changed.
  private mutating func copiesFoundByText(_ file: SeenFile) -> Set<Copy> {
    var copies: Set<Copy> = []
    for (canary, count) in file.texts {
      let numbers = ledger.canaries[canary].trainingIDs.indices
      let unnamed = numbers.filter { !file.mentioned.contains(.init(canary: canary, number: $0)) }
      let missing = max(0, count - (numbers.count - unnamed.count))
      for number in unnamed.prefix(missing) {
        copies.insert(.init(canary: canary, number: number))
      }
    }
    notes.textCopies += copies.count
    renamed.formUnion(copies)
    return copies
  }

  mutating func leak(
    _ probe: Int, _ path: String, _ line: Int, _ trace: ConsumptionEvidence.LeakedControl.Trace
  ) {
    let id = ledger.probes[probe].probeID
    guard leaked.count < Self.mostLeaked,
      !leaked.contains(where: { $0.probe == id && $0.file == path })
    else { return }
    leaked.append(
      ConsumptionEvidence.LeakedControl(probe: id, file: path, line: line, trace: trace))
  }
}
