import AuditModel
import Files
import Foundation
import Injection
import Manifests
import Randomness
import Speech
import TestSupport

/// A small NeMo corpus of real audio files and the audit that is made of it.
struct InjectedCorpus {
  let directory: TemporaryDirectory
  var manifest: String { directory("corpus/train.json") }
  var output: String { directory("out") }

  /// - Parameter seconds: the duration of each of the 60 utterances in the manifest.
  init(
    format: AudioFormat = AudioFormat(sampleRate: 16_000, channels: 1, container: .wav),
    seconds: Double = 20
  ) throws {
    directory = try TemporaryDirectory()
    try directory.makeDirectory("corpus/audio")
    let tone = ToneSynthesizer()
    var lines = ""
    for number in 0..<60 {
      let name = "audio/u\(number).\(format.container.rawValue)"
      var random = Seed(short: UInt64(number)).stream("corpus")
      let audio = try Resampler.convert(
        tone.speak(["w\(number)"], voice: "low", random: &random), speed: 1,
        sampleRate: format.sampleRate)
      try AudioFile.write(audio, to: directory("corpus/\(name)"), as: format)
      lines +=
        "{\"audio_filepath\": \"\(name)\", \"duration\": \(seconds), "
        + "\"text\": \"the user says number \(number)\"}\n"
    }
    try directory.write("corpus/train.json", lines)
  }

  /// A small design that can decide something.
  static var design: Design {
    var design = Design()
    design.coins = 24
    design.blocks = 3
    design.checkUtterances = 5
    return design
  }

  func request(seed: UInt64 = 1) throws -> InjectionRequest {
    var experiment = InjectionRequest.Experiment(
      primaryAnalysis: PrimaryAnalysis(normalizer: "basic-1"), seed: Seed(short: seed),
      seedIsSecret: false)
    experiment.design = Self.design
    experiment.gate = []
    return InjectionRequest(
      corpus: try ManifestFormat.nemo.open(manifest),
      output: InjectionRequest.Output(path: output), experiment: experiment,
      voices: InjectionRequest.Voices(synthesizer: ToneSynthesizer()), tool: "asr-audit test")
  }

  @discardableResult
  func inject(
    _ change: (inout InjectionRequest) throws -> Void = { _ in }
  ) throws -> InjectionSummary {
    var request = try request()
    try change(&request)
    let plan = try InjectionPlanner(request).plan { _, _, _ in }
    return try Injector(request).inject(plan) { _, _, _ in }
  }

  /// `audio_filepath` and `text` of every line of a manifest.
  func entries(_ name: String) throws -> [(audio: String, text: String)] {
    try directory.read(name).split(separator: 0x0A).map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      return (
        object?["audio_filepath"] as? String ?? "", object?["text"] as? String ?? ""
      )
    }
  }

  /// The content of a directory: the bytes or the link target of every path.
  func tree(_ name: String) throws -> [String: [UInt8]] {
    var tree: [String: [UInt8]] = [:]
    let manager = FileManager.default
    for path in try manager.subpathsOfDirectory(atPath: directory(name)) {
      let full = directory("\(name)/\(path)")
      if let link = try? manager.destinationOfSymbolicLink(atPath: full) {
        tree[path] = Array("-> \(link)".utf8)
      } else {
        tree[path] = isDirectory(full) ? [] : try readFile(full)
      }
    }
    return tree
  }
}
