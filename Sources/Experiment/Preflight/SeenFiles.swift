import AuditModel
import Files

/// The occurrences of an audit's canaries in files that training read or logged.
///
/// Files are read line by line, in memory that does not grow with them. The format of a line does not
/// matter: ids are found by their random parts, so that a manifest, a table, a cut set, a list of ids
/// and a log are read in the same way.
struct SeenFiles {
  typealias Copy = TrainingSets.Copy

  let ledger: Ledger
  private let ids: AuditIDs
  private let texts: ProbeTexts
  private var sounds: ControlSounds
  private(set) var sources: [ConsumptionEvidence.Source] = []
  private(set) var leaked: [ConsumptionEvidence.LeakedControl] = []
  /// The copies of canaries that training sets list.
  var sets = TrainingSets()
  /// The lines of logs that name each canary without excluding it.
  private(set) var logged: [Int: Int] = [:]
  private(set) var loggedCopies: [Int: Set<Int>] = [:]
  /// The copies that a log or a list of left-out utterances excludes.
  private(set) var excluded: [Int: Set<Int>] = [:]
  /// The copies of all speeds that are excluded, beside those in `excluded`.
  private(set) var excludedPerturbed = 0
  var notes = ConsumptionNotes()
  /// The number of files of controls whose sound cannot be looked for.
  var missingSounds: Int { sounds.missing }
  /// The number of audio files whose sound was compared with that of controls.
  var comparedSounds: Int { sounds.compared }

  private static let mostLeaked = 1_000

  /// - Parameter directory: the directory of the audit, whose probe set has the audio of controls;
  ///   nil if sounds are not compared.
  init(_ ledger: Ledger, directory: String?) {
    self.ledger = ledger
    sounds = ControlSounds(ledger, directory: directory)
    ids = AuditIDs(ledger)
    texts = ProbeTexts(ledger)
  }

  // MARK: - Lines

