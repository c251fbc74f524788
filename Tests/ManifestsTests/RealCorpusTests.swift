import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// A directory from another project: mini LibriSpeech from Lhotse's tests.
@Suite struct RealCorpusTests {
  /// The path of the directory. If it does not exist, the reason is printed and the result is nil.
  private func miniLibriSpeech() -> String? {
    let repository = (0..<3).reduce(#filePath) { path, _ in parentDirectory(of: path) }
    let data =
      ProcessInfo.processInfo.environment["ASR_AUDIT_DATA"] ?? "\(repository)/../shared/data"
    let path = "\(data)/clips/lhotse/test/fixtures/mini_librispeech"
    if isDirectory(path) { return path }
    print("skipped: there is no \(path); ASR_AUDIT_DATA names another folder of real data")
    return nil
  }

  @Test func `removal after injection into a real directory restores the bytes`() throws {
    guard let path = miniLibriSpeech() else { return }
    for count in [0, 1, 100] {
      try expectCompatibility(of: path, as: .kaldi, injection: count)
    }
  }

  @Test func `Kaldi's validator accepts a real directory with injected utterances`() throws {
    guard let path = miniLibriSpeech() else { return }
    #expect(try complaints(about: path) == [])
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi, injectedUtterances(30))
    #expect(try complaints(about: injectedCorpus.path) == [])
  }

  @Test func `frame counts equal Kaldi's`() throws {
    guard let path = miniLibriSpeech() else { return }
    func values(_ name: String, in path: String) throws -> [String: String] {
      let rows = try lines(of: "\(path)/\(name)").map { $0.split(separator: " ").map(String.init) }
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
    let seconds = try values("utt2dur", in: path)
    let injected = try seconds.map { id, seconds in
      let frames = try #require(Double(seconds)) * 16_000
      return InjectedUtterance(
        id: "x\(id)", audioPath: "/x.wav", text: "t", frames: Int(frames.rounded()),
        sampleRate: 16_000, speaker: injectedSpeakers[0])
    }
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi, injected)
    let counts = try values("utt2num_frames", in: injectedCorpus.path)
    let theirs = try values("utt2num_frames", in: path)
    #expect(theirs.count == 38)
    for (id, count) in theirs { #expect(counts["x\(id)"] == count, "\(id)") }
  }
}
