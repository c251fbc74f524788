import AuditModel
import Files
import Injection
import Manifests
import Randomness
import Speech
import TestSupport
import Testing

/// Genders in Kaldi's spk2gender are those that voices state, never invented.
@Suite struct SpeakerGenderTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  /// A Kaldi data directory of the corpus's audio with three speakers, the first of them female.
  private func kaldi(withGenders: Bool) throws -> any TrainingCorpus {
    let ids = (0..<60).map { "s\($0 / 20)-u\($0 < 10 ? "0" : "")\($0)" }
    func table(_ value: (Int) -> String) -> String {
      ids.enumerated().map { "\($1) \(value($0))\n" }.joined()
    }
    let files = [
      "text": table { "the user says number \($0)" },
      "wav.scp": table { corpus.directory("corpus/audio/u\($0).wav") },
      "utt2spk": table { "s\($0 / 20)" }, "utt2dur": table { _ in "20" },
      "spk2utt": (0..<3).map { speaker in
        "s\(speaker) \(ids[(20 * speaker)..<(20 * speaker + 20)].joined(separator: " "))\n"
      }.joined(),
    ]
    for (name, text) in files { try corpus.directory.write("kaldi/\(name)", text) }
    if withGenders { try corpus.directory.write("kaldi/spk2gender", "s0 f\ns1 m\ns2 m\n") }
    return try ManifestFormat.kaldi.open(corpus.directory("kaldi"))
  }

  private func inject(
    _ genders: [String: VoiceGender], withGenders: Bool = true
  ) throws -> Ledger {
    let corpus = try kaldi(withGenders: withGenders)
    return try self.corpus.inject {
      $0.corpus = corpus
      $0.voices.synthesizer = ToneSynthesizer(genders: genders)
    }.ledger
  }

  private func genders(_ file: String) throws -> [String: String] {
    let lines = String(decoding: try corpus.directory.read(file), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return Dictionary(uniqueKeysWithValues: lines.map { ($0[0], $0[1]) })
  }

  @Test func `speakers of canaries have the gender of their voices`() throws {
    _ = try inject(["low": .female, "high": .male])
    let names = Names(seed: Seed(short: 1))
    let written = try genders("out/train/spk2gender")
    #expect(written[names.speaker("low")] == "f")
    #expect(written[names.speaker("high")] == "m")
    #expect(written["s0"] == "f" && written["s1"] == "m")
    #expect(written.count == 5)
  }

  @Test func `check utterances keep the gender of their speakers`() throws {
    let ledger = try inject(["low": .female, "high": .male])
    let written = try genders("out/probe/spk2gender")
    let speakers = try genders("out/probe/utt2spk")
    #expect(Set(written.keys) == Set(speakers.values))
    for utterance in ledger.checkUtterances {
      let number = try #require(Int(utterance.text.split(separator: " ").last ?? ""))
      let speaker = try #require(speakers[utterance.probeID])
      #expect(written[speaker] == (number < 20 ? "f" : "m"))
    }
  }

  @Test func `a voice of unknown gender is refused if the corpus has spk2gender`() throws {
    let problem = try #require(
      #expect(throws: Problem.self) { try inject(["low": .female]) })
    #expect(problem.kind == .badData)
    #expect(problem.file == corpus.directory("kaldi/spk2gender"))
    #expect(problem.message.contains("the voices high"))
    #expect(!corpus.directory.exists("out"))
  }

  @Test func `a voice of unknown gender is used if the corpus has no spk2gender`() throws {
    _ = try inject([:], withGenders: false)
    #expect(!corpus.directory.exists("out/train/spk2gender"))
    #expect(!corpus.directory.exists("out/probe/spk2gender"))
  }

  @Test func `the built-in voices state their gender`() {
    let flite = FliteSynthesizer()
    let genders = ["slt", "rms", "awb", "kal16"].map(flite.gender)
    #expect(genders == [.female, .male, .male, .male])
  }
}
