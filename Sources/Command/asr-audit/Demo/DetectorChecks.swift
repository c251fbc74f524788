import Demonstration
import Files
import Reports
import Scoring

/// Two audits with a known outcome: a positive and a negative control of the detector.
struct DetectorChecks {
  private let plan = ControlPlan(directory: temporaryPath())

  /// - Throws: `ExitStatus.interrupted` after SIGINT or SIGTERM. The temporary directory is removed in
  ///   every case.
  func all() throws -> [DoctorCheck] {
    defer { try? removeTree(plan.directory) }
    let runner: DemoRunner
    do {
      try makeDirectories(plan.directory)
      runner = try DemoRunner(directory: plan.directory, isSilent: true)
      try run(plan.opening, runner)
    } catch ExitStatus.interrupted {
      throw ExitStatus.interrupted
    } catch {
      return [DoctorCheck("a corpus and an audit can be made", failedWith: error)]
    }
    return try ControlPlan.Control.allCases.map { try check($0, runner) }
      + [blindCheck].compactMap(\.self)
  }

  private func check(_ control: ControlPlan.Control, _ runner: DemoRunner) throws -> DoctorCheck {
    do {
      try run(plan.steps(of: control), runner)
      let report = try JSONReport.read("\(plan.report(of: control))/report.json")
      return DoctorCheck(name(control), report.title, isRight(report.verdict.code, control))
    } catch ExitStatus.interrupted {
      throw ExitStatus.interrupted
    } catch {
      return DoctorCheck(name(control), failedWith: error)
    }
  }

  /// The blind baseline of the first report: the canaries of both models are the same. Nil if that model
  /// could not be scored, which another check says.
  private var blindCheck: DoctorCheck? {
    let path = "\(plan.report(of: .positive))/report.json"
    guard let report = try? JSONReport.read(path), let baseline = report.blindBaseline else {
      return nil
    }
    let separating = baseline.separating
    let compared = baseline.sounds.map {
      "; sounds of \($0.trained) and \($0.controls) compared"
    }
    return DoctorCheck(
      "trained canaries and controls are alike without a model",
      (separating.isEmpty
        ? "none of \(counted(baseline.features.count, "property", "properties")) separates them"
        : "separated by \(listed(separating.map(\.name)))") + (compared ?? "; sounds not compared"),
      separating.isEmpty && compared != nil)
  }

  /// Training ends early after a signal; the other steps are short and run to their end.
  private func run(_ steps: [DemoStep], _ runner: DemoRunner) throws {
    for step in steps {
      if Interruption.isRequested { throw ExitStatus.interrupted }
      try runner.run([step])
    }
    if Interruption.isRequested { throw ExitStatus.interrupted }
  }

  private func name(_ control: ControlPlan.Control) -> String {
    switch control {
    case .positive: "a known leak is detected"
    case .negative: "a model without memorization is not flagged"
    }
  }

  private func isRight(_ verdict: Verdict, _ control: ControlPlan.Control) -> Bool {
    switch control {
    case .positive: verdict.isDetection
    case .negative: verdict == .notDetected
    }
  }
}
