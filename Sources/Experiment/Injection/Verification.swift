import AuditModel
import Concurrency
import Files
import Integrity
import Manifests

/// The comparison of an audit's files with its ledger.
///
/// Nothing is written, and memory does not grow with the corpus.
package struct Verification: Sendable {
  /// A statement for each check that passed, in the order of the checks.
  package private(set) var passed: [String] = []
  package private(set) var failed: [String] = []
  /// A statement for everything that could not be checked.
  package private(set) var unchecked: [String] = []
  /// Whether most absolute paths of the probe manifest do not exist, as in an audit that was moved.
  package private(set) var isMoved = false

  private static let namesShown = 10

  private let ledger: Ledger
  private let directory: String

  /// Checks the ledger, the commitment, the signature, the audio and the manifests.
  /// - Parameters:
  ///   - path: the ledger in the directory of the audit.
  ///   - commitment: the commitment, if it is not the one next to the ledger.
  ///   - publicKeyPEM: an Ed25519 key to check the signature `COMMITMENT.sig` with.
  package init(
    ledger path: String, commitment: String?, publicKeyPEM: String?
  ) throws(Problem) {
    let root: Digest
    (ledger, root) = try LedgerFile.read(path)
    directory = parentDirectory(of: path)
    passed.append("the ledger matches its root \(root.hex.prefix(16))…")
    try check(
      commitment ?? "\(directory)/commitment.json",
      against: Commitment(ledger: ledger, root: root), key: publicKeyPEM)
    checkTexts()
    try checkAudio()
    try checkInjectedEntries()
    try checkOtherEntries()
    try checkProbeManifest()
    try checkCheckUtterances()
  }

  private var trainingManifest: String {
    ledger.header.corpus.trainingManifest(in: "\(directory)/train")
  }

  private var probeManifest: String {
    manifest(ledger.header.corpus.probeName, in: "\(directory)/probe")
  }

  private func manifest(_ name: String, in directory: String) -> String {
    name.isEmpty ? directory : "\(directory)/\(name)"
  }

  private func list(_ names: [String]) -> String {
    let shown = names.prefix(Self.namesShown).joined(separator: ", ")
    return names.count > Self.namesShown ? shown + ", …" : shown
  }
}

// MARK: - Commitment

extension Verification {
  private mutating func check(
    _ path: String, against expected: Commitment, key: String?
  ) throws(Problem) {
    guard fileExists(path) else { throw Problem(InjectionProblem.noCommitment, file: path) }
    let commitment = try Commitment.read(path)
    if commitment == expected {
      passed.append("the commitment belongs to this ledger")
    } else if commitment.root == expected.root {
      failed.append("\(path): the commitment was changed: it does not promise what the ledger does")
    } else {
      failed.append("\(path): the commitment belongs to another ledger: its root differs")
    }
    guard let key else { return }
    guard fileExists("\(path).sig") else {
      throw Problem(InjectionProblem.unsigned, file: "\(path).sig")
    }
    let signature = try readFile("\(path).sig")
    guard let isGenuine = try? Ed25519.verify(signature, of: readFile(path), publicKeyPEM: key)
    else { throw Problem(InjectionProblem.notAPublicKey) }
    if isGenuine {
      passed.append("the signature was made with the key")
    } else {
      failed.append("\(path).sig: the signature does not belong to this commitment and key")
    }
  }
}

// MARK: - Texts

extension Verification {
  /// Checks that no sound of a canary with a shuffled text says words of a canary's text in their order.
  private mutating func checkTexts() {
    guard ledger.header.design.hasShuffledTexts else { return }
    func runs(_ text: String) -> [[Substring]] {
      let words = text.lowercased().split(separator: " ")
      let length = min(PhraseDrawing.sharedRun, words.count)
      return words.isEmpty ? [] : (0...words.count - length).map { Array(words[$0..<$0 + length]) }
    }
    let texts = Set(ledger.canaries.flatMap { runs($0.text) })
    let telling = ledger.canaries.filter { canary in
      runs(canary.spoken ?? canary.text).contains(where: texts.contains)
    }
    if telling.isEmpty {
      passed.append(
        "texts are shuffled: the sounds of all \(ledger.canaries.count) canaries say other words than "
          + "any of their texts")
    } else {
      failed.append(
        "the sounds of \(telling.count) canaries say words of a text: "
          + list(telling.map(\.probeID).sorted()))
    }
  }
}

// MARK: - Audio

extension Verification {
  private enum FileState { case unchanged, changed, missing }

  private func states(
    of files: [(source: AudioSource, digest: Digest)]
  ) throws(Problem) -> [FileState] {
    try concurrentMap(count: files.count) { index throws(Problem) in
      let (source, digest) = files[index]
      guard source.isPresent else { return .missing }
      return try Digest(of: source) == digest ? .unchanged : .changed
    }
  }

  /// Checks the audio of the canaries and recombined controls: every probe, natural-speed probe and
  /// copy.
  private mutating func checkAudio() throws(Problem) {
    let suffix = ledger.header.audio.container.rawValue
    let training = "\(directory)/train/\(ledger.header.injection.audioFolder)"
    let probe = "\(directory)/probe/\(audioFolderName)"
    let archived = try ledger.archivedAudio(in: "\(directory)/train")
    var files: [(source: AudioSource, digest: Digest)] = []
    for canary in ledger.probes {
      files.append(
        (AudioSource("\(probe)/\(canary.probeID).\(suffix)"), canary.audioDigest))
      for id in canary.trainingIDs {
        // A missing member has the path that a file would have, which does not exist.
        let source = archived?[id] ?? AudioSource("\(training)/\(id).\(suffix)")
        files.append((source, canary.audioDigest))
      }
      if let id = canary.naturalSpeedID, let digest = canary.naturalSpeedDigest {
        files.append((AudioSource("\(probe)/\(id).\(suffix)"), digest))
      }
    }
    // In the order of their names, because access times show the order of reading.
    files.sort { $0.source.label < $1.source.label }
    report(
      files.map(\.source.label), try states(of: files),
      all: "all \(files.count) audio files are unchanged",
      "audio files")
  }

