import ArgumentParser
import AuditModel
import Files
import Randomness
import Scoring
import Statistics

struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Computes the power and the limits of a design.",
    discussion: """
      Computes, before anything is rendered, how many canaries and controls a limit needs, what \
      this many can show at most, and which effects they would miss. Limits come from --gate, else \
      from asr-audit.yml in the working directory, else the default limits apply; --max asks about \
      a limit of your own. A request that no design can meet is an error (status 64). A design that \
      is too small is not an error here: the last line names one that is large enough, and 'inject' \
      refuses the small one.

      Examples:
        asr-audit plan
        asr-audit plan --max 0.02 --tiers 8,16
        asr-audit plan --gate strict.yml --rate 0.3 --power 0.9
        asr-audit plan --coins 60 --blocks 6 --exact 0,0,0,0.2,0.6
        asr-audit plan --target-epsilon 8 --delta 1e-6 --utterances 30000 \\
          --batch-size 256 --epochs 20

      All counts are per speed. A speed is measurable only if controls are not recognised. To find \
      such a speed, inject a trial set at several speeds and transcribe it with a model that was \
      never trained on it: for that model all canaries are controls. 'shown as utterances' is the \
      power of the comparison with recombined controls, which tells memorised utterances from learnt \
      words; it doubles the audio files to transcribe.
        asr-audit inject --manifest train.json --output trial \\
          --speeds 1,1.5,2,2.5,3 --max-share 0.5
        # transcribe trial/probe with an existing model into trial.json
        asr-audit score --ledger trial/ledger.json \\
          --transcripts trial.json --output trial-report
      Use the lowest speed at which 0% of the controls are exact matches.
      """)

  @OptionGroup(title: "Design") var design: DesignOptions

  @Option(
    help: ArgumentHelp(
      "A gate file to plan for (default: asr-audit.yml, if any).", valueName: "file"))
  var gate: String?

  @Option(
    help: ArgumentHelp("The largest gap that passes, for example 0.1 or 10%.", valueName: "share"))
  var max: Share?

  @Option(help: "Tiers that --max pools (default: 1,2 and 8,16, or all).")
  var tiers: IntegerList?

  @Option(help: "Significance level of single tests.")
  var alpha = Share(0.05)

  @Option(help: "Required power: the probability of finding an effect.")
  var power = Share(0.80)

  @Option(
    help: ArgumentHelp("A true rate at which the gate must fail.", valueName: "share"))
  var rate: Share?

  @Option(help: "Exact-match rate of the controls.")
  var controlRate = Share(0)

  @Option(help: "Number of voices.")
  var voices = 4

  @Option(
    help: ArgumentHelp(
      "A model to detect: the exact-match rate of each tier.",
      valueName: "share,…"))
  var exact: ShareList?

  @Option(
    help: ArgumentHelp(
      "A model to detect: the difference in 1 − CER between each tier and the controls.",
      valueName: "share,…"))
  var closer: ShareList?

  @Option(
    help: ArgumentHelp("An exposure that the design must be able to show.", valueName: "bits"))
  var exposure: Double?

  @Option(help: "An epsilon that the one-run bound must be able to show.")
  var epsilon: Double?

  @OptionGroup(title: "Differentially private training") var privacy: PrivacyOptions

  @Flag(help: "Print the plan as JSON.")
  var json = false

  /// The largest number of canaries for which the power is simulated.
  static let mostSimulated = 20_000

  func validate() throws {
    for (name, value) in [("--alpha", alpha.value), ("--power", power.value)] {
      guard value > 0, value < 1 else {
        throw ValidationError("'\(name)' takes a number above 0 and below 1.")
      }
    }
    guard (0..<1).contains(controlRate.value) else {
      throw ValidationError("'--control-rate' takes a share from 0 to below 1.")
    }
    for (name, value) in [("--exposure", exposure), ("--epsilon", epsilon)] {
      guard value.map({ $0 > 0 && $0.isFinite }) ?? true else {
        throw ValidationError("'\(name)' takes a number above 0.")
      }
    }
    guard (1...1_000).contains(voices) else {
      throw ValidationError("'--voices' takes a number from 1 to 1000.")
    }
    guard max == nil || gate == nil else {
      throw ValidationError("'--max' and '--gate' both name limits; use one of them.")
    }
    guard tiers == nil || max != nil else {
      throw ValidationError("'--tiers' needs '--max'.")
    }
  }

  func run() throws {
    if let plan = try privacy.plan() {
      print(plan.text(asJSON: json))
      return
    }
    let design = try design.design(voices: voices)
    let primaryAnalysis = PrimaryAnalysis(normalizer: Normalizer.basic.label)
    try DesignCheck.check(design, voices: voices, primaryAnalysis: primaryAnalysis, gate: [])
    let limits = try limits(design)
    for limit in limits { try DesignCheck.checkTerms(limit, design) }
    var assumptions = DesignPlan.Assumptions(voices: voices)
    (assumptions.alpha, assumptions.power) = (alpha.value, power.value)
    (assumptions.controlRate, assumptions.rate) = (controlRate.value, rate?.value)
    try checkRate(limits)
    let plan = DesignPlan(
      design, gate: limits, primaryAnalysis: primaryAnalysis, assumptions: assumptions)
    try plan.checkCeilings(exposure: exposure, epsilon: epsilon)
    let sufficient = try plan.sufficient()
    let power = DetectionPower(design, voices: voices, primaryAnalysis: primaryAnalysis)
    let attribution =
      design.recombinedControls
      ? AttributionPower(design, primaryAnalysis: primaryAnalysis) : nil
    // The time grows with the number of canaries; with so many, small effects are found anyway.
    let isSimulated = design.randomised * design.speeds.count <= Self.mostSimulated
    let detections = try (isSimulated ? effects(design) : []).map { effect in
      var effect = effect
      effect.controlsExact = controlRate.value
      return PlannedDetection(
        effect: effect, found: power.detections(of: effect, runs: 400, seed: Seed(short: 1)),
        attributed: attribution?.detections(of: effect, runs: 400, seed: Seed(short: 1)))
    }
    print(PlanPrint(plan, detections, sufficient: sufficient).text(asJSON: json))
  }

  private func limits(_ design: Design) throws(Problem) -> [GateLimit] {
    guard let max else {
      return try gateLimits(gateFile(gate)) { limit throws(Problem) in
        try DesignCheck.checkTerms(limit, design)
      }
    }
    let standard = GateLimit.standard.filter { $0.metric == .memorization }.map(\.repetitions)
      .filter { $0.allSatisfy(design.repetitions.contains) }
    if let tiers, Set(tiers.values).count < tiers.values.count {
      throw Problem(.usage, "a tier is given twice", field: "--tiers")
    }
    let pools = tiers.map { [$0.values] } ?? (standard.isEmpty ? [design.repetitions] : standard)
    return pools.map { GateLimit(max: max.value, repetitions: $0) }
  }

  private func checkRate(_ limits: [GateLimit]) throws(Problem) {
    guard let rate = rate?.value else { return }
    let controlRate = controlRate.value
    guard rate > 0, rate <= 1 else {
      throw Problem(.usage, "expected a rate above 0, up to 1", field: "--rate")
    }
    for limit in limits where limit.level != .off && limit.metric != .regression {
      guard let max = limit.max, rate - controlRate <= max else { continue }
      throw Problem(
        .usage, "a rate of \(rate) passes \(limit.summary), so the gate cannot fail it",
        field: "--rate", hint: "name a rate above \(controlRate + max)")
    }
  }

  /// The effect that was asked about, or a few typical ones.
  private func effects(_ design: Design) throws(Problem) -> [AssumedEffect] {
    let tiers = design.repetitions.count
    guard exact != nil || closer != nil else {
      return [0.01, 0.02, 0.05, 0.10].map { AssumedEffect(exact: $0, tiers: tiers) }
        + [0.02, 0.05, 0.10].map { AssumedEffect(closer: $0, tiers: tiers) }
    }
    let none = Array(repeating: 0.0, count: tiers)
    for (name, list, least) in [("--exact", exact, 0.0), ("--closer", closer, -1.0)] {
      guard let values = list?.values else { continue }
      guard values.count == tiers, values.allSatisfy({ (least...1).contains($0) }) else {
        throw Problem(
          .usage,
          "expected a number up to 1 for each of the tiers "
            + design.repetitions.map(String.init).joined(separator: ", "), field: name)
      }
    }
    return [AssumedEffect(exact: exact?.values ?? none, closer: closer?.values ?? none)]
  }
}

/// An effect and the share of simulated audits in which it was detected.
struct PlannedDetection: Encodable {
  let effect: AssumedEffect
  let found: Proportion
  /// The share in which the test of utterances shows it; nil without recombined controls.
  let attributed: Proportion?
}
