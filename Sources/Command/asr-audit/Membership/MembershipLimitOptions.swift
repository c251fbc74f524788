import ArgumentParser
import Membership

/// Limits on the result of `membership`.
struct MembershipLimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The largest AUC that passes, from 0.5 to 1.",
      discussion: """
        Limits apply to the utterances that the references memorise most. The command exits with \
        status 1 if the lower end of the 95% interval of the primary attack (LiRA online, else the \
        difference, else the loss) exceeds a limit, with 0 if the upper end of no attack does, and \
        with 2 otherwise.
        """, valueName: "auc"))
  var maxAuc: Double?

  @Option(
    help: ArgumentHelp(
      "The largest share of members found at 1% false positives that passes, such as 0.05 or 5%.",
      valueName: "share"))
  var maxTpr: Share?

  func validate() throws {
    guard maxAuc.map({ 0.5 <= $0 && $0 <= 1 }) ?? true else {
      throw ValidationError("'--max-auc' takes a number from 0.5 to 1.")
    }
    guard maxTpr.map({ 0 <= $0.value && $0.value <= 1 }) ?? true else {
      throw ValidationError("'--max-tpr' takes a share from 0 to 1.")
    }
  }

  var limits: MembershipLimits {
    MembershipLimits(maxAUC: maxAuc, maxTruePositiveRate: maxTpr?.value)
  }

  /// Ends the command with the status of the outcome; without limits it has passed.
  func exit(_ outcome: MembershipJudgement.Outcome?) throws {
    switch outcome {
    case .fail: throw ExitStatus.gateFailed
    case .inconclusive: throw ExitStatus.inconclusive
    case .pass, nil: break
    }
  }
}
