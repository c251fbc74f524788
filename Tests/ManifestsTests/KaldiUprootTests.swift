import Files
import Manifests
import TestSupport
import Testing

/// Taking planted entries out of directories that have been through other hands.
@Suite struct KaldiUprootTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func planted(segments: Bool = false) throws -> Plantation {
    try Plantation(KaldiFixture(segments: segments).write(to: directory), as: .kaldi)
  }

  private func strike(_ id: String, from name: String, of plantation: Plantation) throws {
    let kept = try lines(of: "\(plantation.path)/\(name)").filter { !$0.hasPrefix(id) }
    try plantation.output.write("train/\(name)", kept.map { $0 + "\n" }.joined())
  }

  @Test(arguments: ["text", "wav.scp", "utt2spk", "utt2dur", "segments", "reco2dur", "utt2uniq"])
  func `an entry that one table has lost is not found`(_ name: String) throws {
    let plantation = try planted(segments: true)
    let lost = plantation.planted[2].id
    try strike(lost, from: name, of: plantation)
    let uprooted = try plantation.uproot()
    #expect(uprooted.found == plantation.ids.subtracting([lost]))
    #expect(uprooted.changedFiles == [])
  }

  @Test func `a line that the user has lost is told by its table`() throws {
    let plantation = try planted()
    try strike("bob-001", from: "utt2lang", of: plantation)
    let uprooted = try plantation.uproot()
    #expect(uprooted.found == plantation.ids)
    #expect(uprooted.changedFiles == ["utt2lang"])
  }

  @Test func `each copy of an entry is taken out and counted`() throws {
    let plantation = try planted()
    let text = try plantation.output.read("train/text")
    let copy = try #require(lines(text).first { $0.starts(with: Array("u00c0ffee".utf8)) })
    try plantation.output.write("train/text", copy + [0x0A] + text)
    let uprooted = try plantation.uproot()
    #expect(uprooted.entries == 5)
    #expect(uprooted.found == plantation.ids && uprooted.changedFiles == [])
  }

  @Test func `a table that is gone is told`() throws {
    let plantation = try planted()
    try removeTree(plantation.output("train/spk2gender"))
    #expect(try plantation.uproot().changedFiles == ["spk2gender"])
  }

  /// The planted ids stand behind those of four utterances, and between those of six.
  @Test(arguments: [4, 6])
  func `a missing final line feed is restored`(_ count: Int) throws {
    var fixture = KaldiFixture(segments: false, utterances: count)
    fixture.edit { $0.removeLast() }
    let path = try fixture.write(to: directory)
    try expectCompatibility(of: path, as: .kaldi)
    let plantation = try Plantation(path, as: .kaldi)
    let last = try #require(contents(of: plantation.path)["text"]?.last)
    #expect((last == 0x0A) == (count == 4))
  }

  @Test func `planted speakers are taken out of their tables`() throws {
    let plantation = try planted()
    #expect(try lines(of: "\(plantation.path)/spk2utt").count == 5)
    _ = try plantation.uproot()
    #expect(
      try lines(of: plantation.output("uprooted/spk2utt")) == lines(of: directory("data/spk2utt")))
  }

  @Test func `an existing directory is never written into`() throws {
    let plantation = try planted()
    try plantation.output.makeDirectory("uprooted")
    let problem = #expect(throws: Problem.self) { try plantation.uproot() }
    #expect(problem?.kind == .cannotWrite)
    #expect(try plantation.output.names(in: "uprooted") == [])
  }

  @Test func `a blank line is told where it stands`() throws {
    let plantation = try planted()
    try plantation.output.write("train/text", "a x\n\nb y\n")
    let problem = #expect(throws: Problem.self) { try plantation.uproot() }
    #expect(problem?.file == "\(plantation.path)/text" && problem?.line == 2)
  }
}
