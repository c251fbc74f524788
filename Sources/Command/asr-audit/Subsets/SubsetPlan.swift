import Files
import Manifests
import Memorization

/// The subsets as manifests for another toolkit.
///
///     OUTPUT/subsets.json      the inputs
///     OUTPUT/members.jsonl     the models of each utterance
///     OUTPUT/model-01.json     the manifest without the utterances that the model is not trained on
///     OUTPUT/README.md         the commands to run
struct SubsetPlan {
  let corpus: RankCorpus
  let deal: SubsetDeal
  /// The manifest that every model is trained on as well.
  let common: String?
  let repetitions: Int

  /// - Throws: if the manifest is not one file.
  func write(
    to output: String, _ inputs: SubsetInputs, _ members: SubsetMembers, force: Bool
  ) throws(Problem) {
    guard corpus.isOneFile else {
      throw Problem(
        .usage, "only a manifest that is one file can be written without utterances",
        file: corpus.path, field: "--plan",
        hint: "write the utterances as a manifest that 'asr-audit formats' lists as one file")
    }
    let staged = try StagedDirectory(target: output, force: force)
    try writeFile("\(staged.path)/subsets.json", inputs.bytes)
    try writeFile("\(staged.path)/members.jsonl", members.lines)
    for model in 0..<deal.models {
      let subset = members.utterances.indices.filter { deal.inTraining[model][$0] }
      let left = Set(corpus.utterances.map(\.name))
        .subtracting(subset.map { members.utterances[$0].name })
      _ = try corpus.write(
        without: left,
        to: "\(staged.path)/\(corpus.fileName(deal.name(ofModel: model)))")
    }
    try writeFile("\(staged.path)/README.md", Array(try readme().utf8))
    try staged.commit()
    if corpus.hasRelativePaths {
      diagnose(
        "warning: audio paths are relative to \(corpus.path): move the manifests beside it to train"
      )
    }
    print("\(output): \(deal.models) manifests, README.md")
  }

  private func readme() throws(Problem) -> String {
    let first = try corpus.fileName(deal.name(ofModel: 0))
    let more = common.map { ", together with `\($0)`" } ?? ""
    let times = repetitions == 1 ? "" : ", each utterance \(repetitions) times in an epoch"
    return """
      # Reference models

      1. Train \(deal.models) models like the target, one on each manifest of this directory \
      (`\(first)`, …)\(more)\(times).
      2. Measure all utterances of `\(corpus.path)` with each model: the loss of the whole text in nats, \
      without dropout and augmentation. Write one line for each utterance and model to \
      `references.jsonl`; `members.jsonl` lists the models that are trained on an utterance, and all \
      others get `false`:

             {"id": "u1", "model": "model-01", "loss": 12.5, "in_training": true}

      3. Attack the target:

             asr-audit membership --target target.jsonl --references references.jsonl --output membership

      """
  }
}
