import Foundation
import TestSupport
import Testing

/// An audit with real voices: the corpus consists of digit strings, the canaries of other recordings
/// of the same speakers.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: SharedData.absence)))
struct SpokenDigitsTests {
  private static let words = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]
  private static let speakers = ["george", "jackson", "lucas", "nicolas", "theo", "yweweler"]
  private static let rate = 8_000

  @Test func `digits spoken by people are injected, verified and removed`() throws {
    let place = try TemporaryDirectory()
    try writeCorpus(to: place)
    try writeBank(to: place)
    let inject = try asrAudit(
      [
        "inject", "--manifest", "digits.json", "--output", "audited", "--seed", "11", "--units",
        "digits", "--words", "8", "--word-bank", "bank", "--coins", "40", "--blocks", "4",
        "--gate", SampleCorpus.shared.get().gate, "--max-share", "0.9",
      ], in: place.path)
    try expectSuccess(inject)

    let ledger = try LedgerRecord(place("audited/ledger.json"))
    #expect(ledger.header.audio.sampleRate == Self.rate)
    for canary in ledger.canaries {
      let spoken = canary.text.split(separator: " ")
      #expect(spoken.count == 8 && spoken.allSatisfy { Self.words.contains(String($0)) })
    }
    try expectSuccess(asrAudit(["verify", "--ledger", "audited/ledger.json"], in: place.path))
    try expectSuccess(
      asrAudit(
        [
          "remove", "--ledger", "audited/ledger.json", "--manifest",
          "audited/train/digits.json", "--output", "clean.json",
        ], in: place.path))
    #expect(try place.read("clean.json") == place.read("digits.json"))
  }

  /// Writes strings of 3 to 8 digits from the recordings 0 to 24 as WAV files and a NeMo manifest.
  private func writeCorpus(to place: TemporaryDirectory) throws {
    var lines = ""
    for number in 0..<120 {
      let speaker = Self.speakers[number % Self.speakers.count]
      let digits = (0..<(3 + number % 6)).map { (number * 7 + $0 * (1 + number % 3)) % 10 }
      var samples: [Int16] = []
      for (place, digit) in digits.enumerated() {
        samples += try recording(digit, speaker, index: (number + place) % 25)
      }
      try place.write("audio/\(number).wav", Sound.wav(samples, rate: Self.rate))
      let text = digits.map { Self.words[$0] }.joined(separator: " ")
      let seconds = Double(samples.count) / Double(Self.rate)
      lines +=
        #"{"audio_filepath": "audio/\#(number).wav", "duration": \#(seconds), "text": "\#(text)"}"#
        + "\n"
    }
    try place.write("digits.json", lines)
  }

  /// Links the recordings 25 to 49 as `<word>/<speaker>/<file>`.
  private func writeBank(to place: TemporaryDirectory) throws {
    for (digit, word) in Self.words.enumerated() {
      for speaker in Self.speakers {
        try place.makeDirectory("bank/\(word)/\(speaker)")
        for index in 25..<50 {
          let name = "\(digit)_\(speaker)_\(index).wav"
          try FileManager.default.createSymbolicLink(
            atPath: place("bank/\(word)/\(speaker)/\(name)"),
            withDestinationPath: "\(SharedData.digits)/\(name)")
        }
      }
    }
  }

  /// The samples of a recording: 16-bit PCM behind a header of 44 bytes.
  private func recording(_ digit: Int, _ speaker: String, index: Int) throws -> [Int16] {
    let path = "\(SharedData.digits)/\(digit)_\(speaker)_\(index).wav"
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)).dropFirst(44))
    return stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8)
    }
  }
}