  mutating func take(_ line: Line, of path: String, into file: inout SeenFile) {
    file.lines += 1
    // A line of a list that begins with # is a comment. Kaldi's logs begin with one.
    if file.kind != .log, line.number > 1 || !looksLikeLog(line.bytes),
      line.bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "#")
    {
      if contains(line.bytes) { notes.comments.add(path, line.number) }
      return
    }
    let marker = file.kind == .leftOut ? nil : LogMarker.find(in: line.bytes)
    // A file is a log from its first message on; lines before it may already name canaries.
    if file.kind == .trainingSet, marker != nil || (line.number == 1 && looksLikeLog(line.bytes)) {
      file.kind = .log
    }
    if marker == .nemo { notes.unnamedExclusions += LogMarker.count(in: line.bytes) }
    takeNames(line, of: path, marker, into: &file)
    guard marker == nil, file.kind != .leftOut else { return }
    if let probe = texts.probe(in: line.bytes) {
      if isTrained(probe) { file.addText(of: probe) } else { leak(probe, path, line.number, .text) }
    }
    guard file.kind == .trainingSet else { return }
    if let probe = sounds.probe(in: line.bytes, relativeTo: parentDirectory(of: path)) {
      leak(probe, path, line.number, .audio)
    }
  }

  private mutating func takeNames(
    _ line: Line, of path: String, _ marker: LogMarker?, into file: inout SeenFile
  ) {
    let named = names(in: line.bytes)
    guard !named.isEmpty else { return }
    if named.keys.contains(where: { $0 != .foreign }) { file.matches += 1 }
    let copies = named.count { if case .copy = $0.key { true } else { false } }
    let isUnclear =
      file.kind == .log && marker == nil && copies > 0 && LogWording.leavesOut(line.bytes)
    if isUnclear { notes.unclearMessages.add(path, line.number) }
    let excludes = marker.map { $0 != .nemo } ?? isUnclear || file.kind == .leftOut
    for (utterance, isPerturbed) in named {
      switch utterance {
      case .copy(let canary, let number):
        let copy = Copy(canary: canary, number: number)
        switch (excludes, isPerturbed) {
        case (true, true): excludedPerturbed += 1
        case (true, false): excluded[canary, default: []].insert(number)
        case (false, true): file.namePerturbed(copy)
        case (false, false):
          // A line of one utterance has its text, or none that is known.
          let text = copies == 1 && file.kind == .trainingSet ? texts.probe(in: line.bytes) : nil
          file.name(
            copy, text: text,
            hasText: copies == 1 && file.kind == .trainingSet && hasTextField(line.bytes))
        }
      case .control(let probe):
        if !excludes { leak(probe, path, line.number, .id) }
      case .foreign: notes.foreignIDs += 1
      case .trainedProbe: break
      }
    }
  }

  /// The utterances that a line names, and whether it names each only as a speed-perturbed copy.
  private func names(in line: ArraySlice<UInt8>) -> [NamedUtterance: Bool] {
    var named: [NamedUtterance: Bool] = [:]
    forEachRandomPart(in: line) { part, place in
      let isPerturbed = PerturbedCopy.isMarked(place, in: line)
      let utterance = ids[part] ?? .foreign
      // A perturbed copy names its original as well: `sp0.9-ID sox /audio/ID.wav … |`.
      named[utterance] = named[utterance] ?? false || isPerturbed
    }
    return named
  }

  private func contains(_ line: ArraySlice<UInt8>) -> Bool {
    names(in: line).keys.contains { $0 != .foreign }
  }

  private func isTrained(_ probe: Int) -> Bool {
    probe < ledger.canaries.count && ledger.canaries[probe].repetitions > 0
  }

  /// True if a line of JSON has a field with the text of an utterance.
  private func hasTextField(_ line: ArraySlice<UInt8>) -> Bool {
    let line = String(decoding: line, as: UTF8.self)
    return line.contains("{")
      && [
        "\"text\":", "\"sentence\":", "\"transcript\":", "\"transcription\":", "\"words\":",
        "\"txt\":",
      ].contains { line.replacing(" :", with: ":").contains($0) }
  }

  /// True if the first line begins with a date, or with the name of a program as in Kaldi's logs.
  private func looksLikeLog(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line.prefix(40), as: UTF8.self)
    return text.starts(with: /\[?(NeMo|\d{4}-\d\d-\d\d|LOG \(|WARNING|INFO|# Running on)/)
  }

  // MARK: - Whole files

  /// Adds a file that was read.
  mutating func add(_ file: SeenFile, _ path: String) {
    switch file.kind {
    case .log:
      for (copy, count) in file.named {
        logged[copy.canary, default: 0] += count
        loggedCopies[copy.canary, default: []].insert(copy.number)
      }
    case .trainingSet:
      notes.changedTexts.add(path, count: file.changed.count)
      notes.onlyPerturbed.add(path, count: file.onlyPerturbed.count)
      let copies = copiesFoundByText(file).union(file.copies)
      if !copies.isEmpty || file.matches == 0 || !file.changed.isEmpty {
        sets.add(path, copies, isListing: file.matches > 0)
      }
    case .leftOut: break
    }
    addSource(file, path)
  }

  mutating func addSource(_ file: SeenFile, _ path: String) {
    sources.append(
      ConsumptionEvidence.Source(
        file: path, kind: file.kind.rawValue, lines: file.lines, matches: file.matches))
  }

  /// Further lines with the text of a canary are copies whose names were changed.
  private mutating func copiesFoundByText(_ file: SeenFile) -> Set<Copy> {
    var copies: Set<Copy> = []
    let named = Set(file.named.keys).union(file.perturbed)
    for (canary, count) in file.texts {
      let numbers = ledger.canaries[canary].trainingIDs.indices
      let unnamed = numbers.filter { !named.contains(.init(canary: canary, number: $0)) }
      let missing = max(0, count - (numbers.count - unnamed.count))
      for number in unnamed.prefix(missing) {
        copies.insert(.init(canary: canary, number: number))
        notes.textCopies += 1
      }
    }
    return copies
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
}
