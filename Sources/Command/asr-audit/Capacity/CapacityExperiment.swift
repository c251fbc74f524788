import AuditModel
import Capacity
import Files
import Integrity
import Manifests
import Randomness
import RecognizerRuns
import Scoring

/// The utterances of a capacity experiment, with their audio.
struct CapacityExperiment {
  /// The ladder in its order, the controls, then ordinary speech.
  let utterances: [CapacityUtterance]
  /// The recordings of `utterances`, with their texts.
  let recordings: [RunUtterance]
  /// The utterances that every model is trained on.
  let common: [RunUtterance]
  let normalizer: CanaryNormalizer
  /// The Merkle root of the ledger.
  let root: String
  /// The sample rate of the canaries, and their lengths in frames by id.
  let sampleRate: Int
  let frames: [String: Int]

  init(_ options: CapacityOptions) throws(Problem) {
    let (ledger, root) = try LedgerFile.read(options.ledger)
    self.root = root.hex
    sampleRate = ledger.header.audio.sampleRate
    frames = Dictionary(
      ledger.canaries.map { ($0.probeID, $0.frames) }, uniquingKeysWith: { first, _ in first })
    normalizer = CanaryNormalizer(
      try declaredNormalizer(ledger, file: options.ledger),
      CanaryForm(unit: ledger.header.design.unit, texts: ledger.canaries.lazy.map(\.text)))
    let deck = try Self.deck(ledger, options)
    let probe = try Self.probe(ledger, options.ledger)
    let dev = try options.dev.map { path throws(Problem) in
      try readUtterances(
        path, format: options.manifest.format(of: path), keys: options.manifest.keys
      ).utterances
    }
    let ordinary =
      dev.map { dev in
        dev.map { CapacityUtterance(id: $0.name, role: .ordinary, text: $0.text) }
      }
      ?? ledger.checkUtterances.map {
        CapacityUtterance(id: $0.probeID, role: .ordinary, text: $0.text)
      }
    utterances = deck.utterances + ordinary
    var audio = probe
    for utterance in dev ?? [] { audio[utterance.name] = utterance }
    var recordings: [RunUtterance] = []
    for utterance in utterances {
      guard let found = audio[utterance.id] else {
        throw Problem(
          .badData, "the probe set has no utterance '\(utterance.id.printable)'",
          file: "\(parentDirectory(of: options.ledger))/probe",
          hint: "keep the probe set of the audit beside its ledger")
      }
      recordings.append(found.with(text: utterance.text))
    }
    self.recordings = recordings
    let numbers = try uniqueNames(of: recordings)
    common =
      try options.common.map { path throws(Problem) in
        try Self.common(path, options, without: ledger.trainingIDs, and: numbers)
      } ?? []
  }

  private static func deck(
    _ ledger: Ledger, _ options: CapacityOptions
  ) throws(Problem) -> CapacityDeck {
    do throws(CapacityDeck.Refusal) {
      return try CapacityDeck(
        ledger.canaries, speed: options.speed, texts: options.texts,
        seed: Seed(short: options.seed))
    } catch {
      let ofSpeed = options.speed.map { " at \(trimmed($0))x" } ?? ""
      let speeds = listed(ledger.header.design.speeds.map { "\(trimmed($0))" })
      switch error {
      case .tooFew(let trained, let controls):
        throw Problem(
          .badData,
          "has \(counted(trained, "trained canary", "trained canaries")) and "
            + "\(counted(controls, "control", "controls"))\(ofSpeed)", file: options.ledger,
          hint: "the speeds of this audit are \(speeds)")
      case .noPartner(let id):
        throw Problem(
          .badData, "canary '\(id)' has no other one of its speed, whose text it could get",
          file: options.ledger,
          hint: "the speeds of this audit are \(speeds): choose one by --speed")
      }
    }
  }

  /// The utterances of the probe set by name.
  private static func probe(
    _ ledger: Ledger, _ path: String
  ) throws(Problem) -> [String: RunUtterance] {
    let corpus = ledger.header.corpus
    let manifest = corpus.probeManifest(in: "\(parentDirectory(of: path))/probe")
    let all = try readUtterances(
      manifest, format: corpus.format.probeFormat, keys: corpus.probeKeys
    ).utterances
    return Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private static func common(
    _ path: String, _ options: CapacityOptions, without canaries: Set<String>,
    and measured: [String: Int]
  ) throws(Problem) -> [RunUtterance] {
    let utterances = try readUtterances(
      path, format: options.manifest.format(of: path), keys: options.manifest.keys
    ).utterances
    for utterance in utterances {
      let isCanary = canaries.contains(utterance.name)
      guard isCanary || measured[utterance.name] != nil else { continue }
      throw Problem(
        .badData,
        "utterance '\(utterance.name.printable)' "
          + (isCanary ? "is a canary of the ledger" : "is also measured"), file: utterance.file,
        line: utterance.line,
        hint: isCanary
          ? "name the manifest that the canaries were injected into, or restore it with remove"
          : "measured utterances must not be trained on: remove it from one of the manifests")
    }
    return utterances
  }

  /// The recordings of the first `size` canaries of the ladder.
  func canaries(_ size: Int) -> [RunUtterance] { Array(recordings.prefix(size)) }

  /// `utterances.jsonl`.
  var lines: [UInt8] {
    utterances.flatMap { JSONCoding.encoded($0, pretty: false) + [UInt8(ascii: "\n")] }
  }

  func scorer(
    tolerance: Double, baseline: [String: CapacityAnswer]?
  ) -> CapacityScorer {
    CapacityScorer(utterances, normalizer, tolerance: tolerance, baseline: baseline)
  }
}

extension RunUtterance {
  /// The utterance with another text.
  fileprivate func with(text: String) -> RunUtterance {
    RunUtterance(
      name: name, text: text, audio: audio, listedPath: listedPath, file: file, line: line)
  }
}
