import Files
import RealModule

extension DesignPlan {
  /// Throws where a threshold lies over what this design can reach at all.
  package func checkCeilings(exposure: Double?, epsilon: Double?) throws(Problem) {
    if let exposure { try check(exposure: exposure) }
    if let epsilon { try check(epsilon: epsilon) }
  }

  /// - Throws: `.usage` where no design is large enough for the limits.
  package func sufficient() throws(Problem) -> Design {
    if let sufficientDesign { return sufficientDesign }
    let hopeless =
      limits.first { $0.needed == nil } ?? limits.max { ($0.needed ?? 0) < ($1.needed ?? 0) }
    throw Problem(
      .usage, "no design can show \(hopeless?.limit.summary ?? "this")", field: "max",
      hint: "raise the limit: 0.01 takes 381 canaries, 0.10 takes 35")
  }

  private func check(exposure bits: Double) throws(Problem) {
    guard bits > controls.exposureNullMean else {
      throw Problem(
        .usage,
        "a canary that nothing was learnt of has \(rounded(controls.exposureNullMean)) bits on "
          + "average, so \(bits) show nothing", field: "--exposure",
        hint: "ask for more than the null mean")
    }
    guard bits > controls.exposureCeiling else { return }
    guard bits <= 20 else {
      throw Problem(
        .usage, "no design has 2^\(bits) controls a speed", field: "--exposure",
        hint: "the skew-normal extrapolation in the report has no ceiling")
    }
    var larger = design
    let needed = Int(Double.exp2(bits).rounded(.up))
    if design.coins > 0 {
      while larger.fewestControls < needed {
        larger.coins += max(2, needed - larger.fewestControls)
      }
    } else {
      let perBlock = design.allocation.last ?? 1
      larger.blocks = (needed + perBlock - 1) / perBlock
    }
    throw Problem(
      .usage,
      "\(controls.controls) controls a speed show \(rounded(controls.exposureCeiling)) bits at most; "
        + "\(bits) bits take \(needed)", field: "--exposure", hint: larger.sizeOptions)
  }

  private func check(epsilon: Double) throws(Problem) {
    guard let oneRun else {
      throw Problem(
        .usage, "without coins there is no one-run bound of epsilon", field: "--epsilon",
        hint: "--coins 200")
    }
    guard let ceiling = oneRun.ceiling else {
      throw Problem(
        .usage,
        "the one-run bound guesses \(oneRun.guesses) coins, and there are \(oneRun.coins) a speed",
        field: "--epsilon", hint: "--coins \(max(200, oneRun.guesses))")
    }
    guard epsilon > ceiling else { return }
    throw Problem(
      .usage,
      "\(oneRun.guesses) guesses, all right, show an epsilon of \(rounded(ceiling)) at most, not "
        + "\(epsilon)", field: "--epsilon",
      hint: "the guesses are fixed; ask for up to \(rounded(ceiling)), or read the heuristic bounds"
    )
  }
}

extension Design {
  /// `--coins 400 --blocks 40`.
  package var sizeOptions: String { "--coins \(coins) --blocks \(blocks)" }
}

/// Two decimals.
private func rounded(_ value: Double) -> String { trimmed((value * 100).rounded() / 100) }
