import Files
import Foundation
import Kernels
import Recognizer
import RecognizerRuns
import Speech
import TestSupport

/// A manifest of tones that stand for words, a recipe for a tiny model, and runs on them.
struct ToneRuns {
  let place: TemporaryDirectory

  static let rate = 8_000
  static let words = ["one", "two", "six"]

  init(utterances: Int = 12) throws {
    place = try TemporaryDirectory()
    var lines = ""
    for index in 0..<utterances {
      lines += try line(
        "\(index)", Self.words[index % 3], seconds: 0.6 + 0.05 * Double(index % 12),
        hertz: 300 + 100 * Double(index % 3))
    }
    try place.write("train.json", lines)
  }

  /// Writes a tone and returns its line of a manifest.
  func line(
    _ name: String, _ text: String, seconds: Double, hertz: Double = 440
  ) throws -> String {
    let samples = (0..<Int(seconds * Double(Self.rate))).map { frame in
      Float(0.25 * sin(2 * .pi * hertz * Double(frame) / Double(Self.rate)))
    }
    try AudioFile.write(
      Waveform(samples: samples, sampleRate: Self.rate), to: place("\(name).wav"),
      as: AudioFormat(sampleRate: Self.rate, channels: 1, container: .wav))
    return #"{"audio_filepath": "\#(place("\(name).wav"))", "duration": \#(seconds), "#
      + #""text": "\#(text)"}"# + "\n"
  }

  /// The manifest with more lines.
  func write(_ name: String, adding lines: String...) throws {
    let good = String(decoding: try place.read("train.json"), as: UTF8.self)
    try place.write(name, good + lines.joined())
  }

  static var recipe: RecognizerConfiguration {
    var recipe = RecognizerConfiguration()
    recipe.model.sampleRate = rate
    recipe.model.melBins = 16
    recipe.model.subsamplingFactor = 2
    recipe.model.dModel = 16
    recipe.model.nLayers = 1
    recipe.model.nHeads = 2
    recipe.training.seed = 3
    recipe.training.steps = 8
    recipe.training.batchSize = 4
    recipe.training.microBatches = 3
    recipe.training.warmupSteps = 2
    recipe.training.checkpointEvery = 5
    recipe.augmentation.frequencyWidth = 4
    return recipe
  }

  /// A recipe whose training needs more memory than any machine has.
  static var hugeRecipe: RecognizerConfiguration {
    var recipe = recipe
    recipe.model.dModel = 4_096
    recipe.model.nLayers = 64
    recipe.model.nHeads = 64
    recipe.model.ffExpansionFactor = 16
    recipe.training.microBatches = 1_024
    recipe.training.batchSize = 1_024
    return recipe
  }

  func request(
    _ output: String, manifest: String = "train.json", _ recipe: RecognizerConfiguration = recipe
  ) -> TrainingRequest {
    TrainingRequest(
      manifest: place(manifest), configuration: recipe, output: place(output), threads: 2)
  }

  /// Trains, and returns the summary with everything that was reported on the way.
  @discardableResult
  func train(
    _ request: TrainingRequest, stoppingAfter steps: Int = .max
  ) throws -> (summary: TrainingRun.Summary, progress: [TrainingProgress]) {
    let reports = Reports()
    var taken = 0
    let run = TrainingRun(request, isa: .base) { reports.all.append($0) }
    let summary = try run.run {
      taken += 1
      return taken >= steps
    }
    return (summary, reports.all)
  }

  /// The events that a run reported before it ended or failed.
  func reports(of request: TrainingRequest) -> (problem: Problem?, progress: [TrainingProgress]) {
    let reports = Reports()
    do throws(Problem) {
      _ = try TrainingRun(request, isa: .base) { reports.all.append($0) }.run { false }
      return (nil, reports.all)
    } catch {
      return (error, reports.all)
    }
  }

  private final class Reports {
    var all: [TrainingProgress] = []
  }

  /// The files of a run: model, state and log.
  func files(_ output: String) throws -> [[UInt8]] {
    let files = RunFiles(place(output))
    return try [files.model, files.state, files.log].map { try readFile($0) }
  }

  /// The objects of a file with one JSON object a line.
  func objects(_ bytes: [UInt8]) throws -> [[String: Any]] {
    try bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] ?? [:]
    }
  }
}
