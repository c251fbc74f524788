import Demonstration
import Files
import Manifests
import Randomness
import Speech
import TestSupport
import Testing

@Suite struct SpokenCorpusTests {
  private func corpus(seed: UInt64, training: Int = 12) throws -> TemporaryDirectory {
    let place = try TemporaryDirectory()
    let corpus = SpokenCorpus(
      training: training, dev: 6, seed: Seed(short: seed),
      synthesizer: FliteSynthesizer(voices: [.kal16]))
    let staged = try StagedDirectory(target: place("corpus"), force: false)
    try corpus.write(to: staged) { _, _ in }
    try staged.commit()
    return place
  }

  private func texts(_ place: TemporaryDirectory, _ name: String) throws -> [String] {
    String(decoding: try readFile(place("corpus/\(name)")), as: UTF8.self)
      .split(separator: "\n").compactMap { line in
        line.split(separator: "\"text\": \"").last?.split(separator: "\"").first.map(String.init)
      }
  }

  @Test func `one seed gives the same bytes, another seed others`() throws {
    let first = try treeContents(corpus(seed: 1)("corpus"))
    #expect(first.count == 3 + 18)
    #expect(try treeContents(corpus(seed: 1)("corpus")) == first)
    #expect(try treeContents(corpus(seed: 2)("corpus")) != first)
  }

  @Test func `no sentence of the dev set is trained on, and every word is in the list`() throws {
    let place = try corpus(seed: 3, training: 200)
    let dev = Set(try texts(place, "dev.json"))
    let training = try texts(place, "train.json")
    #expect(dev.count == 6)
    #expect(training.count == 200)
    #expect(dev.isDisjoint(with: training))
    let words = Set(
      String(decoding: try readFile(place("corpus/words.txt")), as: UTF8.self)
        .split(separator: "\n").map(String.init))
    for text in training + dev {
      #expect(text.split(separator: " ").allSatisfy { words.contains(String($0)) }, "\(text)")
    }
  }

  @Test func `every utterance is there and as long as its manifest says`() throws {
    let place = try corpus(seed: 4)
    for name in ["train.json", "dev.json"] {
      let lines = String(decoding: try readFile(place("corpus/\(name)")), as: UTF8.self)
        .split(separator: "\n")
      for line in lines {
        let record = try JSONCoding.decoded(Entry.self, from: Array(line.utf8))
        let header = try AudioFile.header(of: place("corpus/\(record.audioFilepath)"))
        #expect(header.sampleRate == 16_000)
        #expect(abs(header.seconds - record.duration) < 1e-3)
        #expect(record.duration > 0.5)
      }
    }
  }

  private struct Entry: Decodable {
    let audioFilepath: String
    let duration: Double
  }
}
