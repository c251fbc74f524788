import Files
import Manifests
import TestSupport
import Testing

/// Keys that occur several times in a JSON object. Loaders read the last occurrence.
@Suite struct RepeatedKeyTests {
  @Test func `a repeated audio path is not copied to injected entries`() throws {
    let directory = try TemporaryDirectory()
    let line =
      #"{"audio_filepath": "a.wav", "audio_filepath": "a.wav", "duration": 1, "text": "a b"}"#
    let path = try directory.write("train.json", "\(line)\n\(line)\n")
    let injected = try InjectedCorpus(path, as: .nemo, injectedUtterances(2))
    let written = try lines(of: injected.path)
    #expect(written.count == 4 && written.count { $0 == line } == 2)
    for utterance in injectedUtterances(2) {
      #expect(written.count { $0.contains(utterance.id) && !$0.contains("a.wav") } == 1)
    }
    withExtendedLifetime((directory, injected)) {}
  }
}
