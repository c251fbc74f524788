import ArgumentParser
import Files
import Foundation

package struct ASRAudit: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "asr-audit",
    abstract: "Tells whether a speech recogniser has memorised individual training utterances.",
    discussion: """
      An audit adds canaries (randomly worded, sped-up utterances) to a copy of the training data. \
      After training it compares the transcripts of these canaries with those of controls, which \
      were made in the same way but never trained:

        asr-audit inject --manifest train.json --output audited
        # train on audited/train/train.json
        # transcribe audited/probe/probe.json into hyp.json
        asr-audit score --ledger audited/ledger.json \\
          --transcripts hyp.json --output report
        asr-audit gate report/report.json; echo $?

      'asr-audit doctor' checks the installation in half a minute. 'asr-audit demo' runs a whole \
      audit of the embedded recogniser in a few minutes.

      Results go to standard output, messages and progress to standard error. An output file or \
      directory appears complete or not at all.

      Exit status:
      \(ExitStatus.table)
      """,
    version: versionLine,
    groupedSubcommands: [
      CommandGroup(
        name: "Audit",
        subcommands: [
          Plan.self, Inject.self, Check.self, ProbeCommand.self, Score.self, GateCommand.self,
          ReportCommand.self, Verify.self, Remove.self,
        ]),
      CommandGroup(name: "Embedded recogniser", subcommands: [Train.self, Transcribe.self]),
      CommandGroup(
        name: "Analyses",
        subcommands: [
          Rank.self, Trace.self, Subsets.self, MembershipCommand.self, CapacityCommand.self,
          GeometryCommand.self, Compare.self,
        ]),
      CommandGroup(
        name: "First steps",
        subcommands: [Doctor.self, Demo.self, Formats.self, ProfilesCommand.self]),
    ])

  package init() {}

  /// The prefix of the parser's errors, which is that of all other errors.
  package static var _errorPrefix: String { "asr-audit: error: " }
}

@main
enum Main {
  static func main() {
    // A write to a full disk or a closed pipe then returns an error, which is reported, instead of
    // ending the process.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    openStandardStreams()
    do {
      try requireDescriptors()
      var command = try parse(Array(CommandLine.arguments.dropFirst()))
      try command.run()
      finish(.passed)
    } catch let problem as Problem {
      fail(problem)
    } catch let status as ExitStatus {
      finish(status)
    } catch {
      leave(withMessageOf: error)
    }
  }

  /// - Throws: a `Problem` that names an unknown command or option, else the parser's own error.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    let arguments = attachingNegativeNumbers(arguments)
    do {
      return try ASRAudit.parseAsRoot(arguments)
    } catch {
      // The parser reports a missing option before an unknown one, although `--manifst` is both.
      if ASRAudit.exitCode(for: error) == .validationFailure,
        let problem = CommandSyntax.ofProgram.unknownName(in: arguments[...])
      {
        throw problem
      }
      throw error
    }
  }

  /// Prints help, a completion script or a usage error, as the argument parser words it.
  private static func leave(withMessageOf error: any Error) -> Never {
    guard ASRAudit.exitCode(for: error).isSuccess else { ASRAudit.exit(withError: error) }
    print(ASRAudit.fullMessage(for: error))
    finish(.passed)
  }

  /// Ends with `status` once everything printed has been written. A closed pipe changes only the
  /// status of a command that passed.
  private static func finish(_ status: ExitStatus) -> Never {
    do {
      try StandardOutput.flush()
    } catch {
      guard StandardOutput.isClosedPipe, status != .passed else { fail(error) }
    }
    exit(status.rawValue)
  }

  /// Ends with the status and the message of a problem. A reader of standard output that stops
  /// early, as `head` does, causes no message.
  private static func fail(_ problem: Problem) -> Never {
    if problem == StandardOutput.lost, StandardOutput.isClosedPipe {
      exit(ExitStatus.closedPipe.rawValue)
    }
    diagnose("error: \(problem.worded)")
    exit(ExitStatus(problem.kind).rawValue)
  }
}
