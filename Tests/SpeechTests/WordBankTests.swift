import Files
import Randomness
import Speech
import TestSupport
import Testing

@Suite struct WordBankTests {
  @Test(arguments: ["ice cream/anna/1.wav", "ice\u{A0}cream_anna_1.wav"])
  func `a recording of several words is refused`(_ name: String) throws {
    let other = name.contains("/") ? "bal/anna/1.wav" : "bal_anna_1.wav"
    try directory.write(name, "sound")
    try directory.write(other, "sound")
    let problem = #expect(throws: Problem.self) { try WordBank(directory.path) }
    #expect(problem?.kind == .badData)
    #expect(problem?.message.contains("is not one word") == true)
  }

  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A recording of one constant level, which is exact in 16 bits.
  private func record(
    _ recording: String, level: Float, frames: Int = 10, sampleRate: Int = 8_000,
    container: AudioFormat.Container = .wav
  ) throws {
    try directory.makeDirectory(parentDirectory(of: recording))
    let sound = Waveform(
      samples: [Float](repeating: level, count: frames), sampleRate: sampleRate)
    try AudioFile.write(
      sound, to: directory(recording),
      as: AudioFormat(sampleRate: sampleRate, channels: 1, container: container))
  }

  private func speak(
    _ words: [String], _ voice: String, _ stream: String = "a"
  ) throws -> Waveform {
    var random = Seed(short: 1).stream(stream)
    return try WordBank(directory.path).speak(words, voice: voice, random: &random)
  }

  @Test func `only speakers who recorded every word are used`() throws {
    for word in ["two", "one", "Three"] {
      for speaker in ["carl", "anna"] { try record("\(word)/\(speaker)/1.wav", level: 0.5) }
    }
    try record("one/berta/1.wav", level: 0.5)
    try record("two/berta/1.wav", level: 0.5)
    try directory.makeDirectory("Three/berta")
    let bank = try WordBank(directory.path)
    #expect(bank.voices == ["anna", "carl"])
    #expect(bank.words == ["Three", "one", "two"])
    #expect(bank.description == "word bank of 3 words")
  }

  @Test func `words follow each other with a gap of 50 ms between them`() throws {
    try record("one/anna/1.wav", level: 0.25, frames: 3)
    try record("two/anna/1.flac", level: 0.5, frames: 2, container: .flac)
    let sound = try speak(["two", "one", "two"], "anna")
    let gap = [Float](repeating: 0, count: 400)
    let expected = [0.5, 0.5] + gap + [0.25, 0.25, 0.25] + gap + [0.5, 0.5]
    let waveform = Waveform(samples: expected, sampleRate: 8_000)
    #expect(sound.distance(to: waveform) <= 1 / 32768)
    #expect(try speak(["one"], "anna").samples.count == 3)
  }

  @Test func `one of several recordings is picked at random`() throws {
    for take in 1...3 { try record("one/anna/\(take).wav", level: 0.25 * Float(take)) }
    try record("two/anna/1.wav", level: -0.5)
    var heard: Set<Int> = []
    for attempt in 0..<40 {
      let sound = try speak(["one"], "anna", "\(attempt)")
      #expect(try speak(["one"], "anna", "\(attempt)") == sound)
      heard.insert(Int((sound.peak * 4).rounded()))
    }
    #expect(heard == [1, 2, 3])
  }

  @Test func `each speaker has their own recordings`() throws {
    for (speaker, level) in [("anna", 0.25), ("carl", 0.75)] as [(String, Float)] {
      for word in ["one", "two"] { try record("\(word)/\(speaker)/1.wav", level: level) }
    }
    #expect(abs(try speak(["one", "two"], "anna").peak - 0.25) <= 1 / 32768)
    #expect(abs(try speak(["one", "two"], "carl").peak - 0.75) <= 1 / 32768)
  }

  @Test func `a folder named by a digit stands for its word`() throws {
    for word in ["7", "0", "10", "one"] { try record("\(word)/anna/1.wav", level: 0.5) }
    #expect(try WordBank(directory.path).words == ["10", "one", "seven", "zero"])
    #expect(try speak(["seven"], "anna").samples.count == 10)
  }

