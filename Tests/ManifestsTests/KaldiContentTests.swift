import Manifests
import TestSupport
import Testing

/// Content that Kaldi's utils/validate_data_dir.sh refuses is an obstacle with file and line. A corpus
/// with it is nevertheless read, so that earlier audits can be verified.
@Suite struct KaldiContentTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  struct Fault: Sendable, CustomTestStringConvertible {
    let file: String
    let line: Int
    let replacement: String
    let says: String
    var testDescription: String { "\(file): \(says)" }
  }

  private static let faults = [
    Fault(file: "text", line: 2, replacement: "alice-002 a b\r", says: "ends in a carriage return"),
    Fault(file: "wav.scp", line: 1, replacement: "alice-001 /a.wav\r", says: "ends in a carriage"),
    Fault(
      file: "utt2spk", line: 6, replacement: "zoe-002 zoe\r", says: "ends in a carriage return"),
    Fault(
      file: "utt2dur", line: 3, replacement: "bob-001 3.5\r", says: "ends in a carriage return"),
    Fault(file: "spk2utt", line: 1, replacement: "alice alice-001 alice-002\r", says: "ends in a"),
    Fault(file: "text", line: 2, replacement: "alice-002 a\rb", says: "has a carriage return"),
    Fault(file: "text", line: 2, replacement: "alice-002 a\0b", says: "NUL"),
    Fault(file: "wav.scp", line: 2, replacement: "alice-002 /a\0.wav", says: "NUL"),
    Fault(file: "utt2spk", line: 2, replacement: "alice-002 ali\0ce", says: "NUL"),
    Fault(file: "text", line: 5, replacement: "zoe-001 a\u{7}b", says: "U+0007"),
    Fault(file: "text", line: 5, replacement: "zoe-001 a\u{A0}b", says: "U+00A0"),
    Fault(file: "text", line: 5, replacement: "zoe-001 日本\u{3000}語", says: "U+3000"),
    Fault(file: "wav.scp", line: 4, replacement: "bob-002", says: "no path after the id"),
    Fault(file: "wav.scp", line: 4, replacement: "bob-002 \t", says: "no path after the id"),
    Fault(file: "wav.scp", line: 4, replacement: "bob-002 ~/b.wav", says: "starts with '~'"),
    Fault(file: "text", line: 4, replacement: "bob-002 <s> a", says: "the word '<s>'"),
    Fault(file: "text", line: 4, replacement: "bob-002 a </s>", says: "the word '</s>'"),
    Fault(file: "text", line: 4, replacement: "bob-002 a #0 b", says: "the word '#0'"),
  ]

  @Test(arguments: faults)
  func `content that Kaldi would refuse is an obstacle`(_ fault: Fault) throws {
    var fixture = KaldiFixture(segments: false)
    fixture.edit(fault.file, line: fault.line) { _ in fault.replacement }
    let path = try fixture.write(to: directory)
    let (traits, utterances) = try KaldiDirectory(path: path).surveyed()
    #expect(utterances.count == 6)
    let obstacle = try #require(traits.obstacles.first)
    #expect(obstacle.kind == .badData && obstacle.file == "\(path)/\(fault.file)")
    #expect(obstacle.line == fault.line && obstacle.hint != nil)
    #expect(obstacle.message.contains(fault.says), "\(obstacle.message)")
    #expect(obstacle.message.contains("validate_data_dir.sh"))
  }

  @Test func `recordings of segments are checked too`() throws {
    var fixture = KaldiFixture(segments: true)
    fixture.edit("wav.scp", line: 2) { _ in "rec-z /z.wav\r" }
    let path = try fixture.write(to: directory)
    let obstacle = try KaldiDirectory(path: path).surveyed().traits.obstacles.first
    #expect(obstacle?.file == "\(path)/wav.scp" && obstacle?.line == 2)
  }

  @Test(arguments: ["a<s>b", "<S>", "#00", "x #1", "a\u{301} 日本", "a \t b"])
  func `other words are no symbols`(_ text: String) throws {
    var fixture = KaldiFixture(segments: false)
    fixture.edit("text", line: 4) { _ in "bob-002 \(text)" }
    let path = try fixture.write(to: directory)
    #expect(try KaldiDirectory(path: path).surveyed().traits.obstacles.isEmpty)
  }
}
