import ArgumentParser
import Files
import Foundation

struct ASRAudit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asr-audit",
    abstract: "Tells whether a speech recogniser has memorised single training utterances.",
    discussion: """
      Inject canaries in the training data, train as always, transcribe the probe set, score:

        asr-audit inject --manifest train.json --output audited
        # train on audited/train/train.json
        # transcribe audited/probe/probe.json into hyp.json
        asr-audit score --ledger audited/ledger.json \\
          --transcripts hyp.json --output report
        asr-audit gate report/report.json; echo $?

      Exit status:
      \(ExitStatus.table)
      """,
    version: versionLine,
    subcommands: [
      Plan.self, Inject.self, Score.self, GateCommand.self, ReportCommand.self, Verify.self,
      Remove.self, Train.self, Transcribe.self, Demo.self, Doctor.self, Formats.self,
    ])
}

@main
enum Main {
  static func main() {
    // A full disk or a closed pipe is an error to report, not a death without a word.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try ASRAudit.parseAsRoot()
      try command.run()
      try finishOutput()
    } catch let problem as Problem {
      diagnose("error: \(problem.worded)")
      leave(ExitStatus(problem.kind))
    } catch let status as ExitStatus {
      do {
        try finishOutput()
      } catch {
        diagnose("error: \(error)")
        leave(.inputOutput)
      }
      leave(status)
    } catch {
      leave(withMessageOf: error)
    }
  }

  /// Help, a completion script or a usage error, as the argument parser words it.
  private static func leave(withMessageOf error: any Error) -> Never {
    let code = ASRAudit.exitCode(for: error)
    guard code.isSuccess else { ASRAudit.exit(withError: error) }
    print(ASRAudit.fullMessage(for: error))
    do {
      try finishOutput()
    } catch {
      diagnose("error: \(error)")
      leave(.inputOutput)
    }
    leave(.passed)
  }

  private static func leave(_ status: ExitStatus) -> Never { exit(status.rawValue) }

  /// What was printed must have arrived.
  private static func finishOutput() throws(Problem) {
    guard fflush(nil) == 0, !standardOutputIsBroken else {
      throw Problem(.inputOutput, "standard output could not be written")
    }
  }
}
