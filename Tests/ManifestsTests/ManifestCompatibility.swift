import Files
import Manifests
import TestSupport
import Testing

/// The main invariant of every format: injection adds the injected utterances and keeps the user's
/// bytes, and removal restores the original bytes.
func expectCompatibility(
  of path: String, as format: ManifestFormat, injection count: Int = 9,
  gaps: ((_ lines: Int) -> [Int])? = nil, absolutePaths: Bool = false,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let recognized = try ManifestFormat.recognize(path, keys: format.sampleKeys)
  #expect(recognized.format == format, sourceLocation: sourceLocation)
  let original = try contents(of: path)
  let users = try format.open(path, keys: format.sampleKeys).surveyed().utterances
  let injectedCorpus = try InjectedCorpus(
    path, as: format, injectedUtterances(count), gaps: gaps, absolutePaths: absolutePaths)

  let found = try injectedCorpus.reopened.surveyed().utterances
  func id(_ utterance: Utterance) -> String {
    utterance.id ?? stem(of: String(decoding: utterance.audio, as: UTF8.self))
  }
  let canaries = found.filter { injectedCorpus.ids.contains(id($0)) }
  #expect(Set(canaries.map(id)) == injectedCorpus.ids, sourceLocation: sourceLocation)
  #expect(canaries.count == count, sourceLocation: sourceLocation)
  for utterance in injectedCorpus.injected {
    let canary = canaries.first { id($0) == utterance.id }
    #expect(canary?.text.text == utterance.text, sourceLocation: sourceLocation)
    if injectedCorpus.traits.utterancesWithDuration > 0 {
      let seconds = Double(utterance.frames) / Double(utterance.sampleRate)
      // Formats with frames of 10 ms or with milliseconds round.
      let tolerance = format == .nemo || format == .kaldi ? 0 : 0.01
      #expect(
        canary?.seconds.map { abs($0 - seconds) <= tolerance } == true,
        sourceLocation: sourceLocation)
    }
  }
  let others = found.filter { !injectedCorpus.ids.contains(id($0)) }
  #expect(others.map(\.text) == users.map(\.text), sourceLocation: sourceLocation)

  // In an object the last member gets a comma if another one follows.
  if !absolutePaths, format != .speechbrainJSON, !format.hasShards {
    for (name, bytes) in try contents(of: injectedCorpus.path) {
      let new = rest(of: lines(bytes), without: lines(original[name] ?? []))
      #expect(new != nil, "\(name): a line of the user's changed", sourceLocation: sourceLocation)
      if count == 0 { #expect(bytes == original[name], sourceLocation: sourceLocation) }
    }
  }

  let before = try treeContents(injectedCorpus.output.path)
  let checked = try injectedCorpus.remove(to: nil)
  #expect(checked.found == injectedCorpus.ids, sourceLocation: sourceLocation)
  #expect(checked.entries == count, sourceLocation: sourceLocation)
  #expect(checked.changedFiles == [], sourceLocation: sourceLocation)
  let after = try treeContents(injectedCorpus.output.path)
  #expect(after == before, "a removal without destination wrote", sourceLocation: sourceLocation)
  let removed = try injectedCorpus.remove()
  #expect(removed.found == injectedCorpus.ids, sourceLocation: sourceLocation)
  #expect(removed.entries == count, sourceLocation: sourceLocation)
  #expect(removed.changedFiles == [], sourceLocation: sourceLocation)
  let restored = try contents(of: injectedCorpus.output("removed"))
  // A single file is restored as a file, the list of WeNet's archives in a directory.
  let expected =
    format == .wenetShards ? [injectedCorpus.corpus.manifestName: original[""]!] : original
  #expect(restored == expected, "not the user's bytes", sourceLocation: sourceLocation)
  #expect(try contents(of: path) == original, "the input changed", sourceLocation: sourceLocation)
}
