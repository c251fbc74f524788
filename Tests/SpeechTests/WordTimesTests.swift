import Files
import Randomness
import Speech
import TestSupport
import Testing

/// The places of words in synthesised speech.
@Suite struct WordTimesTests {
  private let words = ["river", "marble", "seven", "window", "tiger", "a", "garden"]

  @Test(arguments: FliteSynthesizer.Voice.allCases)
  func `flite states one place for each word, in order and within the sound`(
    _ voice: FliteSynthesizer.Voice
  ) throws {
    let stream = Seed(short: 1).stream("words")
    var (first, second) = (stream, stream)
    let flite = FliteSynthesizer()
    let sound = try flite.speak(words, voice: voice.rawValue, random: &first)
    let found = try flite.wordTimes(words, voice: voice.rawValue, random: &second)
    let times = try #require(found)
    #expect(times.count == words.count && first.next() == second.next())
    #expect(zip(times, times.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound + 1e-6 })
    #expect(times[0].lowerBound > 0 && times.last!.upperBound <= sound.seconds + 0.01)
    // Each word takes longer than an eighth of a second, except for the name of a letter.
    #expect(times.allSatisfy { (0.06...1).contains($0.upperBound - $0.lowerBound) }, "\(times)")
  }

  /// The start of the third word is the same sound whatever follows it, up to its end.
  @Test func `the places of flite are those of the sound`() throws {
    var random = Seed(short: 1).stream("words")
    let flite = FliteSynthesizer(voices: [.kal16])
    let sound = try flite.speak(words, voice: "kal16", random: &random)
    var again = Seed(short: 1).stream("words")
    let times = try #require(try flite.wordTimes(words, voice: "kal16", random: &again))
    // Between the words there is speech, so the last word ends where the sound becomes silent.
    let rate = Double(sound.sampleRate)
    let lastLoud = sound.samples.lastIndex { abs($0) > 0.02 }!
    #expect(abs(Double(lastLoud) / rate - times.last!.upperBound) < 0.12)
    let firstLoud = sound.samples.firstIndex { abs($0) > 0.02 }!
    #expect(abs(Double(firstLoud) / rate - times[0].lowerBound) < 0.12)
  }

  @Test func `the places in a word bank are those of its recordings`() throws {
    let place = try TemporaryDirectory()
    for (number, word) in ["ba", "do"].enumerated() {
      let tone = sine(300, seconds: 0.1 + 0.05 * Double(number), sampleRate: 8_000)
      try place.makeDirectory("bank/\(word)/anna")
      try AudioFile.write(
        tone, to: place("bank/\(word)/anna/1.wav"),
        as: AudioFormat(sampleRate: 8_000, channels: 1, container: .wav))
    }
    let bank = try WordBank(place("bank"))
    var random = Seed(short: 1).stream("bank")
    let times = try #require(
      try bank.wordTimes(["do", "ba", "do"], voice: "anna", random: &random))
    let expected = [0..<0.15, 0.2..<0.3, 0.35..<0.5]
    for (time, range) in zip(times, expected) {
      #expect(abs(time.lowerBound - range.lowerBound) < 1e-9)
      #expect(abs(time.upperBound - range.upperBound) < 1e-9)
    }
  }
}
