import Concurrency
import Files
import Randomness
import RealModule
import Speech

/// A small corpus of synthesised sentences.
///
///     DIR/train.json    NeMo manifest
///     DIR/dev.json      NeMo manifest of sentences that are not in train.json
///     DIR/words.txt     all words, one per line
///     DIR/audio/…       WAV, 16 kHz, mono
///
/// Each utterance has a random speed near 1, so that a model has to learn words and not recordings.
/// Equal seeds and sizes give equal files.
package struct SpokenCorpus: Sendable {
  package var training: Int
  package var dev: Int
  package var seed: Seed
  package var synthesizer: any Synthesizer
  /// The words of a word bank; nil for the words of `Sentences`.
  package var words: [String]?

  package static let sampleRate = 16_000
  /// Speeds are log-uniform between `1 / largestSpeed` and `largestSpeed`.
  private static let largestSpeed = 1.06

  package init(training: Int, dev: Int, seed: Seed, synthesizer: any Synthesizer) {
    self.training = training
    self.dev = dev
    self.seed = seed
    self.synthesizer = synthesizer
  }

  package func write(
    to directory: StagedDirectory,
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
  ) throws(Problem) {
    let texts = sentences()
    try directory.makeDirectory("audio")
    let path = directory.path
    let renderSentence: @Sendable (Int) throws(Problem) -> Double = { index throws(Problem) in
      try render(texts[index], index, to: "\(path)/audio/\(name(index)).wav")
    }
    let count = texts.count
    let seconds = try concurrentMap(count: count, progress: { progress($0, count) }, renderSentence)
    func manifest(_ range: Range<Int>) -> [UInt8] {
      range.flatMap { index -> [UInt8] in
        var json = JSONWriter()
        json.beginObject()
        json.field("audio_filepath", "audio/\(name(index)).wav")
        json.field("duration", seconds[index])
        json.field("text", texts[index])
        json.endObject()
        return json.bytes + [UInt8(ascii: "\n")]
      }
    }
    try writeFile("\(path)/dev.json", manifest(0..<dev))
    try writeFile("\(path)/train.json", manifest(dev..<texts.count))
    try writeFile(
      "\(path)/words.txt", (words ?? Sentences.words).map { "\($0)\n" }.joined().utf8)
  }

  /// The sentences of the dev set, then those of the training set. The sets share no sentence.
  private func sentences() -> [String] {
    var random = seed.stream("sentences")
    var texts: [String] = []
    var kept: Set<String> = []
    while texts.count < dev {
      let text = sentence(&random)
      if kept.insert(text).inserted { texts.append(text) }
    }
    while texts.count < dev + training {
      let text = sentence(&random)
      if !kept.contains(text) { texts.append(text) }
    }
    return texts
  }

  private func sentence(_ random: inout RandomStream) -> String {
    guard let words else { return Sentences.next(&random) }
    return (0..<(2 + random.below(6))).map { _ in random.pick(words) }.joined(separator: " ")
  }

  private func render(
    _ text: String, _ index: Int, to path: String
  ) throws(Problem) -> Double {
    var random = seed.stream("speech \(index)")
    let voice = synthesizer.voices[random.below(synthesizer.voices.count)]
    let rendered = try synthesizer.speak(
      text.split(separator: " ").map(String.init), voice: voice, random: &random)
    let speed = Self.speed(random.unit())
    let audio = try Resampler.convert(
      rendered, speed: speed, sampleRate: Self.sampleRate, quality: .fast
    ).withHeadroom().waveform
    try AudioFile.write(
      audio, to: path,
      as: AudioFormat(sampleRate: Self.sampleRate, channels: 1, container: .wav))
    return audio.seconds
  }

  /// - Parameter share: 0...1.
  private static func speed(_ share: Double) -> Double {
    .exp((2 * share - 1) * .log(largestSpeed))
  }

  private func name(_ index: Int) -> String { "u\(100_000 + index)" }
}
