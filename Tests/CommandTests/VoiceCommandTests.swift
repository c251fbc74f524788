import Foundation
import TestSupport
import Testing

/// `--voice-command`: speech synthesis by another program.
struct VoiceCommandTests {
  /// Writes a program with two arguments, the text and the output file, and returns its command.
  private func makeVoice(_ body: String, in place: TemporaryDirectory) throws -> String {
    let path = try place.write("voice", "#!/bin/sh\n\(body)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return "'\(path)' {text} {output}"
  }

  private func inject(_ command: String, in place: TemporaryDirectory) throws -> CommandResult {
    let corpus = try SampleCorpus.shared.get()
    return try asrAudit(
      [
        "inject", "--manifest", corpus.manifest, "--output", place("out"), "--seed", "7",
        "--coins", "20", "--blocks", "2", "--gate", place("gate.yml"), "--voice-command", command,
        "--voice-timeout", "20",
      ], in: place.path)
  }

  private func makePlace() throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    try place.write(
      "gate.yml", "gate:\n  - memorization: {max: 0.5, repetitions: [1, 2, 4, 8, 16]}\n")
    try place.write(
      "tone.wav", Sound.wav(Sound.tone(440, seconds: 0.3, rate: 16_000), rate: 16_000))
    return place
  }

  @Test func `a program renders every canary and gets its text as one argument`() throws {
    let place = try makePlace()
    let command = try makeVoice(
      "[ $# = 2 ] || exit 9\necho \"$1\" >> '\(place("said"))'\ncp '\(place("tone.wav"))' \"$2\"",
      in: place)
    try expectSuccess(inject(command, in: place))
    let said = Set(
      String(decoding: try place.read("said"), as: UTF8.self).split(separator: "\n")
        .map(String.init))
    let ledger = try LedgerRecord(place("out/ledger.json"))
    #expect(ledger.canaries.count == 42 + 3)
    #expect(ledger.canaries.allSatisfy { said.contains($0.text) })
    // 0.3 s at 16 kHz, rendered at 2x and 8 kHz.
    #expect(ledger.canaries.allSatisfy { abs($0.frames - 1_200) <= 1 })
  }

  @Test func `the message of a failed program is quoted`() throws {
    let place = try makePlace()
    let command = try makeVoice("echo 'no such voice: klingon' >&2\nexit 3", in: place)
    expectProblem(
      try inject(command, in: place), status: 65, saying: "--voice-command", "status 3",
      "no such voice: klingon")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a program that writes no file is an error`() throws {
    let place = try makePlace()
    let command = try makeVoice("exit 0", in: place)
    expectProblem(
      try inject(command, in: place), status: 65, saying: "--voice-command",
      "wrote no audio to {output}")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a program is stopped at the time limit`() throws {
    let place = try makePlace()
    let command = try makeVoice("exec sleep 600", in: place)
    let corpus = try SampleCorpus.shared.get()
    let result = try asrAudit([
      "inject", "--manifest", corpus.manifest, "--output", place("out"), "--coins", "20",
      "--blocks", "2", "--gate", place("gate.yml"), "--voice-command", command,
      "--voice-timeout", "0.2",
    ])
    expectProblem(result, status: 65, saying: "took longer than 0.2 s")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a missing program is named`() throws {
    let place = try makePlace()
    expectProblem(
      try inject("no-such-voice {text} {output}", in: place), status: 66,
      saying: "'no-such-voice'")
  }

  @Test func `a command without its placeholders is refused`() throws {
    let place = try makePlace()
    expectProblem(try inject("voice {text}", in: place), status: 64, saying: "{output}")
    expectProblem(try inject("voice {output}", in: place), status: 64, saying: "{text}")
  }
}
