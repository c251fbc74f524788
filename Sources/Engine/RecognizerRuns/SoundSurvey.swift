import Files
import Integrity
import Kernels
import Recognizer

/// The features of an utterance's sound that a survey keeps.
package struct SurveyedSound: Hashable, Sendable {
  /// The digest of the samples at `SoundSurvey.sampleRate`.
  package let digest: Digest
  /// The number of frames of 10 ms.
  package let frames: Int
  /// Log-mel energies [parts, bands], averaged over equal parts of the utterance, moved to mean 0 and
  /// scaled to length 1. The level of a recording therefore does not count. Empty if the audio is
  /// shorter than a frame or constant.
  package let pooled: [Float]
  /// The averages in nats, as they are: the level of a recording counts. Empty if the audio is
  /// shorter than a frame.
  package let energies: [Float]
  /// The root mean square of the samples, full scale 1.
  package let level: Double
}

/// Reads the audio of utterances and summarises it, on all threads.
package final class SoundSurvey: PiecedWork, @unchecked Sendable {
  package static let sampleRate = 16_000
  package static let bands = 20
  package static let parts = 16

  private let utterances: [RunUtterance]
  private let pool: WorkerPool
  private let logMel: LogMel
  private let workspaces: [LogMelWorkspace]
  private let results = Slots<Result<SurveyedSound, Problem>?>()
  private var first = 0

  /// The number of utterances after which progress is reported.
  private static let chunk = 64

  package init(_ utterances: [RunUtterance], isa: ISA, threads: Int) throws(Problem) {
    self.utterances = utterances
    pool = WorkerPool(threads: threads)
    logMel = try LogMel(sampleRate: Self.sampleRate, melBins: Self.bands)
    let logMel = logMel
    workspaces = (0..<threads).map { _ in LogMelWorkspace(for: logMel, kernels: isa.kernels) }
  }

  /// - Returns: the sounds in the order of the utterances.
  /// - Throws: the first error of an audio file, with the utterance.
  package func run(
    progress: (_ done: Int, _ count: Int) -> Void
  ) throws(Problem) -> [SurveyedSound] {
    var sounds: [SurveyedSound] = []
    while first < utterances.count {
      let count = min(Self.chunk, utterances.count - first)
      results.reset(count, to: nil)
      pool(count, of: self)
      for (place, result) in results.elements.enumerated() {
        switch result! {
        case .success(let sound): sounds.append(sound)
        case .failure(let problem): throw problem.located(in: utterances[first + place])
        }
      }
      first += count
      progress(first, utterances.count)
    }
    return sounds
  }

  package func run(piece: Int, thread: Int) {
    do throws(Problem) {
      let samples = try samples(
        of: utterances[first + piece].audio, sampleRate: Self.sampleRate)
      results.elements[piece] = .success(try survey(samples, workspaces[thread]))
    } catch {
      results.elements[piece] = .failure(error)
    }
  }

  private func survey(
    _ samples: [Float], _ workspace: LogMelWorkspace
  ) throws(Problem) -> SurveyedSound {
    let frames = logMel.frames(samples: samples.count)
    var energies: [Double] = []
    if frames > 0 {
      let all = Buffer(frames * Self.bands)
      try samples.withUnsafeBufferPointer { samples throws(Problem) in
        try logMel.logEnergies(samples, into: all.base, workspace)
      }
      energies = Self.averages(Array(UnsafeBufferPointer(start: all.base, count: all.count)))
    }
    var square = 0.0
    for sample in samples { square += Double(sample) * Double(sample) }
    return SurveyedSound(
      digest: samples.withUnsafeBytes { Digest(of: $0) }, frames: frames,
      pooled: Self.normalized(energies), energies: energies.map { Float($0) },
      level: (square / Double(max(samples.count, 1))).squareRoot())
  }

  /// - Parameter energies: [frames, bands], at least one frame.
  private static func averages(_ energies: [Float]) -> [Double] {
    let frames = energies.count / bands
    var pooled = [Double](repeating: 0, count: parts * bands)
    for part in 0..<parts {
      // A part of an utterance with fewer frames than parts has one frame.
      let start = min(frames * part / parts, frames - 1)
      let end = max(start + 1, frames * (part + 1) / parts)
      for frame in start..<end {
        for band in 0..<bands {
          pooled[part * bands + band] += Double(energies[frame * bands + band])
        }
      }
      for band in 0..<bands { pooled[part * bands + band] /= Double(end - start) }
    }
    return pooled
  }

  /// Averages moved to mean 0 and scaled to length 1; empty if they are constant.
  private static func normalized(_ pooled: [Double]) -> [Float] {
    guard !pooled.isEmpty else { return [] }
    let mean = pooled.reduce(0, +) / Double(pooled.count)
    let length = pooled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    guard length > 1e-3 else { return [] }
    return pooled.map { Float(($0 - mean) / length) }
  }
}
