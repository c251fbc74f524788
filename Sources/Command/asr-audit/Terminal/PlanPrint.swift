import AuditModel
import Files
import Statistics

/// The output of `plan`: the power and the limits of a design.
struct PlanPrint {
  private let plan: DesignPlan
  private let detections: [PlannedDetection]
  private let sufficient: Design

  init(_ plan: DesignPlan, _ detections: [PlannedDetection], sufficient: Design) {
    self.plan = plan
    self.detections = detections
    self.sufficient = sufficient
  }

  private struct Document: Encodable {
    let plan: DesignPlan
    let detections: [PlannedDetection]
    let sufficientCoins: Int
    let sufficientBlocks: Int
    let warnings: [String]
  }

  func text(asJSON: Bool) -> String {
    if asJSON {
      let document = Document(
        plan: plan, detections: detections, sufficientCoins: sufficient.coins,
        sufficientBlocks: sufficient.blocks, warnings: plan.warnings.map(\.text))
      return String(decoding: JSONCoding.encoded(document, pretty: true), as: UTF8.self)
    }
    return [tiers, effects, limits, ceilings, advice].joined(separator: "\n\n")
  }

  private var power: String { percent(plan.assumptions.power) }

  private var tiers: String {
    var rows = plan.tiers.map { tier in
      [
        "\(tier.repetitions)", "\(tier.canaries)", percent(tier.boundWithoutHit),
        percent(tier.smallestDetectable), number(tier.epsilonCeiling),
      ]
    }
    let controls = plan.controls
    rows.append(["0", "\(controls.controls)", percent(controls.boundWithoutHit), "–", "–"])
    return textTable(
      [
        "repetitions", "canaries", "upper bound at 0 hits", "detectable rate",
        "epsilon at most (heuristic)",
      ],
      rows)
      + "\n"
      + "at \(speeds); detectable rate: the smallest true rate that Fisher's test at level "
      + "\(plan.assumptions.alpha) finds with a power of \(power)"
  }

  private var effects: String {
    guard !detections.isEmpty else {
      return "the power of the primary analysis is not simulated for more than "
        + "\(Plan.mostSimulated) canaries"
    }
    let rows = detections.map { detection in
      [
        describe(detection.effect.exact), describe(detection.effect.closer),
        percent(detection.found.rate),
      ] + (hasAttribution ? [percent(detection.attributed?.rate)] : [])
    }
    return textTable(
      ["exact matches", "1 − CER higher by", "detected"]
        + (hasAttribution ? ["shown as utterances"] : []), rows)
      + "\nshare of \(detections.first?.found.trials ?? 0) simulated audits in which the primary "
      + "analysis detects such a model"
      + (hasAttribution
        ? ", and in which recombined controls show that it memorised utterances" : "")
  }

  private var hasAttribution: Bool { plan.design.recombinedControls }

  private var limits: String {
    let rows = plan.limits.map(row)
    let rate = plan.assumptions.rate.map { ["to fail \(percent($0))"] } ?? []
    return textTable(
      ["limit", "speed", "canaries", "worst case", "needed", "clean passes", "fails from"] + rate,
      rows)
      + "\na clean model passes the gate with a probability of at least \(percent(plan.cleanPass)); "
      + "worst case: the fewest canaries in 99 of 100 draws; fails from: the smallest true rate that "
      + "fails with a power of \(power)"
  }

  private func row(_ limit: DesignPlan.Limit) -> [String] {
    let speeds = limit.limit.speeds?.map { "\(trimmed($0))x" }.joined(separator: ", ")
    var cells = [limit.limit.summary + (limit.limit.level == .warn ? " (warn)" : "")]
    cells += [speeds ?? "each", "\(limit.canaries)", "\(limit.fewest)"]
    cells += [limit.needed.map { "\($0)" } ?? "–", percent(limit.cleanPass)]
    cells.append(percent(limit.failsFrom))
    if plan.assumptions.rate != nil { cells.append(limit.neededToFail.map { "\($0)" } ?? "–") }
    return cells
  }

  private var ceilings: String {
    let controls = plan.controls
    var lines = [
      "primary analysis  smallest possible p-value \(plan.smallestP); "
        + "\(plan.smallestPNeeded) or less is needed",
      "exposure          \(number(controls.exposureCeiling)) bits at most; "
        + "\(number(controls.exposureNullMean)) on average without memorization",
      controls.topRanksNeeded > controls.trained
        ? "single canaries   none can be named"
        : "single canaries   named if at least \(controls.topRanksNeeded) of \(controls.trained) rank "
          + "before all \(controls.controls) controls",
      "attacker          true positives at 1% false positives take "
        + "\(controls.neededAtOnePercent) controls; there are \(controls.controls)",
    ]
    if let oneRun = plan.oneRun {
      let ceiling = oneRun.ceiling.map { number($0) + " at most" } ?? "not available"
      lines.append(
        "epsilon           \(ceiling) from one run, \(oneRun.guesses) guesses among \(oneRun.coins) coins"
          + (oneRun.copies > 1 ? ", for a group of \(oneRun.copies) copies" : ""))
    }
    lines.append(
      "probe set         \(plan.design.probes) audio files to transcribe, "
        + (hasAttribution ? "" : "without ") + "recombined controls"
        + (hasAttribution ? " included" : ""))
    return lines.joined(separator: "\n")
  }

  private var advice: String {
    var lines = plan.warnings.map { "warning: \($0.text)" }
    if plan.unmeasurable > 0.5 {
      lines.append("No design is large enough if so many controls are recognised.")
    } else if sufficient == plan.design {
      lines.append("This design is large enough: \(plan.design.sizeOptions)")
    } else {
      lines.append("This design is too small. A large enough one: \(sufficient.sizeOptions)")
    }
    return lines.joined(separator: "\n")
  }

  private var speeds: String {
    plan.design.speeds.map { "\(trimmed($0))x" }.joined(separator: ", ")
      + (plan.design.speeds.count > 1 ? " each" : "")
  }

  private func describe(_ shares: [Double]) -> String {
    Set(shares).count == 1 ? percent(shares[0]) : shares.map { percent($0) }.joined(separator: ", ")
  }

  /// The value with at most two decimals.
  private func number(_ value: Double) -> String { trimmed((value * 100).rounded() / 100) }
}
