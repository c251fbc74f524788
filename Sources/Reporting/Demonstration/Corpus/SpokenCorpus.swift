import Concurrency
import Files
import Randomness
import RealModule
import Speech

/// A small corpus of spoken sentences, made on the spot.
///
///     DIR/train.json    NeMo manifest
///     DIR/dev.json      sentences that training has not, same voices
///     DIR/words.txt     every word, one a line
///     DIR/audio/…       WAV, 16 kHz, one channel
///
/// Each utterance is a little faster or slower than its voice speaks, so that a model must learn
/// words and not recordings. Seed and sizes fix every byte.
package struct SpokenCorpus: Sendable {
  package var training: Int
  package var dev: Int
  package var seed: Seed
  package var synthesizer: any Synthesizer
  /// What can be said; nil for the sentences' own.
  package var words: [String]?

  package static let sampleRate = 16_000
  /// Speeds are uniform between 1/`pace` and `pace`, in the logarithm.
  private static let pace = 1.06

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
    let utter: @Sendable (Int) throws(Problem) -> Double = { index throws(Problem) in
      try speak(texts[index], index, to: "\(path)/audio/\(name(index)).wav")
    }
    let count = texts.count
    let seconds = try concurrentMap(count: count, progress: { progress($0, count) }, utter)
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

  /// The dev set's first, then those of training; no text of one is in the other.
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

  private func speak(
    _ text: String, _ index: Int, to path: String
  ) throws(Problem) -> Double {
    var chance = seed.stream("speech \(index)")
    let voice = synthesizer.voices[chance.below(synthesizer.voices.count)]
    let spoken = try synthesizer.speak(
      text.split(separator: " ").map(String.init), voice: voice, chance: &chance)
    let speed = Self.speed(chance.unit())
    let sound = try Resampler.convert(
      spoken, speed: speed, sampleRate: Self.sampleRate, quality: .fast
    ).withHeadroom().waveform
    try AudioFile.write(
      sound, to: path,
      as: AudioFormat(sampleRate: Self.sampleRate, channels: 1, container: .wav))
    return sound.seconds
  }

  private static func speed(_ share: Double) -> Double {
    .exp((2 * share - 1) * .log(pace))
  }

  private func name(_ index: Int) -> String { "u\(100_000 + index)" }
}
