import Files
import Kernels
import Manifests
import Recognizer
import Traces

/// Measures every utterance of a manifest with a finished model and writes a trace table, in the order
/// of the manifest.
package struct TraceRun {
  package var manifest: String
  package var format: ManifestFormat?
  /// The names of fields, as far as the user states them.
  package var keys = ManifestKeys()
  /// The utterances to measure in place of those that the manifest lists.
  package var utterances: [RunUtterance]?
  package var checkpoint: String
  /// The name of the model in the table.
  package var model = TraceRow.defaultModel
  /// Whether the model was trained on the utterances; nil if it is unknown.
  package var isInTraining: Bool?
  /// The names of the utterances that the model was trained on, among those measured; nil to state
  /// `isInTraining` for all of them.
  package var trainedOn: Set<String>?
  package var settings = Probe.Settings()
  package var threads: Int

  package init(manifest: String, checkpoint: String, threads: Int) {
    self.manifest = manifest
    self.checkpoint = checkpoint
    self.threads = threads
  }

  /// The number of utterances whose features are in memory at the same time.
  private static let chunk = 64

  /// - Parameter write: receives complete lines in order.
  /// - Returns: the ids of the utterances without a loss, because the model cannot produce their text.
  package func run(
    isa: ISA, progress: (_ done: Int, _ count: Int) -> Void,
    write: ([UInt8]) throws(Problem) -> Void
  ) throws(Problem) -> [String] {
    let description = try ModelFile.open(checkpoint)
    let utterances =
      if let stated = self.utterances {
        stated
      } else {
        try readUtterances(manifest, format: format, keys: keys).utterances
      }
    _ = try uniqueNames(of: utterances)
    let pool = WorkerPool(threads: threads)
    let probe = Probe(
      Conformer(description.architecture, kernels: isa.kernels), settings, pool: pool)
    try probe.model.readWeights(description.file, into: probe.values)
    probe.weightsChanged()
    let features = try FeatureChunk(
      description.architecture, description.tokenizer, isa: isa, pool: pool)
    var withoutLoss: [String] = []
    for first in stride(from: 0, to: utterances.count, by: Self.chunk) {
      let part = utterances[first..<min(first + Self.chunk, utterances.count)]
      try features.take(part, needsTargets: true)
      let measured: [Probe.Measurement]
      do throws(Problem) {
        measured = try probe.measure(features, ids: part.map(\.name))
      } catch {
        throw error.located(in: checkpoint)
      }
      for (position, utterance) in part.enumerated() {
        let row = row(
          utterance, measured[position], description.tokenizer,
          frames: features.frames(position), hasTargets: features.hasTargets(position))
        if row.loss == nil { withoutLoss.append(utterance.name) }
        try write(row.line)
      }
      progress(first + part.count, utterances.count)
    }
    return withoutLoss
  }

  private func row(
    _ utterance: RunUtterance, _ measured: Probe.Measurement, _ tokenizer: Tokenizer, frames: Int,
    hasTargets: Bool
  ) -> TraceRow {
    var row = TraceRow(id: utterance.name, model: model, loss: measured.loss)
    row.isInTraining = trainedOn?.contains(utterance.name) ?? isInTraining
    row.frames = frames
    row.hypothesis = tokenizer.decode(measured.labels)
    guard hasTargets, let targets = try? tokenizer.encode(utterance.text) else { return row }
    row.tokens = targets.count
    row.inputGradientNorm = measured.inputGradientNorm
    row.curvature = measured.curvature
    row.hessianTrace = measured.hessianTrace
    if let place = measured.worstToken {
      row.worstToken = tokenizer.decode([targets[place]])
      row.worstTokenLoss = measured.worstTokenLoss
    }
    return row
  }
}
