import Files
import Manifests
import RecognizerRuns
import TestSupport
import Testing

@Suite struct RunUtteranceTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func writeKaldi() throws -> String {
    try directory.write("data/text", "a one  two\nb\n")
    try directory.write("data/utt2spk", "a s\nb s\n")
    try directory.write("data/wav.scp", "rec /data/rec.flac\n")
    try directory.write("data/segments", "a rec 0.5 2\nb rec 2 3\n")
    return directory("data")
  }

  @Test(arguments: [ManifestFormat.nemo, nil])
  func `utterances of a NeMo manifest keep its order and duplicate names`(
    _ format: ManifestFormat?
  ) throws {
    let path = try directory.write(
      "train.json",
      #"{"audio_filepath": "/x/b.wav", "duration": 1, "text": "h\u00e9"}"# + "\n"
        + #"{"audio_filepath": "/y/b.flac", "duration": 2, "offset": 1}"# + "\n")
    let (utterances, detected) = try readUtterances(path, format: format)
    #expect(detected == .nemo)
    #expect(
      utterances == [
        RunUtterance(
          name: "b", text: "hé", audio: AudioPart(path: "/x/b.wav"), file: path, line: 1),
        RunUtterance(
          name: "b", text: "", audio: AudioPart(path: "/y/b.flac", start: 1, seconds: 2),
          file: path, line: 2),
      ])
  }

  @Test(arguments: [ManifestFormat.kaldi, nil])
  func `utterances of a Kaldi directory are named by their ids`(_ format: ManifestFormat?) throws {
    let path = try writeKaldi()
    let (utterances, detected) = try readUtterances(path, format: format)
    #expect(detected == .kaldi)
    #expect(
      utterances == [
        RunUtterance(
          name: "a", text: "one  two",
          audio: AudioPart(path: "/data/rec.flac", start: 0.5, seconds: 1.5),
          file: "\(path)/text", line: 1),
        RunUtterance(
          name: "b", text: "", audio: AudioPart(path: "/data/rec.flac", start: 2, seconds: 1),
          file: "\(path)/text", line: 2),
      ])
  }

  @Test func `a chosen format is not detected`() throws {
    let path = try writeKaldi()
    #expect(throws: Problem.self) { try readUtterances(path, format: .nemo) }
  }

  @Test func `an error of the manifest has file, line and field`() throws {
    let path = try directory.write(
      "train.json",
      #"{"audio_filepath": "/x/b.wav", "duration": 1}"# + "\n" + #"{"duration": 1}"# + "\n")
    let problem = #expect(throws: Problem.self) { try readUtterances(path, format: nil) }
    #expect(problem?.file == path && problem?.line == 2 && problem?.field == "audio_filepath")
  }
}