  /// Checks the audio of the check utterances, which is the user's own.
  private mutating func checkCheckUtterances() throws(Problem) {
    let utterances = ledger.checkUtterances
    guard !utterances.isEmpty else { return }
    let found = try ledger.header.corpus.openProbe(probeManifest)
      .plainAudioFiles(of: Set(utterances.map(\.probeID)))
    var files: [(source: AudioSource, digest: Digest)] = []
    var names: [String] = []
    var states: [FileState] = []
    var withoutDigest = 0
    for utterance in utterances {
      guard let digest = utterance.audioDigest else {
        withoutDigest += 1
        // A command or an archive cannot be checked; a file can at least be missing.
        guard let path = found[utterance.probeID], !isRegularFile(present(path)) else { continue }
        names.append(utterance.probeID)
        states.append(.missing)
        continue
      }
      files.append((AudioSource(present(found[utterance.probeID] ?? "")), digest))
      names.append(utterance.probeID)
    }
    let fileStates = try self.states(of: files)
    if withoutDigest > 0 {
      unchecked.append(
        "the audio of \(withoutDigest) of \(utterances.count) check utterances: the ledger has no "
          + "digest of it")
    }
    guard !names.isEmpty else { return }
    report(
      names, states + fileStates,
      all: "the audio of all \(names.count) check utterances with a digest is unchanged",
      "check utterances' audio files")
  }

  /// The path itself, or the file of that name in this directory if the audit was moved.
  private func present(_ path: String) -> String {
    let moved = "\(directory)/probe/\(audioFolderName)/\(baseName(of: path))"
    return isRegularFile(path) || !isRegularFile(moved) ? path : moved
  }

  private mutating func report(
    _ names: [String], _ states: [FileState], all: String, _ what: String
  ) {
    let missing = zip(names, states).filter { $0.1 == .missing }.map(\.0)
    let changed = zip(names, states).filter { $0.1 == .changed }.map(\.0)
    if missing.isEmpty, changed.isEmpty { passed.append(all) }
    if !missing.isEmpty { failed.append("\(missing.count) \(what) are missing: \(list(missing))") }
    if !changed.isEmpty {
      failed.append("\(changed.count) \(what) were changed: \(list(changed))")
    }
  }
}

// MARK: - Manifests

extension Verification {
  private mutating func checkInjectedEntries() throws(Problem) {
    var texts: [String: String] = [:]
    for canary in ledger.canaries { for id in canary.trainingIDs { texts[id] = canary.text } }
    var found: Set<String> = []
    var repeated: Set<String> = []
    var changed: Set<String> = []
    let corpus = try ledger.header.corpus.open(trainingManifest)
    _ = try corpus.survey(limit: nil) { utterance throws(Problem) in
      let id = utterance.name
      guard let text = texts[id] else { return }
      if !found.insert(id).inserted { repeated.insert(id) }
      if !utterance.text.elementsEqual(text.utf8) { changed.insert(id) }
    }
    let missing = Set(texts.keys).subtracting(found)
    if missing.isEmpty, repeated.isEmpty, changed.isEmpty {
      passed.append("the training manifest has all \(texts.count) injected entries")
    }
    for (ids, what) in [
      (missing, "are missing"), (repeated, "occur more than once"),
      (changed, "have another text"),
    ] where !ids.isEmpty {
      failed.append(
        "\(trainingManifest): \(ids.count) of \(texts.count) injected entries \(what): "
          + list(ids.sorted()))
    }
  }

  /// Compares the user's entries with the original by a removal that writes nothing.
  private mutating func checkOtherEntries() throws(Problem) {
    let record = ledger.header.corpus
    let outcome = try record.open(trainingManifest).remove(
      ids: ledger.trainingIDs, speakers: Set(ledger.header.speakers), original: record.files,
      options: ledger.header.injection, to: nil)
    if outcome.changedFiles.isEmpty {
      let scope = record.files.contains { $0.isCompressed } ? " (decompressed)" : ""
      passed.append("all other entries equal the original, byte for byte\(scope)")
    } else {
      failed.append(
        "\(trainingManifest): other entries were changed: \(list(outcome.changedFiles))")
    }
  }

  private mutating func checkProbeManifest() throws(Problem) {
    var missing = Set(ledger.probes.map(\.probeID) + ledger.checkUtterances.map(\.probeID))
    missing.formUnion(ledger.probes.compactMap(\.naturalSpeedID))
    let expected = missing.count
    var absolute = 0
    var lost: [String] = []
    let corpus = try ledger.header.corpus.openProbe(probeManifest)
    _ = try corpus.survey(limit: nil) { utterance throws(Problem) in
      let audio = String(decoding: utterance.audio, as: UTF8.self)
      missing.remove(utterance.name)
      if audio.hasPrefix("/"), !audio.hasSuffix("|") {
        absolute += 1
        if !fileExists(audio) { lost.append(audio) }
      }
    }
    if !lost.isEmpty {
      isMoved = 2 * lost.count > absolute
      failed.append(
        "\(probeManifest): \(lost.count) audio files do not exist"
          + (isMoved ? " (was the audit moved?): " : ": ") + list(lost))
    }
    if missing.isEmpty {
      passed.append("the probe manifest has all \(expected) probes")
    } else {
      failed.append(
        "\(probeManifest): \(missing.count) of \(expected) probes are missing: "
          + list(missing.sorted()))
    }
  }
}
