import TestSupport
import Testing

/// Audio files with invalid content.
struct UnreadableAudioTests {
  /// Writes a manifest of five utterances whose audio files contain `bytes`.
  private func manifest(of bytes: [UInt8], in place: TemporaryDirectory) throws -> String {
    var lines = ""
    for number in 0..<5 {
      try place.write("\(number).wav", bytes)
      lines += SampleCorpus.line("\(number).wav", SampleCorpus.sentence(number)) + "\n"
    }
    return try place.write("train.json", lines)
  }

  @Test(arguments: [0, 3, 20, 30])
  func `a file with a truncated WAV header is named`(_ length: Int) throws {
    let place = try TemporaryDirectory()
    let whole = Sound.wav(Sound.tone(300, seconds: 0.1, rate: 8_000), rate: 8_000)
    let manifest = try manifest(of: Array(whole.prefix(length)), in: place)
    let result = try asrAudit(injection(of: manifest, to: place("out")))
    expectProblem(result, status: 65, saying: "0.wav", "--sample-rate 16000")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a text file instead of audio is named`() throws {
    let place = try TemporaryDirectory()
    let manifest = try manifest(of: Array("this is no sound\n".utf8), in: place)
    let result = try asrAudit(injection(of: manifest, to: place("out")))
    expectProblem(result, status: 65, saying: "0.wav", "--sample-rate 16000")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a stated audio format replaces unreadable audio`() throws {
    let place = try TemporaryDirectory()
    let manifest = try manifest(of: Array("this is no sound\n".utf8), in: place)
    try expectSuccess(
      asrAudit(
        injection(
          of: manifest, to: place("out"), "--sample-rate", "11025", "--channels", "2",
          "--container", "flac", "--max-share", "0.5")))
    let audio = try LedgerRecord(place("out/ledger.json")).header.audio
    #expect(audio.sampleRate == 11_025)
    #expect(audio.channels == 2)
    #expect(audio.container == "flac")
  }

  @Test func `the format is detected from one readable file among broken ones`() throws {
    let place = try TemporaryDirectory()
    let manifest = try manifest(of: [], in: place)
    try place.write("3.wav", Sound.wav(Sound.tone(300, seconds: 1, rate: 44_100), rate: 44_100))
    try expectSuccess(
      asrAudit(injection(of: manifest, to: place("out"), "--max-share", "0.5")))
    #expect(try LedgerRecord(place("out/ledger.json")).header.audio.sampleRate == 44_100)
  }

  @Test func `a broken recording in a word bank is named`() throws {
    let place = try TemporaryDirectory()
    for word in SampleCorpus.sentence(1).split(separator: " ") {
      try place.write("bank/\(word)/anna/1.wav", "no sound")
    }
    let result = try asrAudit([
      "inject", "--manifest", SampleCorpus.shared.get().manifest, "--output", place("out"),
      "--word-bank", place("bank"), "--gate", SampleCorpus.shared.get().gate, "--coins", "40",
      "--blocks", "4",
    ])
    expectProblem(result, status: 65, saying: "anna/1.wav", "cannot be read")
    try expectNothing(of: "out", in: place)
  }
}
