import Files
import Integrity
import KernelInterface
import Kernels

/// The utterances of a training run as numbers: targets always, features as far as memory was
/// allowed for them; the rest are made anew whenever they are needed, and come out the same.
package final class TrainingSet: @unchecked Sendable {
  /// Samples of an utterance, at the model's rate. Asked from several threads at a time.
  package typealias Audio = @Sendable (_ utterance: Int) throws(Problem) -> [Float]

  package let logMel: LogMel
  package let architecture: Architecture
  let audio: Audio
  private var examples: [Example] = []

  struct Example {
    /// Of features.
    let frames: Int
    let targets: Targets
    let features: Buffer?
  }

  package init(_ architecture: Architecture, audio: @escaping Audio) throws(Problem) {
    self.architecture = architecture
    self.audio = audio
    logMel = try LogMel(sampleRate: architecture.sampleRate, melBins: architecture.melBins)
  }

  /// An utterance that has been looked at.
  package struct Prepared: @unchecked Sendable {
    let targets: Targets
    let features: Buffer
    let frames: Int
    /// Of the samples, at the model's rate.
    package let sound: Digest
    package var bytes: Int { features.count * MemoryLayout<Float>.stride }
  }

  /// Makes numbers of an utterance, and sees that a model can learn from it.
  /// - Throws: what makes it useless, and in which field.
  package func prepare(
    _ utterance: Int, text: String, _ tokenizer: Tokenizer, _ workspace: LogMelWorkspace
  ) throws(Problem) -> Prepared {
    let targets: [Int32]
    do {
      targets = try tokenizer.encode(text)
    } catch {
      throw Problem(
        .badData, "the model has no token for '\(error.symbol)'", field: "text",
        hint: "leave the utterance out, or learn tokens from a text that has it")
    }
    guard !targets.isEmpty else {
      throw Problem(.badData, "the text is empty", field: "text", hint: "leave the utterance out")
    }
    let samples = try audio(utterance)
    let frames = logMel.frames(samples: samples.count)
    let output = architecture.outputFrames(frames)
    let needed = Tokenizer.framesNeeded(targets)
    guard output >= needed else {
      let milliseconds = samples.count * 1_000 / architecture.sampleRate
      throw Problem(
        .badData,
        "\(milliseconds) ms give \(output) output frames, and CTC needs \(needed) for this text",
        field: "audio", hint: "a token must last a frame: use longer tokens or less subsampling")
    }
    let features = try logMel.features(of: samples, workspace)
    let sound = samples.withUnsafeBytes { Digest(of: $0) }
    return Prepared(
      targets: Targets(targets), features: features, frames: frames, sound: sound)
  }

  /// Adds the next utterance.
  package func add(_ prepared: Prepared, keepsFeatures: Bool) {
    examples.append(
      Example(
        frames: prepared.frames, targets: prepared.targets,
        features: keepsFeatures ? prepared.features : nil))
  }

  package var count: Int { examples.count }

  subscript(index: Int) -> Example { examples[index] }

  package func frames(_ index: Int) -> Int { examples[index].frames }

  /// Of the longest utterance, after subsampling.
  package var maxOutputFrames: Int {
    architecture.outputFrames(examples.reduce(1) { max($0, $1.frames) })
  }
}
