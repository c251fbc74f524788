import Files
import Manifests
import Speech

/// The audio of a corpus, as far as some of its files show.
struct CorpusAudio {
  private let corpus: any TrainingCorpus

  /// The number of files that may be unreadable before the format counts as unknown.
  private static let formatSample = 20
  /// The number of files whose sample rates are compared.
  private static let rateSample = 200
  /// The number of files that estimate the mean length of an utterance.
  private static let lengthSample = 500

  /// The sample rates that canaries can have, in Hz.
  private static let sampleRates = 4_000...192_000

  init(_ corpus: any TrainingCorpus) { self.corpus = corpus }

  /// The commonest format of some files, with the stated properties replaced.
  /// - Parameter sample: a random sample of the corpus.
  /// - Returns: also the path of a file in that format; nil if the format was stated. The warning
  ///   tells that files have several sample rates.
  func format(
    _ stated: InjectionRequest.Audio, _ sample: CorpusSample
  ) throws(Problem) -> (format: AudioFormat, example: String?, warning: String?) {
    var tally = FormatTally()
    var unreadable: Problem?
    let first = try corpus.audioFiles(limit: Self.formatSample)
    let drawn = sample.items.prefix(Self.rateSample).compactMap(\.file).filter(\.isPresent)
    for file in first + drawn where tally.files < Self.rateSample {
      do throws(Problem) {
        let header = try AudioFile.header(of: file)
        let sampleRate = stated.sampleRate ?? header.format.sampleRate
        guard Self.sampleRates.contains(sampleRate) else {
          throw Problem(
            .badData,
            "has a sample rate of \(sampleRate) Hz; canaries can have 4,000 to 192,000 Hz",
            file: file.label)
        }
        tally.add(header.format, seconds: header.seconds, file: file.label)
      } catch {
        unreadable = unreadable ?? error
      }
    }
    if let (commonest, example) = tally.commonest {
      var format = commonest
      if let sampleRate = stated.sampleRate { format.sampleRate = sampleRate }
      if let channels = stated.channels { format.channels = channels }
      if let container = stated.container { format.container = container }
      return (format, example, stated.sampleRate == nil ? tally.warning : nil)
    }
    if let sampleRate = stated.sampleRate {
      let format = AudioFormat(
        sampleRate: sampleRate, channels: stated.channels ?? 1,
        container: stated.container ?? .wav)
      return (format, nil, nil)
    }
    throw Problem(InjectionProblem.unknownAudioFormat(reason: unreadable), file: corpus.path)
  }

  /// The length of the corpus: as stated by the user or the manifest, else estimated from the
  /// headers of some files.
  func length(
    _ traits: CorpusTraits, statedHours: Double?
  ) throws(Problem) -> (seconds: Double, isEstimated: Bool) {
    if let statedHours { return (statedHours * 3600, true) }
    let unknown = traits.utterances - traits.utterancesWithDuration
    if unknown == 0 { return (traits.statedSeconds, false) }
    var lengths: [Double] = []
    for file in try corpus.audioFiles(limit: Self.lengthSample) {
      // Files that cannot be read do not contribute to the mean.
      if let seconds = try? AudioFile.header(of: file).seconds { lengths.append(seconds) }
    }
    guard !lengths.isEmpty else {
      throw Problem(InjectionProblem.unknownCorpusLength, file: corpus.path)
    }
    let mean = lengths.reduce(0, +) / Double(lengths.count)
    return (traits.statedSeconds + mean * Double(unknown), true)
  }
}
