import Files
import Manifests
import TestSupport
import Testing

/// Every table that exists gets entries, in the order that Kaldi requires.
@Suite struct KaldiInjectionTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func rows(_ name: String, of injectedCorpus: InjectedCorpus) throws -> [String: String] {
    let rows = try lines(of: "\(injectedCorpus.path)/\(name)").map { line in
      line.split(separator: " ", maxSplits: 1).map(String.init)
    }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  @Test(arguments: [true, false], [0, 1, 2, 50])
  func `Kaldi's validator accepts the injected directory`(
    _ segments: Bool, _ count: Int
  ) throws {
    let path = try KaldiFixture(segments: segments).write(to: directory)
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi, injectedUtterances(count))
    #expect(try complaints(about: injectedCorpus.path) == [])
    #expect(injectedCorpus.positions == [])
    #expect(try injectedCorpus.output.names(in: "train") == directory.names(in: "data"))
  }

  @Test func `Kaldi's validator accepts injection without the optional files`() throws {
    var fixture = KaldiFixture(segments: false)
    let needed = ["text", "wav.scp", "utt2spk", "spk2utt"]
    fixture.files = fixture.files.filter { needed.contains($0.key) }
    let injectedCorpus = try InjectedCorpus(fixture.write(to: directory), as: .kaldi)
    #expect(try complaints(about: injectedCorpus.path) == [])
    #expect(try injectedCorpus.output.names(in: "train") == needed.sorted())
    let removed = try injectedCorpus.remove()
    #expect(removed.found == injectedCorpus.ids && removed.changedFiles == [])
  }

  @Test func `ids are sorted by byte, not by language`() throws {
    var fixture = KaldiFixture(segments: false)
    fixture.edit { $0.replace("alice", with: "Zoe") }
    fixture.edit { $0.replace("bob", with: "u0") }
    fixture.edit { $0.replace("zoe", with: "é") }
    let injectedCorpus = try InjectedCorpus(
      fixture.write(to: directory), as: .kaldi, injectedUtterances(9))
    #expect(try complaints(about: injectedCorpus.path) == [])
    try expectCompatibility(of: directory("data"), as: .kaldi)
  }

  @Test(arguments: [true, false])
  func `each table has the value of its kind`(_ segments: Bool) throws {
    let path = try KaldiFixture(segments: segments).write(to: directory)
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi)
    for injected in injectedCorpus.injected {
      let seconds = "\(Double(injected.frames) / 16_000)"
      var expected = [
        "text": injected.text, "wav.scp": injected.audioPath, "utt2spk": injected.speaker.id,
        "utt2dur": seconds, "reco2dur": seconds, "utt2num_samples": "\(injected.frames)",
        "utt2lang": "fr", "utt2uniq": injected.id, "reco2file_and_channel": "\(injected.id) A",
      ]
      if segments { expected["segments"] = "\(injected.id) 0 \(seconds)" }
      for (file, value) in expected {
        #expect(try rows(file, of: injectedCorpus)[injected.id] == value, "\(file)")
      }
    }
    #expect(try rows("spk2gender", of: injectedCorpus)["u00c0ffee"] == "f")
    #expect(try rows("spk2gender", of: injectedCorpus)["uf00dcafe"] == "m")
    let members = injectedCorpus.injected.map(\.id).filter { $0.hasPrefix("u00c0ffee") }.sorted()
    #expect(try rows("spk2utt", of: injectedCorpus)["u00c0ffee"] == members.joined(separator: " "))
  }

  /// Frames of 25 ms every 10 ms that are completely inside the signal (Kaldi's snip-edges).
  @Test(arguments: [8_000, 16_000, 22_050, 44_100])
  func `utt2num_frames counts whole windows`(_ rate: Int) throws {
    let path = try KaldiFixture(segments: false).write(to: directory)
    let injected = (0..<400).map { index in
      InjectedUtterance(
        id: "u00c0ffee-\(1000 + index)", audioPath: "/a.wav", text: "t",
        frames: max(0, index * rate / 200 + index % 3 - 1), sampleRate: rate,
        speaker: injectedSpeakers[0])
    }
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi, injected)
    let counts = try rows("utt2num_frames", of: injectedCorpus)
    for utterance in injected {
      // In units of 1/1000 sample: whole numbers at every rate.
      let (length, window, shift) = (utterance.frames * 1000, 25 * rate, 10 * rate)
      let expected = length < window ? 0 : 1 + (length - window) / shift
      #expect(counts[utterance.id] == "\(expected)", "\(utterance.frames) samples at \(rate) Hz")
    }
  }

  @Test func `other files are copied and folders are not, both with a warning`() throws {
    var fixture = KaldiFixture(segments: false)
    fixture.files["feats_type"] = "raw\n"
    fixture.files["conf/mfcc.conf"] = "--use-energy=false\n"
    let injectedCorpus = try InjectedCorpus(fixture.write(to: directory), as: .kaldi)
    #expect(try injectedCorpus.output.read("train/feats_type") == Array("raw\n".utf8))
    #expect(try injectedCorpus.output.read("train/README") == directory.read("data/README"))
    #expect(!injectedCorpus.output.exists("train/conf"))
    let warnings = injectedCorpus.traits.warnings
    #expect(warnings.count == 2)
    #expect(warnings.contains { $0.hasSuffix("copied unchanged: README, feats_type") })
    #expect(warnings.contains { $0.hasSuffix("folders are not copied: conf") })
  }

  @Test(arguments: [
    ["bob-001"], ["a-1", "bob-001"], ["bob-001", "zz"], ["a-1", "b", "bob-001", "bob-01"],
  ])
  func `an id that the corpus already has is refused`(_ ids: [String]) throws {
    let injected = ids.map { id in
      InjectedUtterance(
        id: id, audioPath: "/x.wav", text: "t", frames: 16_000, sampleRate: 16_000,
        speaker: injectedSpeakers[0])
    }
    let path = try KaldiFixture(segments: false).write(to: directory)
    let problem = #expect(throws: Problem.self) { try InjectedCorpus(path, as: .kaldi, injected) }
    #expect(problem?.message.contains("'bob-001'") == true)
    #expect(problem?.file == "\(path)/text" && problem?.line == 3)
  }

  @Test func `a speaker that the corpus already has is refused`() throws {
    let injected = InjectedUtterance(
      id: "zoe-9", audioPath: "/x.wav", text: "t", frames: 16_000, sampleRate: 16_000,
      speaker: Speaker(id: "zoe", gender: .female))
    let path = try KaldiFixture(segments: false).write(to: directory)
    let problem = #expect(throws: Problem.self) { try InjectedCorpus(path, as: .kaldi, [injected]) }
    #expect(problem?.file == "\(path)/spk2utt" && problem?.line == 3)
  }
}
