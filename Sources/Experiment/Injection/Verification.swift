import AuditModel
import Concurrency
import Files
import Integrity
import Manifests

/// What `verify` found: an audit's files against what the ledger says of them.
package struct Verification: Sendable {
  /// One statement each, in the order of the checks.
  package private(set) var passed: [String] = []
  package private(set) var failed: [String] = []

  private static let namesShown = 10

  /// Checks the ledger against itself, the commitment, the signature, the audio and the manifest.
  /// - Parameters:
  ///   - ledger: its directory is the audit's.
  ///   - commitment: where it lies elsewhere, a copy that others keep, for example.
  ///   - publicKeyPEM: checks `COMMITMENT.sig` too.
  package init(
    ledger path: String, commitment: String?, publicKeyPEM: String?
  ) throws(Problem) {
    let (ledger, root) = try LedgerFile.read(path)
    passed.append("the ledger matches its root \(root.hex.prefix(16))…")
    let directory = parentDirectory(of: path)
    try check(
      commitment ?? "\(directory)/commitment.json",
      against: Commitment(ledger: ledger, root: root), key: publicKeyPEM)
    try checkAudio(ledger, in: directory)
    try checkInjected(ledger, in: directory)
    try checkOthers(ledger, in: directory)
    try checkProbe(ledger, in: directory)
  }

  private mutating func check(
    _ path: String, against expected: Commitment, key: String?
  ) throws(Problem) {
    guard fileExists(path) else {
      throw Problem(
        .missingInput, "there is no commitment", file: path,
        hint: "name the published one: --commitment FILE")
    }
    let commitment = try Commitment.read(path)
    if commitment == expected {
      passed.append("the commitment is this ledger's")
    } else if commitment.root == expected.root {
      failed.append("\(path): the commitment was changed: what it promises is not the ledger's")
    } else {
      failed.append("\(path): the commitment is not this ledger's: its root differs")
    }
    guard let key else { return }
    guard fileExists("\(path).sig") else {
      throw Problem(
        .missingInput, "the commitment is not signed", file: "\(path).sig",
        hint: "inject --sign KEY signs it")
    }
    let signature = try readFile("\(path).sig")
    guard let isGenuine = try? Ed25519.verify(signature, of: readFile(path), publicKeyPEM: key)
    else {
      throw Problem(
        .badData, "this is not an Ed25519 public key in PEM form", field: "--public-key",
        hint: "openssl pkey -in key.pem -pubout -out public.pem")
    }
    if isGenuine {
      passed.append("the signature is the key's")
    } else {
      failed.append("\(path).sig: the signature does not belong to this commitment and key")
    }
  }

  private mutating func checkAudio(_ ledger: Ledger, in directory: String) throws(Problem) {
    let suffix = ledger.header.audio.container.rawValue
    let training = "\(directory)/train/\(ledger.header.injection.audioFolder)"
    let probe = "\(directory)/probe/\(audioFolderName)"
    var files: [(path: String, digest: Digest)] = []
    for canary in ledger.canaries {
      files.append(("\(probe)/\(canary.probeID).\(suffix)", canary.audioDigest))
      for id in canary.trainingIDs {
        files.append(("\(training)/\(id).\(suffix)", canary.audioDigest))
      }
      if let naturalSpeedProbe = canary.naturalSpeedID, let digest = canary.naturalSpeedDigest {
        files.append(("\(probe)/\(naturalSpeedProbe).\(suffix)", digest))
      }
    }
    let all = files
    let states = try concurrentMap(count: all.count) { index throws(Problem) -> Bool? in
      guard fileExists(all[index].path) else { return nil }
      return Digest(of: try readFile(all[index].path)) == all[index].digest
    }
    let missing = zip(files, states).filter { $0.1 == nil }.map(\.0.path)
    let changed = zip(files, states).filter { $0.1 == false }.map(\.0.path)
    if missing.isEmpty, changed.isEmpty {
      passed.append("all \(files.count) audio files are as they were written")
    }
    if !missing.isEmpty { failed.append("\(missing.count) audio files are gone: \(some(missing))") }
    if !changed.isEmpty {
      failed.append("\(changed.count) audio files were changed: \(some(changed))")
    }
  }

  private mutating func checkInjected(_ ledger: Ledger, in directory: String) throws(Problem) {
    let record = ledger.header.corpus
    let path = manifest(record.manifestName, in: "\(directory)/train")
    var texts: [String: String] = [:]
    for canary in ledger.canaries { for id in canary.trainingIDs { texts[id] = canary.text } }
    var found: Set<String> = []
    var doubled: Set<String> = []
    var changed: Set<String> = []
    _ = try record.format.open(path).survey(limit: nil) { utterance throws(Problem) in
      let id = utterance.name
      guard let text = texts[id] else { return }
      if !found.insert(id).inserted { doubled.insert(id) }
      if !utterance.text.elementsEqual(text.utf8) { changed.insert(id) }
    }
    let gone = Set(texts.keys).subtracting(found)
    if gone.isEmpty, doubled.isEmpty, changed.isEmpty {
      passed.append("the training manifest holds all \(texts.count) injected entries")
    }
    for (ids, what) in [
      (gone, "gone"), (doubled, "there more than once"), (changed, "there with another text"),
    ] where !ids.isEmpty {
      failed.append(
        "\(path): \(ids.count) of \(texts.count) injected entries are \(what): "
          + some(ids.sorted()))
    }
  }

  /// Takes the canaries out of the injected manifest, elsewhere, and looks at what that gives.
  private mutating func checkOthers(_ ledger: Ledger, in directory: String) throws(Problem) {
    let record = ledger.header.corpus
    let path = manifest(record.manifestName, in: "\(directory)/train")
    let scratch = temporaryPath()
    defer { if fileExists(scratch) { try? removeTree(scratch) } }
    let outcome = try record.format.open(path).remove(
      ids: ledger.trainingIDs, speakers: Set(ledger.header.speakers), original: record.files,
      options: ledger.header.injection, to: scratch)
    if outcome.changedFiles.isEmpty {
      passed.append("all other entries are the original, byte for byte")
    } else {
      failed.append("\(path): other entries were changed: \(some(outcome.changedFiles))")
    }
  }

  private mutating func checkProbe(_ ledger: Ledger, in directory: String) throws(Problem) {
    let record = ledger.header.corpus
    let path = manifest(record.probeName, in: "\(directory)/probe")
    var remaining = Set(ledger.canaries.map(\.probeID) + ledger.checkUtterances.map(\.probeID))
    remaining.formUnion(ledger.canaries.compactMap(\.naturalSpeedID))
    let expected = remaining.count
    var lost: [String] = []
    _ = try record.format.open(path).survey(limit: nil) { utterance throws(Problem) in
      let audio = String(decoding: utterance.audio, as: UTF8.self)
      remaining.remove(utterance.name)
      if audio.hasPrefix("/"), !audio.hasSuffix("|"), !fileExists(audio) { lost.append(audio) }
    }
    if !lost.isEmpty {
      failed.append(
        "\(path): \(lost.count) paths lead nowhere (was the audit moved?): \(some(lost))")
    }
    if remaining.isEmpty {
      passed.append("the probe manifest holds all \(expected) probes")
    } else {
      failed.append(
        "\(path): \(remaining.count) of \(expected) probes are gone: \(some(remaining.sorted()))")
    }
  }

  private func manifest(_ name: String, in directory: String) -> String {
    name.isEmpty ? directory : "\(directory)/\(name)"
  }

  private func some(_ names: [String]) -> String {
    let shown = names.prefix(Self.namesShown).joined(separator: ", ")
    return names.count > Self.namesShown ? shown + ", …" : shown
  }
}
