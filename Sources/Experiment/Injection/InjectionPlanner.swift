import AuditModel
import Concurrency
import Files
import Integrity
import Manifests

/// Plans an injection: reads the corpus once, draws the texts and estimates the audio. It writes
/// nothing.
package struct InjectionPlanner: Sendable {
  private let request: InjectionRequest

  private var design: Design { request.experiment.design }

  package init(_ request: InjectionRequest) { self.request = request }

  /// - Throws: also if the design cannot decide anything, or the canaries would be too large a share
  ///   of the training audio.
  package func plan(progress: InjectionProgress) throws(Problem) -> InjectionPlan {
    let voices = request.voices.synthesizer.voices
    try DesignCheck.check(
      design, voices: voices.count, primaryAnalysis: request.experiment.primaryAnalysis,
      gate: request.experiment.gate)
    try checkAudioPaths()
    let survey = try CorpusSurvey(request, progress: progress)
    try checkGenders(survey.traits)
    try checkKey()
    let vocabulary = try vocabulary(survey.text)
    let source = try PhraseSource(
      unit: design.unit, length: design.length, style: survey.text.style,
      vocabulary: vocabulary.words)
    try request.checkSpelling(of: source)
    let candidates = candidates(of: design, voices: voices)
    var drawing = PhraseDrawing(
      recombined: candidates.map { design.recombinedControls && $0.kind != .tracer },
      texts: design.texts ?? .own, source: source, seed: request.experiment.seed)
    try drawing.fill(avoiding: survey.text, where: request.fits)
    let audio = CorpusAudio(request.corpus)
    let sample = try CorpusSample(survey.sample, of: request.corpus)
    let checkUtterances = try CheckUtteranceChoice(
      CorpusSample(survey.checkUtterances, of: request.corpus)
    ) { () throws(Problem) in sample }
    let format = try audio.format(requestedAudio(), sample)
    let length = try audio.length(survey.traits, statedHours: request.audio.corpusHours)
    let means = try meanSeconds(candidates, drawing.phrases, audio: format.format)
    let injected = design.speeds.reduce(0) { sum, speed in
      sum + design.expectedCopiesPerSpeed * (means[speed] ?? 0)
    }
    let plan = InjectionPlan(
      traits: survey.traits, writing: survey.text.style,
      isInAnotherAlphabet: survey.text.isInAnotherAlphabet && request.voices.asciiWordsOnly,
      audio: format.format, audioExample: format.example,
      corpusSeconds: length.seconds, secondsAreEstimated: length.isEstimated,
      meanCanarySeconds: means, estimatedInjectedSeconds: injected,
      vocabularySize: source.inventory.count, vocabularyName: vocabulary.name,
      candidates: candidates, drawing: drawing, text: survey.text,
      checkUtterances: checkUtterances.utterances,
      warnings: [checkUtterances.warning, format.warning, implausibleLength(survey.traits)]
        .compactMap(\.self))
    // Before the canaries are rendered, which takes long. The estimate has the padding and the tracers;
    // it is good to a few per cent, so the rendered canaries are checked again.
    try plan.checkShare(injected: injected, request)
    try plan.checkShare(injected: assignedSeconds(candidates, means), request)
    return plan
  }

  /// The estimated audio of the copies that this seed assigns, of which the coins may give more than
  /// expected. Token counts decide which candidate of a block is trained and not how many are.
  private func assignedSeconds(_ candidates: [Candidate], _ means: [Double: Double]) -> Double {
    let assignments = assign(
      candidates, tokenCounts: candidates.map { _ in 0 }, design: design,
      seed: request.experiment.seed)
    return zip(candidates, assignments).reduce(0) {
      $0 + Double($1.1.repetitions) * (means[$1.0.speed] ?? 0)
    }
  }

  /// The requested properties of the audio, with the container that the manifest's format needs.
  private func requestedAudio() throws(Problem) -> InjectionRequest.Audio {
    var audio = request.audio
    guard let needed = request.corpus.requiredContainer else { return audio }
    guard audio.container ?? needed == needed else {
      throw Problem(
        InjectionProblem.otherContainer(needed: needed, format: request.corpus.format))
    }
    audio.container = needed
    return audio
  }

  /// Refuses an output directory whose path the loaders of the manifest cannot read.
  private func checkAudioPaths() throws(Problem) {
    if !request.output.path.isEmpty,
      let reason = request.corpus.refusal(ofAudioBelow: absolutePath(request.output.path))
    {
      throw Problem(InjectionProblem.unreadablePaths(reason: reason), file: request.output.path)
    }
    guard request.output.relativeCanaryPaths, request.corpus.canaryPaths == .absolute else {
      return
    }
    throw Problem(InjectionProblem.noRelativePaths(request.corpus.format))
  }

  /// The words to draw from and their description for the ledger.
  private func vocabulary(
    _ text: CorpusText
  ) throws(Problem) -> (words: [String], name: String) {
    guard design.unit == .words else { return ([], design.unit.rawValue) }
    switch request.voices.words {
    case .common: return (CommonWords.all, "\(CommonWords.all.count) common English words")
    case .list(let words, let name): return (words, name)
    case .corpus:
      let words = try Vocabulary.requireEnough(
        Vocabulary.clean(text.words, asciiOnly: request.voices.asciiWordsOnly),
        of: request.corpus.path)
      return (words, "\(words.count) words of the corpus")
    }
  }

  /// Signs once on trial, because the commitment is signed at the end.
  private func checkKey() throws(Problem) {
    guard let key = request.output.signingKeyPEM else { return }
    guard (try? Ed25519.sign([0], privateKeyPEM: key)) != nil else {
      throw Problem(InjectionProblem.notAPrivateKey)
    }
  }

  /// A message if the mean duration in the manifest cannot be that of utterances in seconds.
  private func implausibleLength(_ traits: CorpusTraits) -> String? {
    guard traits.utterancesWithDuration > 0 else { return nil }
    let mean = traits.statedSeconds / Double(traits.utterancesWithDuration)
    guard !Self.plausibleMeanSeconds.contains(mean) else { return nil }
    return "the mean duration in the manifest is \(trimmed((mean * 1000).rounded() / 1000)) s"
      + (mean < 1
        ? "; are the durations in another unit than seconds?"
        : "; are the durations in milliseconds or samples? Loaders expect seconds")
      + ", and the share of the canaries in all audio depends on them"
  }

  private static let plausibleMeanSeconds = 0.1...300

  /// Kaldi's spk2gender has an entry for every speaker or does not exist
  /// (utils/validate_data_dir.sh), so the gender of every voice must be known.
  private func checkGenders(_ traits: CorpusTraits) throws(Problem) {
    guard traits.files.contains(where: { $0.name == "spk2gender" }) else { return }
    let synthesizer = request.voices.synthesizer
    let unknown = synthesizer.voices.filter { synthesizer.gender(of: $0) == nil }
    guard unknown.isEmpty else {
      throw Problem(
        InjectionProblem.unknownGender(voices: unknown), file: "\(request.corpus.path)/spk2gender")
    }
  }

  /// Renders a few canaries of every speed on trial.
  private func meanSeconds(
    _ candidates: [Candidate], _ phrases: [Phrase?], audio: AudioFormat
  ) throws(Problem) -> [Double: Double] {
    let renderer = Renderer(request, format: audio)
    var means: [Double: Double] = [:]
    for speed in design.speeds {
      let ofSpeed = candidates.filter { $0.speed == speed }
      let step = max(1, ofSpeed.count / 16)
      let trial = stride(from: 0, to: ofSpeed.count, by: step).prefix(16).map { ofSpeed[$0] }
      let seconds = try concurrentMap(count: trial.count) { index throws(Problem) in
        let candidate = trial[index]
        return try renderer.audio(
          of: candidate, saying: phrases[candidate.index]!, attempt: 0)?.waveform.seconds
      }
      let known = seconds.compactMap { $0 }
      guard !known.isEmpty else {
        throw Problem(
          InjectionProblem.tooLong(maxSeconds: request.lengthRule?.maxSeconds ?? 0, speed: speed))
      }
      means[speed] = known.reduce(0, +) / Double(known.count)
    }
    return means
  }
}

extension InjectionRequest {
  /// Whether CTC can emit a phrase within the longest utterance that the recipe keeps.
  func fits(_ phrase: Phrase) -> Bool {
    lengthRule.map { $0.framesNeeded(phrase.text, sampleRate: 16_000) != nil } ?? true
  }
}
