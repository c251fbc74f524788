import Files
import Foundation
import Integrity
import Kernels
import Randomness
import Speech

/// The libraries, voices, instruction sets and directories that asr-audit needs.
struct InstallationChecks {
  private let temporary = FileManager.default.temporaryDirectory.path
  /// A demonstration writes about 450 MB.
  private static let neededMiB = 512

  var all: [DoctorCheck] {
    libraries + voices
      + [
        instructionSet, temporaryDirectory, freeDisk(temporary),
        freeDisk(FileManager.default.currentDirectoryPath),
      ]
  }

  private var libraries: [DoctorCheck] {
    let all = SpeechLibraries.versions + [("zlib", zlibVersion), ("libsodium", sodiumVersion)]
    return all.map { DoctorCheck($0.0, $0.1, !$0.1.isEmpty) }
  }

  /// Each voice renders a word.
  private var voices: [DoctorCheck] {
    FliteSynthesizer.Voice.allCases.map { voice in
      let name = "voice \(voice.rawValue)"
      var random = Seed(short: 1).stream("doctor")
      do throws(Problem) {
        let audio = try FliteSynthesizer(voices: [voice]).speak(
          ["canary"], voice: voice.rawValue, random: &random)
        let seconds = (audio.seconds * 100).rounded() / 100
        return DoctorCheck(name, "\(seconds) s of audio", seconds > 0.1 && audio.peak > 0.01)
      } catch {
        return DoctorCheck(name, failedWith: error)
      }
    }
  }

  private var instructionSet: DoctorCheck {
    do throws(Problem) {
      let isa = try EngineOptions().isa()
      let all = ISA.available.map(\.rawValue).joined(separator: ", ")
      return DoctorCheck("instruction set", "\(isa.rawValue) of \(all)", true)
    } catch {
      return DoctorCheck("instruction set", failedWith: error)
    }
  }

  private var temporaryDirectory: DoctorCheck {
    var check: DoctorCheck
    let path = temporaryPath()
    do throws(Problem) {
      try writeFile(path, [1])
      try removeTree(path)
      check = DoctorCheck("temporary directory", "\(temporary) is writable", true)
    } catch {
      check = DoctorCheck("temporary directory", failedWith: error)
    }
    check.isNeededByDetector = true
    return check
  }

  private func freeDisk(_ directory: String) -> DoctorCheck {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: directory)
    let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
    return DoctorCheck(
      "free disk space", "\(free >> 20) MiB in \(directory)", free >> 20 >= Self.neededMiB)
  }
}
