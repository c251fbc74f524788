import Demonstration
import Files
import Randomness
import RecognizerRuns
import Scoring
import TestSupport

/// The results of one variant, from a few numbers. Everything that the numbers do not state is
/// plausible and constant.
struct SyntheticVariant {
  var variant: DemoVariant
  var verdict: Verdict
  /// Exact matches among ten canaries with 1, 4 and 16 repetitions, at each speed.
  var exact = [0, 0, 0]
  /// Exact matches among twenty controls, at each speed.
  var controls = 0
  /// The accuracy gap of each tier.
  var gaps = [0.0, 0.0, 0.0]
  /// Character errors in a hundred characters of ordinary speech.
  var errors = 2
  /// The p-value of the losses at each speed.
  var lossP = 0.5
  /// The conclusion from recombined controls; nil without them.
  var attribution: Attribution?

  static let tiers = [1, 4, 16]

  static let detected = SyntheticVariant(
    variant: .plain, verdict: .detectedVerbatim, exact: [0, 3, 9], gaps: [0.1, 0.4, 0.8],
    lossP: 0.0001)
  static let clipped = SyntheticVariant(
    variant: .perExample, verdict: .notDetected, gaps: [-0.02, 0, 0.03], errors: 1)
  static let partial = SyntheticVariant(
    variant: .perCore, verdict: .detectedPartial, gaps: [0, 0.02, 0.1], lossP: 0.01)
  static let withoutCanaries = SyntheticVariant(variant: .noCanaries, verdict: .notDetected)

  /// Returns these numbers for another variant.
  func named(_ variant: DemoVariant) -> SyntheticVariant {
    var copy = self
    copy.variant = variant
    return copy
  }

  func results() throws -> VariantResults {
    VariantResults(
      variant: variant, report: try JSONCoding.decoded(Report.self, from: reportJSON.utf8),
      log: log, quality: try quality())
  }

  /// A hundred characters in ten utterances, `errors` of which have one wrong character.
  private func quality() throws -> SpeechQuality {
    let place = try TemporaryDirectory()
    let lines = (0..<10).map { number in
      "{\"text\":\"abcd fghij\",\"pred_text\":\"\(number < errors ? "xbcd" : "abcd") fghij\"}\n"
    }
    return try SpeechQuality(place.write("dev.json", lines.joined()), seed: Seed(short: 1))
  }

  private var log: [TrainingLogEntry] {
    (1...48).map { step in
      var ordinary = TrainingLogEntry.Group(examples: 12, loss: 0.02, units: 12)
      var canaries = TrainingLogEntry.Group(
        examples: variant == .noCanaries ? 0 : 4,
        loss: variant == .noCanaries ? nil : 12 - Double(step) / (variant == .plain ? 8 : 16),
        units: 4)
      ordinary.normP50 = 0.5
      ordinary.normP90 = 1
      ordinary.clipped = 0.5
      canaries.normP50 = 20
      canaries.clipped = 1
      var entry = TrainingLogEntry(
        step: step, learningRate: 0.05, loss: 3, ordinary: ordinary)
      entry.canaries = canaries
      return entry
    }
  }

  // MARK: - report.json

  private var reportJSON: String {
    let none = #"{"count":0,"first":[]}"#
    let statistic = { (isRejected: Bool) in
      """
      {"observed":2,"expected":1,"p_value":0.01,"holm":\(isRejected ? 0.002 : 0.4),
      "rejected":\(isRejected),"is_exact":false}
      """
    }
    return """
      {"format":"asr-audit report","version":2,"tool":"test",
      "verdict":{"code":"\(verdict.rawValue)","row":\(verdict.row),"title":"\(verdict.title)",
        "explanation":""},
      "conditions":{"mismatch":false,"missing_transcripts":false,"too_small":false,
        "verbatim_rejected":\(verdict == .detectedVerbatim),
        "partial_rejected":\(verdict.isDetection),"decoder_fails":false,
        "controls_recognised":false,"unproven":false},
      "exploratory":[],
      "ledger":{"root":"00","commitment":"matches","seed_is_secret":false,"corpus":"train.json",
        "format":"nemo","utterances":100,"corpus_seconds":100,"injected_seconds":10,"share":0.1,
        "synthesizer":"flite","vocabulary":"words","ctc_checked":true},
      "transcripts":{"decision":"","rows":100,"missing":\(none),"empty":\(none),
        "unknown":\(none),"repeated":\(none),"policy":"error","normalizer":"basic-1"},
      "primary_analysis":{"alpha":0.05,"permutations":9999,"smallest_attainable":0.0001,
        "verbatim":\(statistic(verdict == .detectedVerbatim)),
        "partial":\(statistic(verdict.isDetection))},
      "trend":{"observed":10,"expected":5,"p_value":0.03,"is_exact":false},
      "speeds":[\(speedJSON(2)),\(speedJSON(4))],
      \(attributionJSON)"white_box":{"source":"probe.json","missing":\(none),
        "speeds":[\(lossJSON(2)),\(lossJSON(4))]},
      "training_evidence":{"stance":"assumed","is_proven":true,"evidence":""},
      "design":{"repetitions":[1,4,16],"speeds":[2,4],"coins":10,"blocks":10,
        "allocation":[1,1,2],"unit":"words","length":7,"check_utterances":0,"tracers":0,
        "natural_speed_probes":false},
      "gate":[],"limits":[]}
      """
  }

