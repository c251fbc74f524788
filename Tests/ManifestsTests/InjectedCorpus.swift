import Files
import Foundation
import Manifests
import TestSupport

/// Two speakers whose ids are sorted between those of the fixtures' speakers.
let injectedSpeakers = [
  Speaker(id: "u00c0ffee", gender: .female), Speaker(id: "uf00dcafe", gender: .male),
]

/// Utterances to inject, with unsorted ids.
func injectedUtterances(
  _ count: Int, folder: String = "/out/train/utterances", sampleRate: Int = 16_000
) -> [InjectedUtterance] {
  var numbers = Numbers(7)
  return (0..<count).map { index in
    let speaker = injectedSpeakers[index % 2]
    let id = "\(speaker.id)-\(String(numbers.next(), radix: 16))"
    return InjectedUtterance(
      id: id, audioPath: "\(folder)/\(id).wav", text: "canary number \(index) sings",
      frames: 8_000 + 137 * index, sampleRate: sampleRate, speaker: speaker)
  }
}

extension TrainingCorpus {
  /// The traits and the utterances from one pass.
  func surveyed() throws(Problem) -> (traits: CorpusTraits, utterances: [Utterance]) {
    var utterances: [Utterance] = []
    let traits = try survey(limit: nil) { utterance throws(Problem) in
      utterances.append(utterance.detached)
    }
    return (traits, utterances)
  }

  /// The traits, the utterances and their audio from one pass.
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

  func audioPaths(limit: Int) throws(Problem) -> [String] {
    try audioFiles(limit: limit).map(\.path)
  }

  func audioPaths(of utterances: [Utterance]) throws(Problem) -> [String?] {
    try audioFiles(of: utterances).map { $0?.path }
  }

  /// An injected utterance with its path in the form that the format lists.
  /// - Parameter folder: the folder for audio; nil for that of `utterance`.
  func listing(_ utterance: InjectedUtterance, in folder: String? = nil) -> InjectedUtterance {
    let name = baseName(of: utterance.audioPath)
    let file =
      canaryPaths == .relative
      ? "utterances/\(name)" : folder.map { "\($0)/\(name)" } ?? utterance.audioPath
    return InjectedUtterance(
      id: format.idsAreNumbers ? numericID(utterance) : utterance.id,
      audioPath: manifestPath(of: file), text: utterance.text,
      frames: utterance.frames, sampleRate: utterance.sampleRate, speaker: utterance.speaker,
      fileBytes: utterance.fileBytes, channels: utterance.channels)
  }

  func options(
    absolutePaths: Bool = false, audioFolder: String = "utterances", shards: Int? = nil
  ) -> InjectionOptions {
    InjectionOptions(
      absolutePaths: absolutePaths, sourceDirectory: sourceDirectory, audioFolder: audioFolder,
      shards: shards)
  }
}

/// An id of three numbers: the speaker, a chapter and the number of frames, which is unique here.
private func numericID(_ utterance: InjectedUtterance) -> String {
  let isFirst = utterance.speaker == injectedSpeakers[0]
  return "\(isFirst ? 900_000_001 : 900_000_002)-1-00\(utterance.frames)"
}

/// A corpus and a copy of it with injected utterances.
struct InjectedCorpus {
  let corpus: any TrainingCorpus
  let traits: CorpusTraits
  let injected: [InjectedUtterance]
  let options: InjectionOptions
  let positions: [Int]
  /// The fields of the entries without a value.
  let varying: [VaryingField]
  /// The directory with the output.
  let output: TemporaryDirectory

  init(
    _ path: String, as format: ManifestFormat,
    _ injected: [InjectedUtterance] = injectedUtterances(4),
    gaps: ((_ lines: Int) -> [Int])? = nil, absolutePaths: Bool = false,
    setting values: [String: String] = [:]
  ) throws {
    try self.init(
      format.open(path, keys: format.sampleKeys), injected, absolutePaths: absolutePaths,
      setting: values, gaps: gaps)
  }

  init(
    _ corpus: any TrainingCorpus, _ injected: [InjectedUtterance], absolutePaths: Bool = false,
    setting values: [String: String] = [:], shards: Int = 2, gaps: ((_ lines: Int) -> [Int])?
  ) throws {
    self.corpus = corpus
    var traits = try corpus.surveyed().traits
    varying = try traits.setFields(values)
    self.traits = traits
    output = try TemporaryDirectory()
    // A list of archives has the paths of the new ones, and they have to exist.
    let folder = corpus.format == .wenetShards ? output("train/utterances") : nil
    let listed = injected.map { corpus.listing($0, in: folder) }
    self.injected = listed
    options = corpus.options(
      absolutePaths: absolutePaths, audioFolder: traits.freeAudioFolder,
      shards: traits.shards == nil ? nil : min(shards, injected.count))
    try output.makeDirectory("train")
    if traits.shards != nil {
      for (number, utterance) in listed.enumerated() {
        try output.write(
          "train/\(options.audioFolder)/\(baseName(of: utterance.audioPath))",
          sampleAudio(1_000 + number))
      }
      try output.makeDirectory("train/\(options.audioFolder)")
    }
    var numbers = Numbers(1)
    positions = try corpus.inject(
      listed, gaps: gaps?(traits.lines) ?? numbers.gaps(listed.count, among: traits.lines),
      traits: traits, options: options, in: output("train"))
  }

  /// The injected manifest or directory.
  var path: String {
    if let names = corpus.injectedNames(traits, options).manifest {
      return names.contains("{")
        ? output("train/\(names)")
        : names.split(separator: ",").map { output("train/\($0)") }.joined(separator: ",")
    }
    return corpus.manifestName.isEmpty ? output("train") : output("train/\(corpus.manifestName)")
  }

  var ids: Set<String> { Set(injected.map(\.id)) }

  var reopened: any TrainingCorpus {
    get throws { try corpus.open(path) }
  }

  /// Removes the injected entries and writes the rest to `name` in the output; nil writes nothing.
  func remove(ids: Set<String>? = nil, to name: String? = "removed") throws -> RemovalOutcome {
    try reopened.remove(
      ids: ids ?? self.ids, speakers: Set(injected.map(\.speaker.id)), original: traits.files,
      options: options, to: name.map { output($0) })
  }
}
