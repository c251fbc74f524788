import ArgumentParser
import Demonstration
import Files
import Foundation
import Integrity
import Kernels
import Randomness
import Reports
import Speech

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks the installation, and that a known leak is found and a clean model let go.",
    discussion: """
      Exits 0 only where everything is in order. The two controls train small models for some \
      seconds: one on canaries, which must be detected, and one without, which must not.

      Example:
        asr-audit doctor
        asr-audit doctor --json
      """)

  @Flag(help: "Print the findings as JSON.")
  var json = false

  struct Finding: Codable {
    var check: String
    var found: String
    var isFine: Bool
  }

  func run() throws {
    var findings = libraries() + voices() + [processor()]
    let place = FileManager.default.temporaryDirectory.path
    let folder = temporaryFolder(place)
    findings += [folder, freeDisk(place), freeDisk(FileManager.default.currentDirectoryPath)]
    if folder.isFine { findings += controls() }
    if json {
      print(String(decoding: JSONCoding.encoded(findings, pretty: true), as: UTF8.self))
    } else {
      print(
        textTable(
          ["check", "found", ""],
          findings.map { [$0.check, $0.found, $0.isFine ? "fine" : "NOT FINE"] }))
    }
    let bad = findings.count { !$0.isFine }
    if bad > 0 {
      diagnose("\(bad) of \(findings.count) checks are not fine")
      throw ExitStatus.preflight
    }
  }

  // MARK: - Installation

  private func libraries() -> [Finding] {
    let all = SpeechLibraries.versions + [("zlib", zlibVersion), ("libsodium", sodiumVersion)]
    return all.map { Finding(check: $0.0, found: $0.1, isFine: !$0.1.isEmpty) }
  }

  /// Each says a word.
  private func voices() -> [Finding] {
    FliteSynthesizer.Voice.allCases.map { voice in
      var chance = Seed(short: 1).stream("doctor")
      do throws(Problem) {
        let sound = try FliteSynthesizer(voices: [voice]).speak(
          ["canary"], voice: voice.rawValue, chance: &chance)
        let seconds = (sound.seconds * 100).rounded() / 100
        return Finding(
          check: "voice \(voice.rawValue)", found: "\(seconds) s of sound",
          isFine: seconds > 0.1 && sound.peak > 0.01)
      } catch {
        return Finding(check: "voice \(voice.rawValue)", found: "\(error)", isFine: false)
      }
    }
  }

  private func processor() -> Finding {
    do throws(Problem) {
      let isa = try EngineOptions().isa()
      let all = ISA.available.map(\.rawValue).joined(separator: ", ")
      return Finding(check: "kernels", found: "\(isa.rawValue) of \(all)", isFine: true)
    } catch {
      return Finding(check: "kernels", found: "\(error)", isFine: false)
    }
  }

  private func temporaryFolder(_ place: String) -> Finding {
    let path = temporaryPath()
    do throws(Problem) {
      try writeFile(path, [1])
      try removeTree(path)
      return Finding(check: "temporary folder", found: "\(place) can be written", isFine: true)
    } catch {
      return Finding(check: "temporary folder", found: "\(error)", isFine: false)
    }
  }

  /// What a demonstration writes, some 450 MB, has to fit.
  private func freeDisk(_ place: String) -> Finding {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: place)
    let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
    return Finding(
      check: "free disk", found: "\(free >> 20) MiB in \(place)", isFine: free >> 20 >= 512)
  }

  // MARK: - Controls

  private func controls() -> [Finding] {
    let plan = ControlPlan(directory: temporaryPath())
    defer { try? removeTree(plan.directory) }
    let runner: DemoRunner
    do {
      try makeDirectories(plan.directory)
      runner = try DemoRunner(directory: plan.directory, isSilent: true)
      try runner.take(plan.opening)
    } catch {
      return [Finding(check: "controls", found: message(error), isFine: false)]
    }
    return ControlPlan.Control.allCases.map { control in
      let name = "\(control.rawValue) control"
      do {
        try runner.take(plan.steps(of: control))
        let report = try JSONReport.read("\(plan.directory)/\(control.rawValue)/report/report.json")
        let isRight =
          switch control {
          case .positive: report.verdict.code.isDetection
          case .negative: report.verdict.code == .notDetected
          }
        return Finding(check: name, found: report.title, isFine: isRight)
      } catch {
        return Finding(check: name, found: message(error), isFine: false)
      }
    }
  }

  private func message(_ error: any Error) -> String {
    if let problem = error as? Problem { return "\(problem.worded)" }
    if let status = error as? ExitStatus { return "ended with status \(status.rawValue)" }
    return ASRAudit.message(for: error)
  }
}
