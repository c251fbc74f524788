import AuditModel
import Concurrency
import Files
import Manifests
import Randomness
import Speech

/// All that is settled before the canaries are spoken: `--dry-run` prints it.
package struct InjectionPlan: Sendable {
  package let traits: CorpusTraits
  package let writing: WritingStyle
  /// The corpus is in letters that the canaries do not use.
  package let isInAnotherAlphabet: Bool
  package let audio: AudioFormat
  /// Why the audio format is what it is.
  package let audioEvidence: String
  package let corpusSeconds: Double
  package let secondsAreEstimated: Bool
  /// From a few canaries spoken on trial.
  package let meanCanarySeconds: [Double: Double]
  package let estimatedInjectedSeconds: Double
  package let vocabularySize: Int
  package let vocabularyName: String

  let candidates: [Candidate]
  var drawing: PhraseDrawing
  let source: PhraseSource
  let checkUtterances: [Utterance]

  package var checkUtteranceCount: Int { checkUtterances.count }

  /// Injected audio in all training audio.
  package func share(injected seconds: Double) -> Double {
    seconds == 0 ? 0 : seconds / (seconds + corpusSeconds)
  }
}

extension InjectionRequest {
  /// Reads the corpus, draws the texts and estimates the sound. Writes nothing.
  package func plan(progress: InjectionProgress) throws(Problem) -> InjectionPlan {
    try DesignCheck.check(
      design, voices: synthesizer.voices.count, primaryAnalysis: primaryAnalysis, gate: gate)
    let sample = try sampleOfText()
    let writing = sample.style
    let vocabulary = try vocabulary()
    let source = try PhraseSource(
      unit: design.unit, length: design.length, style: writing, vocabulary: vocabulary.words)
    let candidates = candidates(of: design, voices: synthesizer.voices)
    var drawing = PhraseDrawing(count: candidates.count, source: source, seed: seed)
    let (traits, checkUtterances) = try drawAndSurvey(&drawing, progress: progress)
    let (audio, evidence) = try audioFormat()
    let seconds = try corpusSeconds(traits)
    let means = try meanSeconds(candidates, drawing.phrases, audio: audio)
    let injected = design.speeds.reduce(0) { sum, speed in
      sum + design.expectedCopiesPerSpeed * (means[speed] ?? 0)
    }
    let plan = InjectionPlan(
      traits: traits, writing: writing,
      isInAnotherAlphabet: sample.isInAnotherAlphabet && asciiWordsOnly, audio: audio,
      audioEvidence: evidence,
      corpusSeconds: seconds.value, secondsAreEstimated: seconds.isEstimated,
      meanCanarySeconds: means, estimatedInjectedSeconds: injected,
      vocabularySize: source.inventory.count, vocabularyName: vocabulary.name,
      candidates: candidates, drawing: drawing, source: source, checkUtterances: checkUtterances)
    // The estimate is good to a few per cent; near the limit the spoken canaries decide.
    if plan.share(injected: injected) > 1.1 * maxShare { throw plan.tooLarge(for: self, injected) }
    return plan
  }

  // MARK: - Texts

  private func sampleOfText() throws(Problem) -> CorpusText {
    var text = CorpusText(collectsVocabulary: false, lookingFor: [])
    _ = try corpus.survey(limit: 20_000) { utterance throws(Problem) in text.add(utterance.text) }
    return text
  }

  private func vocabulary() throws(Problem) -> (words: [String], name: String) {
    guard design.unit == .words else { return ([], design.unit.rawValue) }
    switch words {
    case .common: return (CommonWords.all, "\(CommonWords.all.count) common English words")
    case .list(let words, let name): return (words, name)
    case .corpus:
      var text = CorpusText(collectsVocabulary: true, lookingFor: [])
      _ = try corpus.survey(limit: nil) { utterance throws(Problem) in text.add(utterance.text) }
      let words = try Vocabulary.requireEnough(
        Vocabulary.clean(text.words, asciiOnly: asciiWordsOnly), of: corpus.path)
      return (words, "\(words.count) words of the corpus")
    }
  }

