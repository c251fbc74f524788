import AuditModel
import Files
import Injection

/// The output of `inject --dry-run`: the planned canaries, from estimates.
struct DryRunPrint {
  private let request: InjectionRequest
  private let plan: InjectionPlan

  init(_ request: InjectionRequest, _ plan: InjectionPlan) {
    self.request = request
    self.plan = plan
  }

  private struct Document: Encodable {
    let rows: [CanaryTable.Row]
    let corpusMinutes: Double
    let corpusMinutesAreEstimated: Bool
    let injectedMinutes: Double
    let share: Double
    let sampleRate: Int
    let channels: Int
    let container: String
    let vocabulary: String
    let voices: [String]
    /// Audio files to transcribe.
    let probes: Int
    let smallestPossibleP: Double
    /// The archives of the corpus and the new ones; nil for a corpus of files.
    let shards: Int?
    let newShards: Int?
  }

  private var design: Design { request.experiment.design }
  private var voices: [String] { request.voices.synthesizer.voices }
  /// The corpus may have fewer utterances than the design has check utterances.
  private var probes: Int {
    design.probes - design.checkUtterances + plan.checkUtteranceCount
  }
  private var share: Double { plan.share(injected: plan.estimatedInjectedSeconds) }

  private var shardPlan: ShardPlan? { ShardPlan(plan, request) }

  private var smallestP: Double {
    DesignCheck.smallestAttainable(
      design, voices: voices.count,
      permutations: request.experiment.primaryAnalysis.permutations)
  }

  /// Half of the coins count as trained.
  private var table: CanaryTable {
    CanaryTable(design) { speed, role, repetitions in
      let canaries =
        switch role {
        case .trained: design.expectedTrained(in: [repetitions])
        case .control: design.expectedSize.controls
        case .tracer: design.tracers
        case .recombined: design.randomised
        }
      return CanaryTable.Row(
        speed: speed, role: role, repetitions: repetitions, canaries: canaries,
        trainingMinutes: Double(canaries * repetitions) * (plan.meanCanarySeconds[speed] ?? 0)
          / 60)
    }
  }

  func text(asJSON: Bool) -> String {
    if asJSON {
      let document = Document(
        rows: table.rows, corpusMinutes: plan.corpusSeconds / 60,
        corpusMinutesAreEstimated: plan.secondsAreEstimated,
        injectedMinutes: plan.estimatedInjectedSeconds / 60, share: share,
        sampleRate: plan.audio.sampleRate, channels: plan.audio.channels,
        container: plan.audio.container.rawValue, vocabulary: plan.vocabularyName,
        voices: voices, probes: probes, smallestPossibleP: smallestP, shards: shardPlan?.old,
        newShards: shardPlan?.new)
      return String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self)
    }
    return """
      \(table.text)

      corpus    \(plan.traits.utterances) utterances, \(duration(plan.corpusSeconds))\
      \(plan.secondsAreEstimated ? " (estimated)" : "")\(shardPlan.map { "\narchives  \($0.summary)" } ?? "")
      coins     \(design.coins) per speed; the table assumes that half of them are trained
      canaries  about \(duration(plan.estimatedInjectedSeconds)) in training, \
      \(percent(share)) of all training audio
      probes    \(probes) audio files to transcribe after training\
      \(design.recombinedControls ? ", half of the canaries' in another order" : "")
      audio     \(audio)
      texts     \(design.length) \(design.unit.rawValue) from \(plan.vocabularyName)\
      \(design.hasShuffledTexts ? "; shuffled: sounds say other words" : "")
      voices    \(request.voices.synthesizer.description): \(voices.joined(separator: ", "))
      p-value   the primary analysis can reach \(smallestP)
      gate      \(request.experiment.gate.map(\.summary).joined(separator: "; "))
      \(shareWarning(share).map { "\nwarning: \($0)\n" } ?? "")
      Nothing was written (--dry-run).
      """
  }

  private var audio: String {
    let channels = plan.audio.channels == 1 ? "mono" : "\(plan.audio.channels) channels"
    let origin = plan.audioExample.map { "as in \($0)" } ?? "as requested"
    return "\(plan.audio.sampleRate) Hz, \(channels), "
      + "\(plan.audio.container.rawValue.uppercased()), 16 bits (\(origin))"
  }
}
