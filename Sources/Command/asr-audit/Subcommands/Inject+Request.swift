import ArgumentParser
import AuditModel
import Files
import Gating
import Injection
import Manifests
import Randomness
import Scoring
import Speech

/// From options to a request.
extension Inject {
  /// The request that the options describe.
  /// - Parameter choice: the length and the speed of canaries where no option states them.
  func request(_ choice: CanaryChoice = .standard) throws(Problem) -> InjectionRequest {
    let corpus = try openCorpus()
    let voices = try voiceRequest()
    let design = try design.design(
      voices: voices.synthesizer.voices.count, words: choice.words, speed: choice.speed)
    let gateFile = try gateFile(gate)
    let assumesTraining = gateFile?.assumesTraining ?? false
    let gate = try gateLimits(gateFile) { limit throws(Problem) in
      try DesignCheck.check(limit, design)
    }
    var experiment = InjectionRequest.Experiment(
      primaryAnalysis: PrimaryAnalysis(
        normalizer: normalizer.label,
        trainingEvidence: trainingEvidence ?? (assumesTraining ? .assumed : .required)),
      seed: seed?.seed ?? .fromSystem(), seedIsSecret: seed == nil)
    (experiment.design, experiment.gate) = (design, gate)
    experiment.primaryAnalysis.looks = looks
    experiment.probeFamilies = families?.values
    var request = InjectionRequest(
      corpus: corpus, output: try outputRequest(), experiment: experiment,
      voices: voices, tool: toolVersion)
    request.audio.sampleRate = sampleRate
    request.audio.channels = channels
    request.audio.container = container
    request.audio.corpusHours = corpusHours
    request.ctc = try recipe.ctc()
    request.recipe = try recipe.target()
    request.maxShare = maxShare.value
    request.knownLedgers = try knownLedgers()
    request.fieldValues = try fieldValues()
    return request
  }

  private func fieldValues() throws(Problem) -> [String: String] {
    var values: [String: String] = [:]
    for setting in set {
      // 'validate' has checked that there is a name and an equals sign.
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard values.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
        throw Problem(
          .usage, "the field '\(parts[0])' is set twice", field: "--set",
          hint: "state one value for each field")
      }
    }
    return values
  }

  private func outputRequest() throws(Problem) -> InjectionRequest.Output {
    var request = InjectionRequest.Output(path: output ?? "")
    request.force = force
    request.absolutePaths = absolutePaths
    request.relativeCanaryPaths = relative
    request.shards = archives.shards ?? 1
    if let sign { request.signingKeyPEM = try readFile(sign)[...].text ?? "" }
    return request
  }

  private func voiceRequest() throws(Problem) -> InjectionRequest.Voices {
    let (synthesizer, bankWords) = try voices.synthesizer()
    var request = InjectionRequest.Voices(synthesizer: synthesizer)
    request.asciiWordsOnly = voices.voiceCommand == nil && voices.wordBank == nil
    request.words = try words(bankWords)
    return request
  }

  private func openCorpus() throws(Problem) -> any TrainingCorpus {
    if fileExists(manifest), !isDirectory(manifest), !isRegularFile(manifest) {
      throw Problem(
        .missingInput, "is not a regular file, or a link without a target", file: manifest,
        field: "--manifest", hint: "the manifest is read twice: write it to a file first")
    }
    return try manifestOptions.format(of: manifest).open(manifest, keys: manifestOptions.keys)
  }

  private func words(_ bankWords: [String]?) throws(Problem) -> InjectionRequest.Words {
    if let bankWords {
      try requireUnits(in: Set(bankWords))
      return .list(bankWords, name: "\(bankWords.count) recorded words")
    }
    switch vocabulary {
    case "common": return .common
    case "manifest": return .corpus
    default:
      let list = try Vocabulary.read(vocabulary, asciiOnly: voices.voiceCommand == nil)
      return .list(list, name: "\(list.count) words of \(baseName(of: vocabulary))")
    }
  }

  private func requireUnits(in bank: Set<String>) throws(Problem) {
    let needed: [String] =
      switch design.units {
      case .words: []
      case .letters: PhraseSource.letters
      case .digits: PhraseSource.digits
      }
    let lacking = needed.filter { !bank.contains($0) }
    guard lacking.isEmpty else {
      throw Problem(
        .badData, "the word bank has no recording of: \(lacking.joined(separator: ", "))",
        file: voices.wordBank, hint: "--units \(design.units.rawValue) needs all of them")
    }
  }

  /// The named ledgers and the one next to `train`, if the manifest is in the output of an audit.
  private func knownLedgers() throws(Problem) -> [(path: String, ledger: Ledger)] {
    var known: [(path: String, ledger: Ledger)] = []
    for path in ledger { known.append((path, try LedgerFile.read(path).ledger)) }
    let first = manifestFiles(manifest)[0]
    let train = isDirectory(first) ? first : parentDirectory(of: first)
    let beside = "\(parentDirectory(of: absolutePath(train)))/ledger.json"
    if baseName(of: absolutePath(train)) == "train", fileExists(beside),
      let found = try? LedgerFile.read(beside).ledger
    {
      known.append((beside, found))
    }
    return known
  }
}