  /// Draws the texts, and draws again those that occur in the corpus, until none does. The pass
  /// over the corpus that looks for them also chooses the check utterances.
  /// - Throws: `.preflight` where texts so short go on occurring.
  func drawAndSurvey(
    _ drawing: inout PhraseDrawing, progress: InjectionProgress
  ) throws(Problem) -> (CorpusTraits, [Utterance]) {
    for _ in 0..<20 {
      try drawing.fill { phrase in
        ctc.map { $0.framesNeeded(phrase.text, sampleRate: 16_000) != nil } ?? true
      }
      var text = CorpusText(collectsVocabulary: false, lookingFor: drawing.phrases)
      var checkUtterances = Reservoir<Utterance>(
        capacity: design.checkUtterances, random: seed.stream("check_utterances"))
      var count = 0
      let watched = knownCanaries()
      let traits = try corpus.survey(limit: nil) { utterance throws(Problem) in
        text.add(utterance.text)
        if !utterance.text.isEmpty, !utterance.isRemote {
          checkUtterances.offer(utterance.detached)
        }
        if !watched.isEmpty { try refuseKnown(utterance, watched) }
        count += 1
        if count % 100_000 == 0 { progress(.reading, count, nil) }
      }
      if text.occurring.isEmpty { return (traits, checkUtterances.items) }
      for index in text.occurring.sorted() { drawing.discard(index) }
    }
    throw Problem(
      .preflight,
      "texts of \(design.length) \(design.unit.rawValue) stand in the corpus however often they are "
        + "drawn again", hint: "raise --words")
  }

  private func knownCanaries() -> [String: String] {
    var known: [String: String] = [:]
    for (path, ledger) in knownLedgers {
      for id in ledger.trainingIDs { known[id] = path }
      for canary in ledger.canaries { known[canary.probeID] = path }
    }
    return known
  }

  private func refuseKnown(
    _ utterance: Utterance, _ known: [String: String]
  ) throws(Problem) {
    let id = utterance.name
    guard let ledger = known[id] else { return }
    throw Problem(
      .badData, "this manifest already holds canaries: '\(id)' is one of \(ledger)",
      file: utterance.file, line: utterance.line,
      hint: "take the original manifest, or: asr-audit remove --ledger \(ledger) …")
  }

  // MARK: - Sound

  /// What the corpus's own first readable files are.
  private func audioFormat() throws(Problem) -> (AudioFormat, String) {
    var unreadable: Problem?
    for file in try corpus.audioFiles(limit: 20) {
      do throws(Problem) {
        let header = try AudioFile.header(of: file)
        var format = header.format
        if let sampleRate { format.sampleRate = sampleRate }
        if let channels { format.channels = channels }
        if let container { format.container = container }
        return (format, "as \(file)")
      } catch {
        unreadable = unreadable ?? error
      }
    }
    if let sampleRate {
      let format = AudioFormat(
        sampleRate: sampleRate, channels: channels ?? 1, container: container ?? .wav)
      return (format, "as asked for")
    }
    let why = unreadable.map { "the first problem: \($0)" } ?? "it names no plain audio file"
    throw Problem(
      unreadable?.kind ?? .badData,
      "no audio of the corpus can be read, so its format is not known (\(why))", file: corpus.path,
      hint: "state it: --sample-rate 16000 [--channels 1] [--container wav]")
  }

