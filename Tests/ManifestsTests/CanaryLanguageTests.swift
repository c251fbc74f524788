import Files
import Manifests
import TestSupport
import Testing

/// The language of canaries where the corpus has several.
@Suite struct CanaryLanguageTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func manifest(_ name: String, _ languages: [String]) throws -> String {
    try directory.write(
      name,
      languages.enumerated().map {
        #"{"audio_filepath": "/\#($0).wav", "duration": 1, "text": "a", "lang": "\#($1)"}"# + "\n"
      }.joined())
  }

  @Test func `it is asked for, and stated by its field`() throws {
    let corpus = try ManifestFormat.nemo.open(try manifest("m.json", ["en", "de", "de"]))
    var traits = try corpus.surveyed().traits
    #expect(try traits.setFields([:]) == [VaryingField(name: "lang", examples: ["de", "en"])])
    #expect(try traits.setFields(["lang": "en"]).isEmpty)
    let injected = try InjectedCorpus(
      corpus, injectedUtterances(2), setting: ["lang": "en"], gaps: nil)
    #expect(
      try lines(of: injected.path).count { $0.contains("canary") && $0.contains(#""en""#) } == 2)
    #expect(throws: Problem.self) { try traits.setFields(["lang": ""]) }
  }

  @Test func `each of several manifests has its own`() throws {
    let paths = try [manifest("a.json", ["en", "en"]), manifest("b.json", ["de", "de"])]
    let corpus = try ManifestFormat.nemo.open(paths.joined(separator: ","))
    var traits = try corpus.surveyed().traits
    #expect(try traits.setFields([:]).isEmpty)
    let injected = try InjectedCorpus(
      corpus, injectedUtterances(8), gaps: { _ in [0, 0, 1, 2, 3, 3, 4, 4] })
    for (name, language) in [("a.json", "en"), ("b.json", "de")] {
      let canaries = try lines(of: injected.output("train/\(name)")).filter {
        $0.contains("canary")
      }
      #expect(!canaries.isEmpty && canaries.allSatisfy { $0.contains("\"\(language)\"") })
    }
  }
}
