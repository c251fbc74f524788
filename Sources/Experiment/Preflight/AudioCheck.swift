import AuditModel
import Concurrency
import Files
import Injection
import Integrity
import Manifests
import Speech

/// The check of audio files before training: each exists, decodes, has the stated length and format,
/// is not silent and does not clip. The audio of canaries is that of the ledger.
package struct AudioCheck: Sendable {
  package enum Fault: String, CaseIterable, Codable, Sendable {
    case missing, unreadable, duration, format, silent, clipped, changed

    package var title: String {
      switch self {
      case .missing: "do not exist"
      case .unreadable: "cannot be decoded"
      case .duration: "have another length than stated"
      case .format: "have another sample rate or number of channels"
      case .silent: "are silent"
      case .clipped: "clip"
      case .changed: "are not the files that inject wrote"
      }
    }
  }

  /// A file with a fault.
  package struct Finding: Sendable {
    package let id: String
    package let path: String
    package let fault: Fault
    package let detail: String
    package let isCanary: Bool

    /// Whether the fault keeps a toolkit from training on the utterance, or spoils a canary. Silence
    /// and clipping occur in ordinary corpora.
    package var isFatal: Bool { isCanary || (fault != .silent && fault != .clipped) }
  }

  package let canaryFiles: Int
  package let corpusFiles: Int
  /// Utterances of the sample whose audio is not a plain file, which are not checked.
  package let skipped: Int
  package let findings: [Finding]

  /// The largest difference of lengths in seconds that counts as rounding.
  private static let tolerance = 0.02
  /// The peak below which audio counts as silent: −60 dB of full scale.
  private static let silence: Float = 0.001
  /// Samples at or above this magnitude count as clipped.
  private static let fullScale: Float = 0.9999
  /// The number of samples in a row at full scale that counts as clipping.
  private static let clippedRun = 3

  /// An audio file and what is stated about it; nil values are not checked.
  private struct Job: Sendable {
    let id: String
    let source: AudioSource
    let isCanary: Bool
    var seconds: Double?
    var frames: Int?
    var format: AudioFormat?
    var digest: Digest?
    /// The start of the utterance in its file.
    var offset: Double?
  }

  /// - Parameters:
  ///   - directory: the directory of the audit, with `train` and `probe`.
  ///   - corpus: the manifest that `sample` is from.
  ///   - sample: utterances of the user's own.
  package init(
    _ ledger: Ledger, directory: String, corpus: (any TrainingCorpus)?, sample: [Utterance],
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws(Problem) {
    var jobs = try Self.canaryJobs(ledger, directory)
    canaryFiles = jobs.count
    var skipped = 0
    if let corpus {
      let files = try corpus.audioFiles(of: sample)
      for (utterance, file) in zip(sample, files) {
        guard let file else {
          skipped += 1
          continue
        }
        jobs.append(
          Job(
            id: utterance.name, source: file, isCanary: false, seconds: utterance.seconds,
            offset: utterance.offset))
      }
    }
    self.skipped = skipped
    corpusFiles = jobs.count - canaryFiles
    let (all, count) = (jobs, jobs.count)
    findings = try concurrentMap(count: count, progress: { progress($0, count) }) {
      index throws(Problem) in
      Self.findings(all[index])
    }.flatMap { $0 }
  }

  private static func canaryJobs(
    _ ledger: Ledger, _ directory: String
  ) throws(Problem) -> [Job] {
    let archived = try ledger.archivedAudio(in: "\(directory)/train")
    let format = ledger.header.audio
    let suffix = format.container.rawValue
    let training = "\(directory)/train/\(ledger.header.injection.audioFolder)"
    let probe = "\(directory)/probe/\(audioFolderName)"
    let jobs = ledger.probes.flatMap { canary -> [Job] in
      let paths =
        [(canary.probeID, "\(probe)/\(canary.probeID).\(suffix)")]
        + (archived == nil
          ? canary.trainingIDs.map { ($0, "\(training)/\($0).\(suffix)") } : [])
      let members = canary.trainingIDs.compactMap { id in archived?[id].map { (id, $0) } }
      return (paths.map { ($0, AudioSource($1)) } + members).map { id, source in
        Job(
          id: id, source: source, isCanary: true, frames: canary.frames, format: format,
          digest: canary.audioDigest)
      }
    }
    // In the order of their names, because access times show the order of reading.
    return jobs.sorted { $0.source.label < $1.source.label }
  }

  private static func findings(_ job: Job) -> [Finding] {
    func finding(_ fault: Fault, _ detail: String) -> Finding {
      Finding(
        id: job.id, path: job.source.label, fault: fault, detail: detail, isCanary: job.isCanary)
    }
    guard job.source.isPresent else { return [finding(.missing, "does not exist")] }
    let header: AudioFile.Header
    let waveform: Waveform
    do throws(Problem) {
      header = try AudioFile.header(of: job.source)
      waveform = try AudioFile.read(job.source)
    } catch {
      return [finding(.unreadable, error.message)]
    }
    var findings: [Finding] = []
    if let format = job.format,
      (header.sampleRate, header.channels) != (format.sampleRate, format.channels)
    {
      findings.append(
        finding(
          .format, "\(header.sampleRate) Hz, \(counted(header.channels, "channel", "channels"))"))
    }
    if let frames = job.frames, waveform.samples.count != frames {
      findings.append(
        finding(.duration, "\(waveform.samples.count) frames instead of \(frames)"))
    }
    if let seconds = job.seconds {
      let end = (job.offset ?? 0) + seconds
      let length = waveform.seconds
      // With an offset the file may be longer than the utterance.
      let isWrong =
        job.offset == nil
        ? (length - seconds).magnitude > tolerance : length < end - tolerance
      if isWrong {
        findings.append(
          finding(
            .duration,
            "\(rounded(length, places: 2)) s instead of \(rounded(end, places: 2)) s"))
      }
    }
    if waveform.peak < silence {
      findings.append(finding(.silent, "the peak is \(waveform.peak)"))
    } else if clips(waveform.samples) {
      findings.append(finding(.clipped, "samples in a row are at full scale"))
    }
    // A file with another fault is known to differ.
    if findings.isEmpty, let digest = job.digest, (try? Digest(of: job.source)) != digest {
      findings.append(finding(.changed, "its digest is not that of the ledger"))
    }
    return findings
  }

  private static func clips(_ samples: [Float]) -> Bool {
    var run = 0
    for sample in samples {
      run = sample.magnitude >= fullScale ? run + 1 : 0
      if run >= clippedRun { return true }
    }
    return false
  }
}
