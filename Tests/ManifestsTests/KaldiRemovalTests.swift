import Files
import Manifests
import TestSupport
import Testing

/// Removal from directories that were changed after injection.
@Suite struct KaldiRemovalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func injected(segments: Bool = false) throws -> InjectedCorpus {
    try InjectedCorpus(KaldiFixture(segments: segments).write(to: directory), as: .kaldi)
  }

  private func strike(_ id: String, from name: String, of injectedCorpus: InjectedCorpus) throws {
    let kept = try lines(of: "\(injectedCorpus.path)/\(name)").filter { !$0.hasPrefix(id) }
    try injectedCorpus.output.write("train/\(name)", kept.map { $0 + "\n" }.joined())
  }

  @Test(arguments: ["text", "wav.scp", "utt2spk", "utt2dur", "segments", "reco2dur", "utt2uniq"])
  func `an entry that is missing in one table is not found`(_ name: String) throws {
    let injectedCorpus = try injected(segments: true)
    let lost = injectedCorpus.injected[2].id
    try strike(lost, from: name, of: injectedCorpus)
    let removed = try injectedCorpus.remove()
    #expect(removed.found == injectedCorpus.ids.subtracting([lost]))
    #expect(removed.changedFiles == [])
  }

  @Test func `a missing line of the user changes its table`() throws {
    let injectedCorpus = try injected()
    try strike("bob-001", from: "utt2lang", of: injectedCorpus)
    let removed = try injectedCorpus.remove()
    #expect(removed.found == injectedCorpus.ids)
    #expect(removed.changedFiles == ["utt2lang"])
  }

  @Test func `each duplicate of an entry is removed and counted`() throws {
    let injectedCorpus = try injected()
    let text = try injectedCorpus.output.read("train/text")
    let copy = try #require(lines(text).first { $0.starts(with: Array("u00c0ffee".utf8)) })
    try injectedCorpus.output.write("train/text", copy + [0x0A] + text)
    let removed = try injectedCorpus.remove()
    #expect(removed.entries == 5)
    #expect(removed.found == injectedCorpus.ids && removed.changedFiles == [])
  }

  @Test func `a missing table counts as changed`() throws {
    let injectedCorpus = try injected()
    try removeTree(injectedCorpus.output("train/spk2gender"))
    #expect(try injectedCorpus.remove().changedFiles == ["spk2gender"])
  }

  /// The injected ids are sorted after those of four utterances and between those of six.
  @Test(arguments: [4, 6])
  func `a missing final line feed is restored`(_ count: Int) throws {
    var fixture = KaldiFixture(segments: false, utterances: count)
    fixture.edit { $0.removeLast() }
    let path = try fixture.write(to: directory)
    try expectCompatibility(of: path, as: .kaldi)
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi)
    let last = try #require(contents(of: injectedCorpus.path)["text"]?.last)
    #expect((last == 0x0A) == (count == 4))
  }

  @Test func `injected speakers are removed from their tables`() throws {
    let injectedCorpus = try injected()
    #expect(try lines(of: "\(injectedCorpus.path)/spk2utt").count == 5)
    _ = try injectedCorpus.remove()
    #expect(
      try lines(of: injectedCorpus.output("removed/spk2utt"))
        == lines(of: directory("data/spk2utt")))
  }

  @Test func `an existing directory is refused`() throws {
    let injectedCorpus = try injected()
    try injectedCorpus.output.makeDirectory("removed")
    let problem = #expect(throws: Problem.self) { try injectedCorpus.remove() }
    #expect(problem?.kind == .cannotWrite)
    #expect(try injectedCorpus.output.names(in: "removed") == [])
  }

  @Test func `the error for a blank line names file and line`() throws {
    let injectedCorpus = try injected()
    try injectedCorpus.output.write("train/text", "a x\n\nb y\n")
    let problem = #expect(throws: Problem.self) { try injectedCorpus.remove() }
    #expect(problem?.file == "\(injectedCorpus.path)/text" && problem?.line == 2)
  }
}
