import Files
import Randomness
import Speech
import Testing

@Suite struct FliteSynthesizerTests {
  let flite = FliteSynthesizer()
  let seed = Seed(short: 1)

  private func speak(_ text: String, _ voice: String, _ stream: String = "a") throws -> Waveform {
    var random = seed.stream(stream)
    let words = text.split(separator: " ").map(String.init)
    return try flite.speak(words, voice: voice, random: &random)
  }

  @Test func `four voices sound different`() throws {
    #expect(flite.voices == ["slt", "rms", "awb", "kal16"])
    #expect(flite.description.hasPrefix("flite 2."))
    let sounds = try flite.voices.map { try speak("seven canaries", $0) }
    #expect(Set(sounds).count == 4)
    for sound in sounds {
      #expect((0.5...3).contains(sound.seconds))
      #expect(sound.sampleRate == 16_000)
      #expect((0.05...1).contains(sound.peak))
    }
  }

  @Test(arguments: FliteSynthesizer.Voice.allCases)
  func `earlier utterances do not change the audio`(voice: FliteSynthesizer.Voice) throws {
    let first = try speak("orange river", voice.rawValue)
    let second = try speak("nine quiet engines", voice.rawValue)
    #expect(try speak("nine quiet engines", voice.rawValue) == second)
    #expect(try speak("orange river", voice.rawValue) == first)
    #expect(first != second)
  }

  @Test func `many threads give the same audio as one`() async throws {
    let flite = flite
    let seed = seed
    let texts = ["orange river", "nine quiet engines", "a b c", "paper", "under the old bridge"]
    let requests = flite.voices.flatMap { voice in texts.map { (voice: voice, text: $0) } }
    let speak: @Sendable (Int) throws -> Waveform = { index in
      let request = requests[index]
      var random = seed.stream("utterance \(index)")
      let words = request.text.split(separator: " ").map(String.init)
      return try flite.speak(words, voice: request.voice, random: &random)
    }
    let serial = try requests.indices.map { try speak($0) }
    let concurrent = try await withThrowingTaskGroup(of: (Int, Waveform).self) { group in
      for index in requests.indices.reversed() {
        group.addTask { (index, try speak(index)) }
      }
      return try await group.reduce(into: [Int: Waveform]()) { $0[$1.0] = $1.1 }
    }
    for index in requests.indices {
      #expect(concurrent[index] == serial[index], "\(requests[index])")
    }
  }

  /// kal16 is a diphone voice and draws no random numbers.
  @Test(arguments: [("slt", true), ("rms", true), ("awb", true), ("kal16", false)])
  func `statistical voices depend on the random stream`(voice: String, has: Bool) throws {
    let one = try speak("orange river", voice, "one")
    let other = try speak("orange river", voice, "another")
    #expect((one != other) == has)
  }

  @Test func `one number is drawn for each utterance`() throws {
    var random = seed.stream("draws")
    var copy = random
    _ = try flite.speak(["paper"], voice: "slt", random: &random)
    _ = copy.next()
    #expect(random.next() == copy.next())
  }

  @Test func `a single a is read as the letter`() throws {
    let letter = try speak("a", "slt")
    #expect(try speak("A", "slt") == letter)
    #expect(try speak("ay", "slt") == letter)
    #expect(try speak("b a", "slt") == speak("b ay", "slt"))
    #expect(try speak("an", "slt") != letter)
  }

  @Test(arguments: ["", "語", "привет", "seven 語", "...", "'"])
  func `words that flite does not pronounce are refused`(text: String) {
    let problem = #expect(throws: Problem.self) { try speak(text, "slt") }
    #expect(problem?.kind == .badData)
    #expect(problem?.message == "flite cannot synthesise '\(text)'")
  }

  @Test func `a subset of the voices can be chosen`() {
    #expect(FliteSynthesizer(voices: [.awb, .slt]).voices == ["awb", "slt"])
  }

  @Test func `an unknown voice is a programming error`() async {
    await #expect(processExitsWith: .failure) {
      var random = Seed(short: 1).stream("a")
      _ = try? FliteSynthesizer().speak(["a"], voice: "nobody", random: &random)
    }
  }
}
