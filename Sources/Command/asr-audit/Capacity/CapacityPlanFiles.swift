import Capacity
import Files
import RecognizerRuns
import Speech

/// The manifests of a capacity experiment for another toolkit.
///
///     OUTPUT/size-00016.jsonl    every copy of the canaries of a size
///     OUTPUT/measure.jsonl       all utterances to transcribe
///     OUTPUT/README.md           the commands to run
struct CapacityPlanFiles {
  let experiment: CapacityExperiment
  let options: CapacityOptions
  let ladder: CapacityLadder

  func write(in directory: String) throws(Problem) {
    for size in ladder.sizes {
      let file = try WholeFile(
        "\(directory)/\(CapacityTraces.model(ofSize: size)).jsonl", force: false)
      for copy in 0..<options.repetitions {
        for canary in experiment.canaries(size) {
          try file.write(line(canary, id: "\(canary.name)-\(copy + 1)"))
        }
      }
      try file.commit()
    }
    let file = try WholeFile("\(directory)/measure.jsonl", force: false)
    for utterance in experiment.recordings { try file.write(line(utterance, id: utterance.name)) }
    try file.commit()
    try writeFile("\(directory)/README.md", Array(readme.utf8))
  }

  private func line(_ utterance: RunUtterance, id: String) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("id", id)
    json.field("audio_filepath", absolutePath(utterance.listedPath))
    if let frames = experiment.frames[utterance.name] {
      json.field("duration", Double(frames) / Double(experiment.sampleRate))
    }
    json.field("text", utterance.text)
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private var readme: String {
    let first = CapacityTraces.model(ofSize: ladder.sizes[0])
    let size = ladder.sizes[0]
    let common =
      options.common.map { "`\($0)`" } ?? "nothing: measure the model that training starts from"
    return """
      # Capacity

      1. Train a model without canaries on \(common).
      2. For each size, the smallest first, train a model on the same utterances and the manifest of the \
      size (`\(first).jsonl`, …), which has every canary \(options.repetitions) times. Keep the recipe, \
      the seed, the number of epochs and the peak of the learning rate.
      3. Transcribe `measure.jsonl` with every model.
      4. Compute the result. It says which size is not memorised; larger sizes are then not needed.

             asr-audit capacity score --plan . --transcripts 0=hyp0.json \\
               --transcripts \(size)=hyp\(size).json --output capacity

      Bits need the losses of all models: write a trace table with transcripts and losses, a line for \
      each utterance and model, and pass it as `--traces`.

             {"id": "…", "model": "\(first)", "loss": 12.5, "hypothesis": "…"}

      `measure.jsonl` and `utterances.jsonl` have the texts and roles of canaries: they are as secret as \
      the ledger.

      """
  }
}
