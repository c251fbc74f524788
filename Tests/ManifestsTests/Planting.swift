import Files
import Foundation
import Manifests
import TestSupport

/// Two voices whose ids stand between those of the fixtures' speakers.
let plantedSpeakers = [
  Speaker(id: "u00c0ffee", gender: .female), Speaker(id: "uf00dcafe", gender: .male),
]

/// Utterances to plant, with ids in no order.
func plantedUtterances(
  _ count: Int, folder: String = "/out/train/utterances", sampleRate: Int = 16_000
) -> [PlantedUtterance] {
  var numbers = Numbers(7)
  return (0..<count).map { index in
    let speaker = plantedSpeakers[index % 2]
    let id = "\(speaker.id)-\(String(numbers.next(), radix: 16))"
    return PlantedUtterance(
      id: id, audioPath: "\(folder)/\(id).wav", text: "canary number \(index) sings",
      frames: 8_000 + 137 * index, sampleRate: sampleRate, speaker: speaker)
  }
}

extension TrainingCorpus {
  /// One pass that keeps what it sees.
  func surveyed() throws(Problem) -> (traits: CorpusTraits, utterances: [Utterance]) {
    var utterances: [Utterance] = []
    let traits = try survey(limit: nil) { utterance throws(Problem) in
      utterances.append(utterance.detached)
    }
    return (traits, utterances)
  }

  /// One pass that keeps where the sound is, too.
  func recorded() throws(Problem) -> (
    traits: CorpusTraits, utterances: [Utterance], parts: [AudioPart]
  ) {
    var utterances: [Utterance] = []
    var parts: [AudioPart] = []
    let traits = try recordings { utterance, part throws(Problem) in
      utterances.append(utterance.detached)
      parts.append(part)
    }
    return (traits, utterances, parts)
  }

  /// Where relative paths start.
  var sourceDirectory: String { absolutePath(parentDirectory(of: path)) }

  func options(absolutePaths: Bool = false, audioFolder: String = "utterances") -> PlantingOptions {
    PlantingOptions(
      absolutePaths: absolutePaths, sourceDirectory: sourceDirectory, audioFolder: audioFolder)
  }
}

/// A corpus with utterances planted in a copy of it.
struct Plantation {
  let corpus: any TrainingCorpus
  let traits: CorpusTraits
  let planted: [PlantedUtterance]
  let options: PlantingOptions
  let positions: [Int]
  /// Holds what was written.
  let output: TemporaryDirectory

  init(
    _ path: String, as format: ManifestFormat, _ planted: [PlantedUtterance] = plantedUtterances(4),
    gaps: ((_ lines: Int) -> [Int])? = nil, absolutePaths: Bool = false
  ) throws {
    corpus = try format.open(path)
    traits = try corpus.surveyed().traits
    self.planted = planted
    options = corpus.options(absolutePaths: absolutePaths, audioFolder: traits.freeAudioFolder)
    output = try TemporaryDirectory()
    try output.makeDirectory("train")
    var numbers = Numbers(1)
    positions = try corpus.plant(
      planted,
      gaps: gaps?(traits.lines) ?? numbers.gaps(planted.count, among: traits.lines),
      traits: traits, options: options, in: output("train"))
  }

  /// The injected manifest or directory.
  var path: String {
    corpus.manifestName.isEmpty ? output("train") : output("train/\(corpus.manifestName)")
  }

  var ids: Set<String> { Set(planted.map(\.id)) }

  var injected: any TrainingCorpus {
    get throws { try corpus.format.open(path) }
  }

  /// Takes the planted entries out again, to `name` in the output.
  func uproot(ids: Set<String>? = nil, to name: String = "uprooted") throws -> Uprooted {
    try injected.uproot(
      ids: ids ?? self.ids, speakers: Set(planted.map(\.speaker.id)), original: traits.files,
      options: options, to: output(name))
  }
}
