import ArgumentParser
import AuditModel
import Files
import Randomness
import Scoring
import Statistics

struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sizes an audit: what a design can show, and what a limit needs.",
    discussion: """
      Tells before anything is spoken how many canaries and controls a limit needs, what this many \
      can show at most, and how large an effect they would miss. Limits come from --gate, else from \
      asr-audit.yml here, else the default ones hold; --max asks about one of your own. What no \
      design can show is an error (status 64) that names what would do. A design that is merely too \
      small is none here: the last line says so, and 'inject' refuses it by the same arithmetic.

      Examples:
        asr-audit plan
        asr-audit plan --max 0.02 --tiers 8,16
        asr-audit plan --gate strict.yml --rate 0.3 --power 0.9
        asr-audit plan --coins 60 --blocks 6 --exact 0,0,0,0.2,0.6

      All counts are for each speed. Controls must not be recognised, or nothing can be measured. \
      To find a speed at which they are not, inject a trial set at several speeds and let a model \
      transcribe it that was never trained on it: to that model all of them are controls.
        asr-audit inject --manifest train.json --output trial \\
          --speeds 1,1.5,2,2.5,3 --max-share 0.5
        # transcribe trial/probe with a model that you have, into trial.json
        asr-audit score --ledger trial/ledger.json \\
          --transcripts trial.json --output trial-report
      The lowest speed whose controls come back exact 0% of the time is the one for the audit.
      """)

  @OptionGroup(title: "Design") var design: DesignOptions

  @Option(
    help: ArgumentHelp(
      "A gate file to plan for (default: asr-audit.yml here, if any).", valueName: "file"))
  var gate: String?

  @Option(help: ArgumentHelp("The largest gap that shall pass.", valueName: "share"))
  var max: Double?

  @Option(help: "Tiers that --max pools (default: 1,2 and 8,16, or all).")
  var tiers: IntegerList?

  @Option(help: "The level of single tests.")
  var alpha = 0.05

  @Option(help: "The chance with which an effect shall be found.")
  var power = 0.80

  @Option(help: ArgumentHelp("A true rate that the gate shall fail.", valueName: "share"))
  var rate: Double?

  @Option(help: "How often controls are recognised word for word.")
  var controlRate = 0.0

  @Option(help: "How many voices take turns.")
  var voices = 4

  @Option(
    help: ArgumentHelp(
      "A model to detect: the share of each tier that it writes out word for word.",
      valueName: "share,…"))
  var exact: ShareList?

  @Option(
    help: ArgumentHelp(
      "A model to detect: how much higher 1 − CER is for each tier than for controls.",
      valueName: "share,…"))
  var closer: ShareList?

  @Option(help: ArgumentHelp("An exposure that a canary shall be able to have.", valueName: "bits"))
  var exposure: Double?

  @Option(help: "An epsilon that the one-run bound shall be able to reach.")
  var epsilon: Double?

  @Flag(help: "Print the plan as JSON.")
  var json = false

  func validate() throws {
    for (name, value) in [("--alpha", alpha), ("--power", power)] {
      guard value > 0, value < 1 else {
        throw ValidationError("'\(name)' takes a number above 0 and below 1.")
      }
    }
    guard (0..<1).contains(controlRate) else {
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
      throw ValidationError("'--max' and '--gate' both name limits; take one.")
    }
    guard tiers == nil || max != nil else {
      throw ValidationError("'--tiers' belongs to '--max'.")
    }
  }

  func run() throws {
    let design = try design.design()
    let primaryAnalysis = PrimaryAnalysis(normalizer: Normalizer.basic.label)
    try DesignCheck.check(design, voices: voices, primaryAnalysis: primaryAnalysis, gate: [])
    let limits = try limits(design)
    for limit in limits { try DesignCheck.checkTerms(limit, design) }
    var assumptions = DesignPlan.Assumptions(voices: voices)
    (assumptions.alpha, assumptions.power) = (alpha, power)
    (assumptions.controlRate, assumptions.rate) = (controlRate, rate)
    try checkRate(limits)
    let plan = DesignPlan(
      design, gate: limits, primaryAnalysis: primaryAnalysis, assumptions: assumptions)
    try plan.checkCeilings(exposure: exposure, epsilon: epsilon)
    let sufficient = try plan.sufficient()
    let power = DetectionPower(design, voices: voices, primaryAnalysis: primaryAnalysis)
    let detections = try effects(design).map { effect in
      var effect = effect
      effect.controlsExact = controlRate
      return PlannedDetection(
        effect: effect, found: power.detections(of: effect, runs: 400, seed: Seed(short: 1)))
    }
    print(PlanPrint(plan, detections, sufficient: sufficient).text(asJSON: json))
  }

  private func limits(_ design: Design) throws(Problem) -> [GateLimit] {
    guard let max else {
      return try gateLimits(gate) { limit throws(Problem) in
        try DesignCheck.checkTerms(limit, design)
      }
    }
    let standard = GateLimit.standard.map(\.repetitions).filter { tiers in
      tiers.allSatisfy(design.repetitions.contains)
    }
    if let tiers, Set(tiers.values).count < tiers.values.count {
      throw Problem(.usage, "a tier is named twice", field: "--tiers")
    }
    let pools = tiers.map { [$0.values] } ?? (standard.isEmpty ? [design.repetitions] : standard)
    return pools.map { GateLimit(max: max, repetitions: $0) }
  }

  private func checkRate(_ limits: [GateLimit]) throws(Problem) {
    guard let rate else { return }
    guard rate > 0, rate <= 1 else {
      throw Problem(.usage, "a rate lies above 0, up to 1", field: "--rate")
    }
    for limit in limits where limit.level != .off && limit.metric != .regression {
      guard let max = limit.max, rate - controlRate <= max else { continue }
      throw Problem(
        .usage, "a rate of \(rate) keeps \(limit.summary), so nothing shall fail it",
        field: "--rate", hint: "name a rate above \(controlRate + max)")
    }
  }

  /// The one asked about, or a few by which to judge the design.
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

/// An effect, and how often it was detected in simulation.
struct PlannedDetection: Encodable {
  let effect: AssumedEffect
  let found: Proportion
}
