import Manifests
import TestSupport
import Testing

@Suite struct CompatibilityTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `planting at random places and uprooting gives the bytes back`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    var numbers = Numbers(2_024)
    for count in [1, 2, 9, 40] {
      try expectCompatibility(
        of: path, as: format, planting: count, gaps: { numbers.gaps(count, among: $0) })
    }
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `planting before the first and after the last line gives the bytes back`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    try expectCompatibility(of: path, as: format, planting: 3) { _ in [0, 0, 0] }
    try expectCompatibility(of: path, as: format, planting: 3) { [$0, $0, $0] }
    try expectCompatibility(of: path, as: format, planting: 4) { [0, 0, $0, $0] }
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `planting nothing copies the bytes`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    try expectCompatibility(of: path, as: format, planting: 0)
  }

  @Test(arguments: ManifestFormat.allCases, Variant.allCases)
  func `paths made absolute are made relative again`(
    _ format: ManifestFormat, _ variant: Variant
  ) throws {
    guard let path = try sample(format, variant, in: directory) else { return }
    try expectCompatibility(of: path, as: format, absolutePaths: true)
  }

  @Test(arguments: ManifestFormat.allCases)
  func `a limited survey reads so many utterances`(_ format: ManifestFormat) throws {
    let path = try #require(try sample(format, .plain, in: directory))
    let corpus = try format.open(path)
    var seen = 0
    let traits = try corpus.survey(limit: 2) { _ in seen += 1 }
    #expect(seen == 2 && traits.utterances == 2)
    #expect(try corpus.surveyed().traits.utterances == 6)
  }

  @Test(arguments: ManifestFormat.allCases)
  func `an edit of the user's after planting is told`(_ format: ManifestFormat) throws {
    let path = try #require(try sample(format, .plain, in: directory))
    let plantation = try Plantation(path, as: format)
    let name = format == .nemo ? "train/train.json" : "train/text"
    var bytes = try plantation.output.read(name)
    let place = try #require(bytes.firstRange(of: Array("line 3".utf8)))
    bytes[place.lowerBound] = UInt8(ascii: "L")
    try plantation.output.write(name, bytes)
    let uprooted = try plantation.uproot()
    #expect(uprooted.found == plantation.ids)
    #expect(uprooted.changedFiles == [format == .nemo ? "train.json" : "text"])
  }

  @Test(arguments: ManifestFormat.allCases)
  func `a planted entry that is gone is not found`(_ format: ManifestFormat) throws {
    let path = try #require(try sample(format, .plain, in: directory))
    let plantation = try Plantation(path, as: format)
    let uprooted = try plantation.uproot(ids: plantation.ids.union(["u-unknown"]))
    #expect(uprooted.found == plantation.ids)
    #expect(uprooted.changedFiles == [])
  }
}