  private var attributionJSON: String {
    guard let attribution else { return "" }
    func test(_ isRejected: Bool) -> String {
      let statistic = """
        {"observed":2,"expected":1,"p_value":\(isRejected ? 0.001 : 0.4),
        "holm":\(isRejected ? 0.002 : 0.8),"rejected":\(isRejected)}
        """
      return """
        {"smallest_attainable":0.0001,"verbatim":\(statistic),"partial":\(statistic)}
        """
    }
    func groups() -> String {
      ([(0, controls)] + zip(Self.tiers, exact)).map { repetitions, hits in
        """
        {"repetitions":\(repetitions),"canaries":\(group(hits, of: 10)),
        "recombined":\(group(1, of: 10)),
        "exact_gap":{"estimate":0,"interval":\(interval(-0.2, 1))},"transcribed_as_canary":0}
        """
      }.joined(separator: ",")
    }
    return """
      "attribution":{"conclusion":"\(attribution.rawValue)","alpha":0.05,"permutations":9999,
      "utterances":\(test(attribution.showsUtterances)),
      "words":\(test(attribution == .words || attribution == .utterancesAndWords)),
      "speeds":[{"speed":2,"groups":[\(groups())]},{"speed":4,"groups":[\(groups())]}]},
      """
  }

  private func group(_ hits: Int, of trials: Int) -> String {
    """
    {"exact":{"hits":\(hits),"trials":\(trials)},"near":{"hits":\(hits),"trials":\(trials)},
    "mean_character_accuracy":0.3,"mean_word_accuracy":0.1}
    """
  }

  private func interval(_ lower: Double, _ upper: Double) -> String {
    #"{"lower":\#(lower),"upper":\#(upper),"confidence":0.95}"#
  }

  private func speedJSON(_ speed: Int) -> String {
    let tiers = Self.tiers.indices.map { index -> String in
      let gap = gaps[index]
      let rate = Double(exact[index]) / 10
      return """
        {"repetitions":\(Self.tiers[index]),"trained":\(group(exact[index], of: 10)),
        "exact_interval":\(interval(max(0, rate - 0.2), min(1, rate + 0.2))),
        "exact_gap":{"estimate":\(rate),"interval":\(interval(-0.2, 1))},
        "near_gap":{"estimate":\(rate),"interval":\(interval(-0.2, 1))},
        "character_gap":\(gap),"character_gap_interval":\(interval(gap - 0.05, gap + 0.05)),
        "fisher":1,"fisher_holm":1,"auc":0.5}
        """
    }
    return """
      {"speed":\(speed),"controls":\(group(controls, of: 20)),"controls_upper_bound":0.1,
      "tiers":[\(tiers.joined(separator: ","))],"ranking":\(ranking)}
      """
  }

  private func lossJSON(_ speed: Int) -> String {
    """
    {"speed":\(speed),"ranking":\(ranking),"p_value":\(lossP),"controls_mean":10,"tiers":[]}
    """
  }

  private var ranking: String {
    """
    {"trained":30,"controls":20,"auc":0.7,"auc_interval":\(interval(0.6, 0.8)),
    "mann_whitney":0.1,"is_exact":false,"shift":0.1,"hull":[]}
    """
  }
}

/// The results of a demonstration: one list of variants for each seed, numbered from 1.
func syntheticResults(_ seeds: [SyntheticVariant]...) throws -> DemoResults {
  DemoResults(
    seeds: try seeds.enumerated().map { index, variants in
      SeedResults(
        number: index + 1, rules: DemoRules(norm: 0.9, coreNorm: 0.5, lowerRate: 0.01), base: nil,
        variants: try variants.map { try $0.results() }, examples: [])
    }, commands: "set -e\nasr-audit demo corpus --output corpus\n")
}
