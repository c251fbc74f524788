import TestSupport

/// Sixty short tones with sentences, and a word bank of tones, so that rendering takes no time. The
/// manifest states long durations, so that a small design is a small share of the audio.
struct SampleCorpus: Sendable {
  let directory: TemporaryDirectory
  var manifest: String { directory("train.json") }
  var kaldi: String { directory("kaldi") }
  var bank: String { directory("bank") }
  /// A gate file with limits that a small design supports.
  var gate: String { directory("gate.yml") }

  static let shared = Result { try SampleCorpus(in: .shared) }
  static let utterances = 60
  static let secondsStated = 100
  static let rate = 8_000

  init(in directory: TemporaryDirectory) throws {
    self.directory = directory
    var lines: [String] = []
    for number in 0..<Self.utterances {
      let name = "audio/\(Self.id(number)).wav"
      let tone = Sound.tone(300 + 10 * Double(number), seconds: 0.1, rate: Self.rate)
      try directory.write(name, Sound.wav(tone, rate: Self.rate))
      lines.append(Self.line(name, Self.sentence(number)))
    }
    try directory.write("train.json", lines.joined(separator: "\n") + "\n")
    try writeKaldi()
    for (number, word) in Self.bankWords.enumerated() {
      let tone = Sound.tone(200 + 5 * Double(number), seconds: 0.06, rate: Self.rate)
      try directory.write("bank/\(word)/anna/1.wav", Sound.wav(tone, rate: Self.rate))
    }
    try directory.write(
      "gate.yml",
      """
      gate:
        - memorization: {max: 0.4, repetitions: [1, 2]}
        - memorization: {max: 0.4, repetitions: [8, 16]}

      """)
  }

  private func writeKaldi() throws {
    func table(_ name: String, _ value: (Int) -> String) throws {
      let lines = (0..<Self.utterances).map { "\(Self.id($0)) \(value($0))\n" }
      try directory.write("kaldi/\(name)", lines.joined())
    }
    try table("wav.scp") { directory("audio/\(Self.id($0)).wav") }
    try table("text", Self.sentence)
    try table("utt2spk", Self.id)
    try table("spk2utt", Self.id)
    try table("utt2dur") { _ in "\(Self.secondsStated)" }
  }

  /// An id. In byte order half of the ids precede those of injected utterances and half follow them.
  static func id(_ number: Int) -> String { "\(number < 30 ? "s" : "v")\(100 + number)" }

  static func line(_ path: String, _ text: String) -> String {
    #"{"audio_filepath": "\#(path)", "duration": \#(secondsStated).0, "text": "\#(text)"}"#
  }

  static func sentence(_ number: Int) -> String {
    let subjects = ["the baker", "a sailor", "my neighbor", "one farmer"]
    let verbs = ["found", "painted", "carried", "sold", "lost"]
    let things = ["the old lamp", "a small boat", "her coat"]
    return "\(subjects[number % 4]) \(verbs[number % 5]) \(things[number % 3]) near the river"
  }

  /// 10 x 12 words that occur in no sentence.
  private static let bankWords = ["ba", "do", "fi", "gu", "ke", "la", "mo", "ni", "pu", "se"]
    .flatMap { start in
      ["bal", "dor", "fin", "gus", "ket", "lam", "mon", "nip", "pur", "sel", "tiv", "von"]
        .map { start + $0 }
    }
}
