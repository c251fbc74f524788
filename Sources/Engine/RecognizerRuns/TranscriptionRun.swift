import Files
import Kernels
import Manifests
import Recognizer

/// Transcribes a manifest with a model. The output has one JSON object a line in the manifest's order,
/// as NeMo's `transcribe_speech.py` writes it:
///
///     {"audio_filepath":"/a/b.wav","id":"b","text":"…","pred_text":"…","ctc_loss":12.5}
///
/// `audio_filepath` is the path in the manifest, with its symbolic links, because the targets of the
/// links to check utterances have other names. `ctc_loss` is the loss of `text` in nats, if it was requested; null if the model cannot write the
/// text (too few frames, or a character without a token).
package struct TranscriptionRun {
  package var manifest: String
  package var format: ManifestFormat?
  /// The names of fields, as far as the user states them.
  package var keys = ManifestKeys()
  /// The utterances to transcribe in place of those that the manifest lists.
  package var utterances: [RunUtterance]?
  package var checkpoint: String
  /// The number of prefixes that a beam search keeps; nil for the best token of each frame.
  package var beam: Int?
  package var writesLoss = false
  package var threads: Int

  package init(manifest: String, checkpoint: String, threads: Int) {
    self.manifest = manifest
    self.checkpoint = checkpoint
    self.threads = threads
  }

  /// The result of a run.
  package struct Summary: Sendable {
    package let utterances: Int
    package let seconds: Double
    /// The names of the utterances whose loss is null.
    package let withoutLoss: [String]
  }

  /// The number of utterances whose features are in memory at the same time.
  private static let chunk = 64

  /// Transcribes the manifest.
  /// - Parameter write: receives complete lines in order.
  package func run(
    isa: ISA, progress: (_ done: Int, _ count: Int) -> Void,
    write: ([UInt8]) throws(Problem) -> Void
  ) throws(Problem) -> Summary {
    let description = try ModelFile.open(checkpoint)
    let utterances =
      if let stated = self.utterances {
        stated
      } else {
        try readUtterances(manifest, format: format, keys: keys).utterances
      }
    let pool = WorkerPool(threads: threads)
    let transcriber = Transcriber(
      Conformer(description.architecture, kernels: isa.kernels),
      beam: beam.map { BeamDecoder(width: $0) }, pool: pool)
    try transcriber.model.readWeights(description.file, into: transcriber.values)
    transcriber.weightsChanged()
    let features = try FeatureChunk(
      description.architecture, description.tokenizer, isa: isa, pool: pool)
    var seconds = 0.0
    var withoutLoss: [String] = []
    for first in stride(from: 0, to: utterances.count, by: Self.chunk) {
      let part = utterances[first..<min(first + Self.chunk, utterances.count)]
      try features.take(part, needsTargets: writesLoss)
      let transcripts: [Transcriber.Transcript]
      do throws(Problem) {
        transcripts = try transcriber.transcribe(features, computesLoss: writesLoss)
      } catch {
        throw error.located(in: checkpoint)
      }
      for (position, utterance) in part.enumerated() {
        let transcript = transcripts[position]
        seconds += Double(features.frames(position)) / 100
        var json = JSONWriter()
        json.beginObject()
        json.field("audio_filepath", utterance.listedPath)
        json.field("id", utterance.name)
        json.field("text", utterance.text)
        json.field("pred_text", description.tokenizer.decode(transcript.labels))
        if let loss = transcript.loss {
          let isKnown = loss.isFinite && features.hasTargets(position)
          json.key("ctc_loss")
          if isKnown { json.number(loss) } else { json.null() }
          if !isKnown { withoutLoss.append(utterance.name) }
        }
        json.endObject()
        try write(json.bytes + [UInt8(ascii: "\n")])
      }
      progress(first + part.count, utterances.count)
    }
    return Summary(utterances: utterances.count, seconds: seconds, withoutLoss: withoutLoss)
  }
}
