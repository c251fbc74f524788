import Foundation
import TestSupport
import Testing

/// `transcribe`: its output, and the utterances that it refuses.
struct TranscriptionTests {
  private let corpus: ToneCorpus
  private var place: TemporaryDirectory { corpus.place }

  init() throws {
    corpus = try ToneCorpus()
    try expectSuccess(corpus.train("run"))
  }

  private func transcribe(
    _ manifest: String, _ more: [String] = [], to output: String = "out.json"
  ) throws -> CommandResult {
    try corpus.transcribe("run/model.safetensors", manifest: manifest, to: output, more)
  }

  /// The probe set of an audit contains links whose targets have other names.
  @Test func `the path of an utterance is written as the manifest has it`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: place("probe-1.wav"), withDestinationPath: place("1.wav"))
    let relative = corpus.line("probe-1", "two", seconds: 0.65)
      .replacing(place("probe-1.wav"), with: "probe-1.wav")
    try place.write(
      "probe.json",
      corpus.line("0", "one", seconds: 0.6) + corpus.line("probe-1", "two", seconds: 0.65)
        + relative)
    try expectSuccess(transcribe("probe.json"))
    let paths = try corpus.objects("out.json").map { $0["audio_filepath"] as? String }
    #expect(paths == [place("0.wav"), place("probe-1.wav"), "probe-1.wav"])
    try place.write("kaldi/wav.scp", "p1  \(place("probe-1.wav")) \n")
    try place.write("kaldi/text", "p1 two\n")
    try place.write("kaldi/utt2spk", "p1 p1\n")
    try expectSuccess(transcribe("kaldi", to: "kaldi.json"))
    #expect(
      try corpus.objects("kaldi.json").map { $0["audio_filepath"] as? String }
        == [place("probe-1.wav")])
  }

  @Test func `a file with a non-finite sample is named, and nothing is written`() throws {
    var sound = [Float](repeating: 0.25, count: 8_000)
    sound[77] = .nan
    try place.write("99.wav", Sound.wav(sound, rate: ToneCorpus.rate))
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    expectProblem(
      try transcribe("bad.json"), status: 65, saying: "99.wav", "'99' (", "bad.json:13)",
      "NaN or infinite")
    try expectNothing(of: "out", in: place)
  }

  @Test func `audio shorter than a frame is named, and nothing is written`() throws {
    try corpus.manifest("bad.json", and: corpus.utterance("99", "one", seconds: 0.02))
    expectProblem(
      try transcribe("bad.json"), status: 65, saying: "bad.json:13: ", "'99'", "a frame of 25 ms")
    try expectNothing(of: "out", in: place)
  }

  @Test func `missing audio is named, and nothing is written`() throws {
    try corpus.manifest("bad.json", and: corpus.line("99", "one", seconds: 1))
    expectProblem(
      try transcribe("bad.json"), status: 66, saying: "99.wav", "'99' (", "bad.json:13)")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a model with non-finite scores is refused, and nothing is written`() throws {
    // All weights are so large that the scores overflow.
    var model = try place.read("run/model.safetensors")
    let length = model.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(model[8..<8 + length])) as? [String: Any])
    for (name, tensor) in header where name.hasSuffix("weight") {
      let offsets = try #require((tensor as? [String: Any])?["data_offsets"] as? [Int])
      for start in stride(from: 8 + length + offsets[0], to: 8 + length + offsets[1], by: 4) {
        withUnsafeBytes(of: Float(3e38).bitPattern.littleEndian) {
          model.replaceSubrange(start..<start + 4, with: $0)
        }
      }
    }
    try place.write("wild.safetensors", model)
    expectProblem(
      try corpus.transcribe("wild.safetensors", to: "out.json"), status: 65,
      saying: "wild.safetensors", "not finite", "hint: ")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a missing output directory is named`() throws {
    let result = try transcribe("train.json", to: "nowhere/out.json")
    expectProblem(result, status: 73, saying: "nowhere/out.json: ", "no directory", "hint: ")
    #expect(!result.errors.contains("partial"))
  }

  /// One text is too long for its audio, and one has a character without a token.
  @Test func `a text that the model cannot produce has no loss and is counted`() throws {
    try corpus.manifest(
      "more.json", and: corpus.utterance("99", "one two six one two six one two", seconds: 0.2),
      corpus.line("1", "zebra", seconds: 0.65), corpus.line("2", "", seconds: 0.7))
    let result = try transcribe("more.json", ["--loss"])
    try expectSuccess(result)
    #expect(result.errors.contains("2 utterance(s) have no loss because "))
    let losses = try corpus.objects("out.json").map { $0["ctc_loss"] }
    #expect(losses.count == 15)
    #expect(losses[12] is NSNull && losses[13] is NSNull)
    #expect((losses[14] as? Double).map { $0 > 0 } == true)
    #expect(try corpus.objects("out.json").allSatisfy { $0["pred_text"] is String })
  }

  @Test func `standard output and a file get the same bytes on any number of threads`() throws {
    try expectSuccess(transcribe("train.json", ["--threads", "1"], to: "one.json"))
    let piped = try corpus.transcribe(
      "run/model.safetensors", to: "two.json", ["--threads", "2", "--output", "-"])
    try expectSuccess(piped)
    #expect(try place.read("one.json") == Array(piped.output.utf8))
  }

  @Test func `an existing file is replaced only with --force`() throws {
    try place.write("out.json", "precious")
    expectProblem(
      try transcribe("train.json"), status: 73, saying: "already exists", "--force")
    #expect(try place.read("out.json") == Array("precious".utf8))
    try expectSuccess(transcribe("train.json", ["--force"]))
    #expect(try corpus.objects("out.json").count == 12)
  }

  @Test(arguments: [["--beam", "0"], ["--beam", "many"], ["--threads", "-1"]])
  func `invalid options are refused`(options: [String]) throws {
    expectProblem(try transcribe("train.json", options), status: 64, saying: options[0])
    try expectNothing(of: "out", in: place)
  }

  @Test func `an empty manifest is refused`() throws {
    try place.write("none.json", "")
    expectProblem(
      try transcribe("none.json"), status: 65, saying: "none.json", "has no utterance")
    try expectNothing(of: "out", in: place)
  }
}
