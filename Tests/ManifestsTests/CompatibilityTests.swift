import Manifests
import TestSupport
import Testing

@Suite struct CompatibilityTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `removal after injection at random places restores the bytes`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    var numbers = Numbers(2_024)
    for count in [1, 2, 9, 40] {
      try expectCompatibility(
        of: path, as: format, injection: count, gaps: { numbers.gaps(count, among: $0) })
    }
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `removal after injection before the first and after the last line restores the bytes`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    try expectCompatibility(of: path, as: format, injection: 3) { _ in [0, 0, 0] }
    try expectCompatibility(of: path, as: format, injection: 3) { [$0, $0, $0] }
    try expectCompatibility(of: path, as: format, injection: 4) { [0, 0, $0, $0] }
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `injecting nothing copies the bytes`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    try expectCompatibility(of: path, as: format, injection: 0)
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `removal makes absolute paths relative again`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    try expectCompatibility(of: path, as: format, absolutePaths: true)
  }

  @Test(arguments: ManifestFormat.allCases)
  func `a limited survey stops at the limit`(_ format: ManifestFormat) throws {
    let path = try #require(try sample(format, .plain, in: directory))
    let corpus = try format.open(path, keys: format.sampleKeys)
    var seen = 0
    let traits = try corpus.survey(limit: 2) { _ in seen += 1 }
    #expect(seen == 2 && traits.utterances == 2)
    #expect(try corpus.surveyed().traits.utterances == 6)
  }

  @Test(
    arguments: ManifestFormat.allCases.filter {
      // Texts that an injection does not copy are edited in the tests of their format.
      ![.wenetShards, .webdataset, .lhotseShar, .librispeech].contains($0)
    })
  func `an edit of the user's lines after injection is detected`(_ format: ManifestFormat) throws {
    let path = try #require(try sample(format, .plain, in: directory))
    let injectedCorpus = try InjectedCorpus(path, as: format)
    let file = injectedCorpus.corpus.manifestName
    // The file with the texts.
    let texts = file.isEmpty ? "text" : format == .fairseq ? "train.wrd" : file
    let name = "train/\(texts)"
    var bytes = try injectedCorpus.output.read(name)
    let place = try #require(bytes.firstRange(of: Array("line 3".utf8)))
    bytes[place.lowerBound] = UInt8(ascii: "L")
    try injectedCorpus.output.write(name, bytes)
    for destination in [nil, "removed"] {
      let removed = try injectedCorpus.remove(to: destination)
      #expect(removed.found == injectedCorpus.ids)
      #expect(removed.changedFiles == [texts])
    }
  }

  @Test(arguments: ManifestFormat.allCases)
  func `an injected entry that is missing is not found`(_ format: ManifestFormat) throws {
    let path = try #require(try sample(format, .plain, in: directory))
    let injectedCorpus = try InjectedCorpus(path, as: format)
    let removed = try injectedCorpus.remove(ids: injectedCorpus.ids.union(["u-unknown"]))
    #expect(removed.found == injectedCorpus.ids)
    #expect(removed.changedFiles == [])
  }
}
