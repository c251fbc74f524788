import AuditModel
import Files
import Foundation
import Kernels
import Manifests
import Memorization
import Randomness
import RecognizerRuns

extension CanaryRecordings {
  /// The sounds of trained canaries and controls by probe id, for the blind baseline: log-mel energies,
  /// averaged over equal parts of each canary. Random samples of large groups; empty unless the audio of
  /// all of them is beside the ledger and can be read.
  func sounds(of audit: Ledger) -> [String: [Double]] {
    let folder = "\(parentDirectory(of: ledger))/probe/\(audioFolderName)"
    let suffix = audit.header.audio.container.rawValue
    var random = audit.seed.stream("blind baseline sounds")
    func sample(_ role: Canary.Role) -> [Canary] {
      var canaries = audit.canaries.filter { $0.role == role }
      if canaries.count > SoundSeparation.mostOfGroup { random.shuffle(&canaries) }
      return Array(canaries.prefix(SoundSeparation.mostOfGroup))
    }
    // In the order of their names, because access times show the order of reading.
    let canaries = (sample(.trained) + sample(.control)).sorted { $0.probeID < $1.probeID }
    let utterances = canaries.enumerated().map { place, canary in
      RunUtterance(
        name: canary.probeID, text: canary.text,
        audio: AudioPart(path: "\(folder)/\(canary.probeID).\(suffix)"), file: ledger,
        line: place + 1)
    }
    return utterances.allSatisfy({ isRegularFile($0.audio.path) })
      ? (try? surveyedSounds(utterances)) ?? [:] : [:]
  }
}

/// The averaged log-mel energies of utterances by name; none for an utterance without a frame of sound.
/// The baseline kernels are used, so that every processor computes the same.
func surveyedSounds(_ utterances: [RunUtterance]) throws(Problem) -> [String: [Double]] {
  guard !utterances.isEmpty else { return [:] }
  let sounds = try SoundSurvey(
    utterances, isa: .base, threads: ProcessInfo.processInfo.activeProcessorCount
  ).run {
    _, _ in
  }
  return Dictionary(
    zip(utterances, sounds).compactMap { utterance, sound in
      sound.energies.isEmpty ? nil : (utterance.name, sound.energies.map(Double.init))
    }, uniquingKeysWith: { first, _ in first })
}
