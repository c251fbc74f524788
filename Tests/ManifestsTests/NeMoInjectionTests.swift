import Files
import Manifests
import TestSupport
import Testing

/// The content and position of injected lines.
@Suite struct NeMoInjectionTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func inject(
    _ text: String, count: Int = 5, gaps: ((Int) -> [Int])? = nil
  ) throws -> InjectedCorpus {
    try InjectedCorpus(
      directory.write("train.json", text), as: .nemo, injectedUtterances(count), gaps: gaps)
  }

  private func entry(_ more: String = "") -> String {
    #"{"audio_filepath": "/a.wav", "duration": 1\#(more)}"# + "\n"
  }

  @Test func `an injected line has path, duration and text`() throws {
    let injectedCorpus = try inject(entry(), count: 1) { [$0] }
    let utterance = injectedCorpus.injected[0]
    let injected = try lines(of: injectedCorpus.path)[1]
    #expect(
      injected == #"{"audio_filepath": "\#(utterance.audioPath)", "duration": 0.5, "#
        + #""text": "canary number 0 sings"}"#)
  }

  @Test func `injected lines have the most frequent language`() throws {
    let text = entry(#", "lang": "fr""#) + entry(#", "lang": "de""#)
    let equal = try inject(text, count: 1) { _ in [0] }
    #expect(try lines(of: equal.path)[0].contains(#""lang": "de""#))
    let most = try inject(text + entry(#", "lang": "fr""#), count: 1) { _ in [0] }
    #expect(try lines(of: most.path)[0].contains(#""lang": "fr""#))
    let none = try inject(entry(), count: 1) { _ in [0] }
    #expect(try !lines(of: none.path)[0].contains("lang"))
  }

  @Test(arguments: ["sampling_rate", "sample_rate"])
  func `the sample rate is written if the entries have one`(_ key: String) throws {
    let stated = try inject(entry(#", "\#(key)": 8000"#), count: 1) { _ in [0] }
    #expect(try lines(of: stated.path)[0].hasSuffix(#""\#(key)": 16000}"#))
    let unstated = try inject(entry(), count: 1) { _ in [0] }
    #expect(try !lines(of: unstated.path)[0].contains("rate"))
  }

  @Test func `injected lines have the line ends of the user's lines`() throws {
    let text = entry().replacing("\n", with: "\r\n")
    let injectedCorpus = try inject(text + text)
    #expect(try lines(of: injectedCorpus.path).allSatisfy { $0.hasSuffix("}\r") })
    let plain = try inject(entry())
    #expect(try lines(of: plain.path).allSatisfy { $0.hasSuffix("}") })
  }

  @Test func `positions are the numbers of the injected lines`() throws {
    let text = entry() + "\n" + String(repeating: entry(), count: 30)
    var numbers = Numbers(5)
    for text in [text, String(text.dropLast()), text + "\n"] {
      for _ in 0..<50 {
        let injectedCorpus = try inject(text, count: 8) { numbers.gaps(8, among: $0) }
        let all = try lines(of: injectedCorpus.path)
        for (utterance, position) in zip(injectedCorpus.injected, injectedCorpus.positions) {
          #expect(all[position - 1].contains("\"\(utterance.audioPath)\""))
        }
        #expect(injectedCorpus.positions.count == 8)
      }
    }
  }

  @Test func `a gap is the number of the user's lines before`() throws {
    let injectedCorpus = try inject(String(repeating: entry(), count: 3), count: 4) { _ in
      [0, 1, 1, 3]
    }
    #expect(injectedCorpus.positions == [1, 3, 4, 7])
  }

  @Test func `a missing final line feed stays missing`() throws {
    for gaps in [[0, 0], [0, 2], [2, 2]] {
      let injectedCorpus = try inject(entry() + String(entry().dropLast()), count: 2) { _ in gaps }
      let bytes = try #require(try contents(of: injectedCorpus.path)[""])
      #expect(bytes.last == UInt8(ascii: "}"))
      #expect(lines(bytes).count == 4)
    }
  }

  @Test func `compression and name are kept`() throws {
    let path = try #require(try sample(.nemo, .gzip, in: directory))
    let injectedCorpus = try InjectedCorpus(path, as: .nemo)
    #expect(injectedCorpus.path.hasSuffix("/train.json.gz"))
    #expect(try LineReader(injectedCorpus.path).isCompressed)
    _ = try injectedCorpus.remove()
    #expect(try LineReader(injectedCorpus.output("removed")).isCompressed)
    let plain = try inject(entry())
    #expect(try !LineReader(plain.path).isCompressed)
  }

  @Test func `a manifest that changes between the passes is refused`() throws {
    let path = try directory.write("train.json", entry() + entry())
    let corpus = try ManifestFormat.nemo.open(path)
    let traits = try corpus.surveyed().traits
    try directory.write("train.json", entry() + entry() + entry())
    try directory.makeDirectory("out")
    let problem = #expect(throws: Problem.self) {
      try corpus.inject(
        [], gaps: [], traits: traits, options: corpus.options(), in: directory("out"))
    }
    #expect(problem?.message == "changed while it was being read")
    #expect(problem?.file == path)
  }
}
