import AuditModel
import Files
import Foundation
import Injection
import Manifests
import Randomness
import Speech
import TestSupport

/// A small NeMo corpus of real audio files, and what is injected in it.
struct InjectedCorpus {
  let directory: TemporaryDirectory
  var manifest: String { directory("corpus/train.json") }
  var output: String { directory("out") }

  /// - Parameter seconds: what the manifest says of each of its 60 utterances.
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
      var chance = Seed(short: UInt64(number)).stream("corpus")
      let sound = try Resampler.convert(
        tone.speak(["w\(number)"], voice: "low", chance: &chance), speed: 1,
        sampleRate: format.sampleRate)
      try AudioFile.write(sound, to: directory("corpus/\(name)"), as: format)
      lines +=
        "{\"audio_filepath\": \"\(name)\", \"duration\": \(seconds), "
        + "\"text\": \"the user says number \(number)\"}\n"
    }
    try directory.write("corpus/train.json", lines)
  }

  /// Few canaries, and enough of them to decide something.
  static var design: Design {
    var design = Design()
    design.coins = 24
    design.blocks = 3
    design.checkUtterances = 5
    return design
  }

  func request(seed: UInt64 = 1) throws -> InjectionRequest {
    var request = InjectionRequest(
      corpus: try ManifestFormat.nemo.open(manifest), output: output,
      primaryAnalysis: PrimaryAnalysis(normalizer: "basic-1"), seed: Seed(short: seed),
      seedIsSecret: false,
      synthesizer: ToneSynthesizer(), tool: "asr-audit test")
    request.design = Self.design
    request.gate = []
    return request
  }

  @discardableResult
  func inject(
    _ change: (inout InjectionRequest) throws -> Void = { _ in }
  ) throws -> InjectionSummary {
    var request = try request()
    try change(&request)
    let plan = try request.plan { _, _, _ in }
    return try request.execute(plan) { _, _, _ in }
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

  /// What a directory holds: paths with their bytes, or with what they link to.
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
