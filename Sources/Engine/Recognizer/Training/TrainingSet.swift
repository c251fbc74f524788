import Files
import Integrity
import KernelInterface
import Kernels

/// The utterances of a training run. It holds all targets, and features up to a memory limit. Other
/// features are computed from the audio whenever they are needed, with identical results.
package final class TrainingSet: @unchecked Sendable {
  /// Returns the samples of an utterance at the model's rate. Several threads call it at the same
  /// time.
  package typealias Audio = @Sendable (_ utterance: Int) throws(Problem) -> [Float]

  package let logMel: LogMel
  package let architecture: Architecture
  let audio: Audio
  private var examples: [Example] = []

  struct Example {
    /// The number of feature frames.
    let frames: Int
    let targets: Targets
    let features: Buffer?
  }

  package init(_ architecture: Architecture, audio: @escaping Audio) throws(Problem) {
    self.architecture = architecture
    self.audio = audio
    logMel = try LogMel(sampleRate: architecture.sampleRate, melBins: architecture.melBins)
  }

  /// An utterance that was read and checked.
  package struct Prepared: @unchecked Sendable {
    let targets: Targets
    let features: Buffer
    let frames: Int
    /// The digest of the samples at the model's rate.
    package let sound: Digest
    package var bytes: Int { features.count * MemoryLayout<Float>.stride }
  }

  /// Computes the targets and features of an utterance.
  /// - Throws: a problem with the field that makes the utterance unusable for training.
  package func prepare(
    _ utterance: Int, text: String, _ tokenizer: Tokenizer, _ workspace: LogMelWorkspace
  ) throws(Problem) -> Prepared {
    let targets: [Int32]
    do {
      targets = try tokenizer.encode(text)
    } catch {
      throw Problem(
        .badData, "the model has no token for '\(error.symbol)'", field: "text",
        hint: "remove the utterance, or train with tokens that include the symbol")
    }
    guard !targets.isEmpty else {
      throw Problem(.badData, "the text is empty", field: "text", hint: "remove the utterance")
    }
    let samples = try audio(utterance)
    let frames = logMel.frames(samples: samples.count)
    let output = architecture.outputFrames(frames)
    let needed = Tokenizer.framesNeeded(targets)
    guard output >= needed else {
      let milliseconds = samples.count * 1_000 / architecture.sampleRate
      throw Problem(
        .badData,
        "\(milliseconds) ms give \(output) output frames, but CTC needs \(needed) for this text",
        field: "audio",
        hint: "CTC needs one frame per token: use longer tokens or a smaller subsampling_factor")
    }
    let features = try logMel.features(of: samples, workspace)
    let sound = samples.withUnsafeBytes { Digest(of: $0) }
    return Prepared(
      targets: Targets(targets), features: features, frames: frames, sound: sound)
  }

  /// Appends an utterance.
  package func add(_ prepared: Prepared, keepsFeatures: Bool) {
    examples.append(
      Example(
        frames: prepared.frames, targets: prepared.targets,
        features: keepsFeatures ? prepared.features : nil))
  }

  package var count: Int { examples.count }

  subscript(index: Int) -> Example { examples[index] }

  package func frames(_ index: Int) -> Int { examples[index].frames }

  /// The number of output frames of the longest utterance.
  package var maxOutputFrames: Int {
    architecture.outputFrames(examples.reduce(1) { max($0, $1.frames) })
  }
}
