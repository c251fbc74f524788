import Files
import Foundation
import Randomness

/// A program that writes an audio file, such as `piper --output {output} --text {text}`.
///
/// It is started without a shell, with an empty standard input. Its standard error is part of the
/// error message if it fails.
package struct CommandSynthesizer: Synthesizer {
  package let voices = ["command"]
  private let template: CommandTemplate
  private let timeLimit: TimeInterval
  private let gender: VoiceGender?

  /// - Parameters:
  ///   - command: one line with the placeholders `{text}` and `{output}`.
  ///   - timeLimit: the time in seconds after which an utterance is given up.
  ///   - gender: the gender of the program's voice; nil if it is unknown.
  package init(
    command: String, timeLimit: Double, gender: VoiceGender? = nil
  ) throws(Problem) {
    template = try CommandTemplate(command)
    for name in ["text", "output"] where !template.mentions(name) {
      throw Problem(VoiceCommandProblem.noPlaceholder(name))
    }
    self.timeLimit = timeLimit
    self.gender = gender
  }

  package func gender(of voice: String) -> VoiceGender? { gender }

  package var description: String { "command: \(template.words.joined(separator: " "))" }

  package func speak(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> Waveform {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("asr-audit-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw Problem(
        .cannotWrite, "cannot be created", file: folder.path,
        hint: "set TMPDIR to a writable directory")
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appendingPathComponent("speech.wav").path
    let errors = folder.appendingPathComponent("stderr.txt").path
    let arguments = template.filled(["text": words.joined(separator: " "), "output": output])
    let outcome = try run(arguments, errorsTo: errors)
    guard outcome == .exited(0), fileExists(output) else {
      throw failure(arguments[0], outcome, errors: errors)
    }
    let waveform = try AudioFile.read(output)
    guard !waveform.samples.isEmpty else {
      throw failure(arguments[0], outcome, errors: errors)
    }
    return waveform
  }

  private enum Outcome: Hashable {
    case exited(Int32)
    case killed(Int32)
    case tookTooLong
  }

  private func run(_ arguments: [String], errorsTo path: String) throws(Problem) -> Outcome {
    guard let program = locate(arguments[0]) else {
      throw Problem(VoiceCommandProblem.notFound(arguments[0]))
    }
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = Array(arguments.dropFirst())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: path)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    do {
      try process.run()
    } catch {
      throw Problem(
        VoiceCommandProblem.notStarted(program, reason: error.localizedDescription))
    }
    if ended.wait(timeout: .now() + timeLimit) == .timedOut {
      // Foundation starts the program in a process group of its own, which includes its children.
      kill(-process.processIdentifier, SIGKILL)
      ended.wait()
      return .tookTooLong
    }
    return process.terminationReason == .exit
      ? .exited(process.terminationStatus) : .killed(process.terminationStatus)
  }

  private func failure(_ program: String, _ outcome: Outcome, errors path: String) -> Problem {
    let how =
      switch outcome {
      case .exited(0): "wrote no audio to {output}"
      case .exited(let status): "failed with status \(status)"
      case .killed(let signal): "was ended by signal \(signal)"
      case .tookTooLong: "took longer than \(timeLimit.formatted()) s for one utterance"
      }
    let said = ((try? readFile(path))?[...].text ?? "").suffix(2_000)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    return Problem(VoiceCommandProblem.failed(program, how: how, errors: said))
  }
}

/// The executable of a program: its path, or the first match on the PATH if the name has no slash.
private func locate(_ program: String) -> String? {
  let candidates =
    program.contains("/")
    ? [program]
    : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(program)" }
  return candidates.first {
    FileManager.default.isExecutableFile(atPath: $0) && !isDirectory($0)
  }
}