  @Test(arguments: ["", "recordings/"])
  func `recordings may be in one folder, named by word and speaker`(folder: String) throws {
    for word in ["7", "one"] {
      try record("\(folder)\(word)_anna_0.wav", level: 0.5)
      try record("\(folder)\(word)_anna_1_loud.wav", level: 0.75)
    }
    try record("\(folder)one_carl_0.wav", level: 0.5)
    try directory.write("\(folder)notes.txt", "loud")
    let bank = try WordBank(directory.path)
    #expect(bank.words == ["one", "seven"])
    #expect(bank.voices == ["anna"])
    #expect(try speak(["seven"], "anna").samples.count == 10)
  }

  @Test func `files beside the folders and hidden names are ignored`() throws {
    for word in ["one", "two"] { try record("\(word)/anna/1.wav", level: 0.5) }
    try directory.write("README", "recorded in May")
    try directory.write("one/notes.txt", "loud")
    try directory.write("one/anna/.DS_Store", "")
    try directory.write(".git/objects/pack", "")
    try directory.write("two/.cache/x", "")
    let bank = try WordBank(directory.path)
    #expect(bank.words == ["one", "two"])
    #expect(bank.voices == ["anna"])
    for attempt in 0..<10 {
      #expect(try speak(["one"], "anna", "\(attempt)").samples.count == 10)
    }
  }

  @Test func `without a complete speaker the error names the most complete one`() throws {
    for word in ["a", "b", "c", "d"] where word != "d" {
      try record("\(word)/berta/1.wav", level: 0.5)
    }
    try record("d/anna/1.wav", level: 0.5)
    try record("c/carl/1.wav", level: 0.5)
    let problem = #expect(throws: Problem.self) { try WordBank(directory.path) }
    #expect(problem?.kind == .badData)
    #expect(problem?.file == directory.path)
    #expect(problem?.hint == "the most complete speaker is berta, without recordings of: d")
  }

  @Test func `of equally complete speakers the first by name is named`() throws {
    for (word, speaker) in zip(["a", "b", "c", "d", "e", "f"], ["u", "v", "w", "x", "y", "z"]) {
      try record("\(word)/\(speaker)/1.wav", level: 0.5)
    }
    let problem = #expect(throws: Problem.self) { try WordBank(directory.path) }
    #expect(problem?.hint == "the most complete speaker is u, without recordings of: b, c, d, e, f")
  }

  @Test func `a folder without words is bad data, a missing one a missing input`() throws {
    let empty = #expect(throws: Problem.self) { try WordBank(directory.path) }
    #expect(empty?.kind == .badData)
    try record("one/anna/1.wav", level: 0.5)
    let lonely = #expect(throws: Problem.self) { try WordBank(directory.path) }
    #expect(lonely?.kind == .badData)
    let missing = #expect(throws: Problem.self) { try WordBank(directory("none")) }
    #expect(missing?.kind == .missingInput)
  }

  @Test func `recordings at different rates and damaged ones are named`() throws {
    try record("one/anna/1.wav", level: 0.5)
    try record("two/anna/1.wav", level: 0.5, sampleRate: 16_000)
    try directory.write("three/anna/1.wav", "not sound")
    let mixed = #expect(throws: Problem.self) { try speak(["one", "two"], "anna") }
    #expect(mixed?.kind == .badData)
    #expect(mixed?.file == directory("two/anna/1.wav"))
    #expect(mixed?.message == "is at 16000 Hz, others of the bank at 8000 Hz")
    let damaged = #expect(throws: Problem.self) { try speak(["one", "three"], "anna") }
    #expect(damaged?.kind == .badData)
    #expect(damaged?.file == directory("three/anna/1.wav"))
  }

  @Test func `a word that is not in the bank is a programming error`() async throws {
    for word in ["one", "two"] { try record("\(word)/anna/1.wav", level: 0.5) }
    await #expect(processExitsWith: .failure) { [path = directory.path as String] in
      var random = Seed(short: 1).stream("a")
      // A thrown error must not be mistaken for the trap.
      _ = try? WordBank(path).speak(["three"], voice: "anna", random: &random)
    }
  }
}