  /// Stated by the manifest, or estimated from the headers of some of its files.
  private func corpusSeconds(
    _ traits: CorpusTraits
  ) throws(Problem) -> (value: Double, isEstimated: Bool) {
    if let corpusHours { return (corpusHours * 3600, true) }
    let unknown = traits.utterances - traits.utterancesWithDuration
    if unknown == 0 { return (traits.statedSeconds, false) }
    var lengths: [Double] = []
    for file in try corpus.audioFiles(limit: 500) {
      do throws(Problem) { lengths.append(try AudioFile.header(of: file).seconds) } catch {}
    }
    guard !lengths.isEmpty else {
      throw Problem(
        .badData, "neither the manifest nor its audio tells how long the corpus is",
        file: corpus.path,
        hint: "state it: --corpus-hours 960 (Kaldi: utils/data/get_utt2dur.sh writes utt2dur)")
    }
    let mean = lengths.reduce(0, +) / Double(lengths.count)
    return (traits.statedSeconds + mean * Double(unknown), true)
  }

  /// Speaks a few canaries of every speed on trial.
  private func meanSeconds(
    _ candidates: [Candidate], _ phrases: [Phrase?], audio: AudioFormat
  ) throws(Problem) -> [Double: Double] {
    let renderer = Renderer(
      synthesizer: synthesizer, format: audio, ctc: ctc, seed: seed, withTwins: false)
    var means: [Double: Double] = [:]
    for speed in design.speeds {
      let ofSpeed = candidates.filter { $0.speed == speed }
      let step = max(1, ofSpeed.count / 16)
      let trial = stride(from: 0, to: ofSpeed.count, by: step).prefix(16).map { ofSpeed[$0] }
      let seconds = try concurrentMap(count: trial.count) { index throws(Problem) in
        let candidate = trial[index]
        return try renderer.waveform(
          of: candidate, saying: phrases[candidate.index]!, attempt: 0)?.waveform.seconds
      }
      let known = seconds.compactMap { $0 }
      guard !known.isEmpty else {
        throw Problem(
          .preflight,
          "at speed \(speed) every canary is longer than \(ctc?.maxSeconds ?? 0) s",
          hint: "lower --words or raise --max-duration")
      }
      means[speed] = known.reduce(0, +) / Double(known.count)
    }
    return means
  }
}

extension InjectionPlan {
  /// Says what size of design would fit.
  func tooLarge(for request: InjectionRequest, _ injected: Double) -> Problem {
    let design = request.design
    let limit = request.maxShare
    // Some room: how many heads fall, and how long the texts are, differs from draw to draw.
    let scale = 0.9 * limit * corpusSeconds / ((1 - limit) * injected)
    var smaller = design
    smaller.coins = Int(Double(design.coins) * scale)
    smaller.blocks = Int(Double(design.blocks) * scale)
    smaller.tracers = min(design.tracers, Int(Double(design.tracers) * scale))
    let share = share(injected: injected)
    let fits =
      (try? DesignCheck.check(
        smaller, voices: request.synthesizer.voices.count, primaryAnalysis: request.primaryAnalysis,
        gate: []))
      != nil
    let advice =
      fits
      ? "--coins \(smaller.coins) --blocks \(smaller.blocks)"
        + (design.tracers > 0 ? " --tracers \(smaller.tracers)" : "")
        + " would fit (the gate may need wider limits then)"
      : "no design that can decide anything fits; take a larger corpus"
    return Problem(
      .usage,
      "the canaries would be \(percent(share)) of all training audio, more than --max-share "
        + "\(percent(limit)) allows", field: "--max-share",
      hint: advice + (share < 0.85 ? ", or allow more: --max-share \(roomFor(share))" : ""))
  }
}

/// A tenth more than was estimated, in whole hundredths.
private func roomFor(_ share: Double) -> Double { (share * 110).rounded(.up) / 100 }

/// A uniform sample of a stream of unknown length (Vitter 1985, algorithm R).
struct Reservoir<Item> {
  private(set) var items: [Item] = []
  private let capacity: Int
  private var random: RandomStream
  private var seen = 0

  init(capacity: Int, random: RandomStream) {
    self.capacity = capacity
    self.random = random
  }

  mutating func offer(_ item: @autoclosure () -> Item) {
    seen += 1
    if items.count < capacity {
      items.append(item())
    } else if capacity > 0 {
      let place = random.below(seen)
      if place < capacity { items[place] = item() }
    }
  }
}
