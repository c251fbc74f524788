import Files
import Foundation
import Randomness
import Speech
import TestSupport
import Testing

/// Small shell scripts act as a synthesiser. They are arguments of `sh` and not executed directly,
/// because a file just written may still be open in a process that another test is starting.
@Suite struct CommandSynthesizerTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func synthesizer(
    _ script: String, arguments: String = "{output} {text}", timeLimit: Double = 60
  ) throws -> CommandSynthesizer {
    try directory.write("folder with blanks/speak.sh", script)
    let path = directory("folder with blanks/speak.sh")
    return try CommandSynthesizer(command: "sh '\(path)' \(arguments)", timeLimit: timeLimit)
  }

  private func speak(_ synthesizer: CommandSynthesizer, _ words: [String]) throws -> Waveform {
    var random = Seed(short: 1).stream("a")
    return try synthesizer.speak(words, voice: "command", random: &random)
  }

  private func makeVoice() throws -> Waveform {
    let format = AudioFormat(sampleRate: 8_000, channels: 1, container: .wav)
    try AudioFile.write(sine(440, sampleRate: 8_000), to: directory("voice.wav"), as: format)
    return try AudioFile.read(directory("voice.wav"))
  }

  @Test func `the audio is that which the command writes`() throws {
    let voice = try makeVoice()
    let synthesizer = try synthesizer("cp '\(directory("voice.wav"))' \"$1\"")
    #expect(try speak(synthesizer, ["one", "two"]) == voice)
    #expect(synthesizer.voices == ["command"])
    #expect(synthesizer.description.hasPrefix("command: sh "))
    #expect(synthesizer.description.hasSuffix("speak.sh {output} {text}"))
  }

  @Test func `the text is one argument, whatever characters it has`() throws {
    _ = try makeVoice()
    let script = """
      printf '%s' "$#|$2" > '\(directory("heard"))'
      cp '\(directory("voice.wav"))' "$1"
      """
    let words = ["it's", "\"so\"", "$HOME", "`id`", "$(id)", "a;b", "*", "\\", "{output}", "語"]
    _ = try speak(synthesizer(script), words)
    #expect(try directory.read("heard") == Array("2|\(words.joined(separator: " "))".utf8))
    _ = try speak(synthesizer(script, arguments: "{output} --text={text}"), ["a", "b"])
    #expect(try directory.read("heard") == Array("2|--text=a b".utf8))
  }

  @Test func `standard input is empty`() throws {
    let voice = try makeVoice()
    let synthesizer = try synthesizer(
      "cat > /dev/null; cp '\(directory("voice.wav"))' \"$1\"", timeLimit: 20)
    #expect(try speak(synthesizer, ["one"]) == voice)
  }

  @Test(arguments: [
    (
      "echo 'no such voice' >&2; exit 3", "failed with status 3",
      "its standard error: no such voice"
    ),
    ("exit 1", "failed with status 1", "its standard error is empty"),
    ("kill -9 $$", "was ended by signal 9", "its standard error is empty"),
    ("echo hm >&2", "wrote no audio to {output}", "its standard error: hm"),
    ("echo sound > \"$1\"; exit 2", "failed with status 2", "its standard error is empty"),
  ])
  func `the error for a failed command has its standard error`(
    script: String, message: String, hint: String
  ) throws {
    let problem = #expect(throws: Problem.self) { try speak(synthesizer(script), ["one"]) }
    #expect(problem?.kind == .badData)
    #expect(problem?.message == "the voice command 'sh' \(message)")
    #expect(problem?.hint == hint)
    #expect(problem?.field == "voice_command")
  }

  @Test func `the end of a long standard error is shown`() throws {
    let script = "i=0; while [ $i -lt 1000 ]; do echo line $i >&2; i=$((i+1)); done; exit 1"
    let problem = #expect(throws: Problem.self) { try speak(synthesizer(script), ["one"]) }
    let hint = try #require(problem?.hint)
    #expect(hint.hasSuffix("line 999"))
    #expect((1_000...2_100).contains(hint.count))
  }

  @Test func `a command that takes too long is ended`() throws {
    let slow = try synthesizer("echo started >&2; exec sleep 600", timeLimit: 1.5)
    let problem = #expect(throws: Problem.self) { try speak(slow, ["one"]) }
    #expect(problem?.kind == .badData)
    #expect(problem?.message.contains("took longer than 1.5 s") == true)
    #expect(problem?.hint == "its standard error: started")
  }

  @Test func `a file without samples counts as no audio`() throws {
    try directory.write("nothing.wav", riff(format: 1, bits: 16, data: []))
    let problem = #expect(throws: Problem.self) {
      try speak(synthesizer("cp '\(directory("nothing.wav"))' \"$1\""), ["one"])
    }
    #expect(problem?.kind == .badData)
    #expect(problem?.message == "the voice command 'sh' wrote no audio to {output}")
  }

  @Test func `a file that is not audio is bad data`() throws {
    let problem = #expect(throws: Problem.self) {
      try speak(synthesizer("echo text > \"$1\""), ["one"])
    }
    #expect(problem?.kind == .badData)
    #expect(problem?.message.contains("the audio cannot be read") == true)
  }

  @Test(arguments: ["surely-no-such-program", "/surely/no/such/program", "/tmp", "/etc/hostname"])
  func `a program that does not exist is a missing input`(program: String) throws {
    let synthesizer = try CommandSynthesizer(
      command: "\(program) {output} {text}", timeLimit: 10)
    let problem = #expect(throws: Problem.self) { try speak(synthesizer, ["one"]) }
    #expect(problem?.kind == .missingInput)
    #expect(problem?.message.contains("'\(program)'") == true)
  }

  @Test(arguments: [("say {text}", "{output}"), ("say {output}", "{text}")])
  func `a command without a placeholder is a usage error`(command: String, lacks: String) {
    let problem = #expect(throws: Problem.self) {
      try CommandSynthesizer(command: command, timeLimit: 10)
    }
    #expect(problem?.kind == .usage)
    #expect(problem?.message.contains(lacks) == true)
    #expect(problem?.field == "voice_command")
  }

  @Test(arguments: [0, 1])
  func `no temporary file is left after success or failure`(status: Int) throws {
    _ = try makeVoice()
    let synthesizer = try synthesizer(
      """
      printf '%s' "$1" > '\(directory("place"))'
      cp '\(directory("voice.wav"))' "$1"
      exit \(status)
      """)
    _ = try? speak(synthesizer, ["one"])
    let place = String(decoding: try directory.read("place"), as: UTF8.self)
    #expect(place.hasSuffix("/speech.wav"))
    #expect(!fileExists(place))
    #expect(!fileExists(parentDirectory(of: place)))
  }

  @Test func `each of many threads gets its own audio`() async throws {
    for number in 0..<8 {
      let format = AudioFormat(sampleRate: 8_000, channels: 1, container: .wav)
      let sound = sine(440, seconds: 0.01 * Double(number + 1), sampleRate: 8_000)
      try AudioFile.write(sound, to: directory("voice-\(number).wav"), as: format)
    }
    let synthesizer = try synthesizer("cp \"\(directory.path)/voice-$2.wav\" \"$1\"")
    let lengths = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      for number in 0..<8 {
        group.addTask {
          var random = Seed(short: 1).stream("a")
          let sound = try synthesizer.speak(["\(number)"], voice: "command", random: &random)
          return (number, sound.samples.count)
        }
      }
      return try await group.reduce(into: [Int: Int]()) { $0[$1.0] = $1.1 }
    }
    #expect(lengths == Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, 80 * ($0 + 1)) }))
  }

  @Test func `the gender of the voice is the stated one`() throws {
    let command = "espeak-ng -w {output} {text}"
    #expect(
      try CommandSynthesizer(command: command, timeLimit: 1, gender: .female)
        .gender(of: "command") == .female)
    #expect(try CommandSynthesizer(command: command, timeLimit: 1).gender(of: "command") == nil)
  }
}
