import Foundation
import TestSupport
import Testing

/// The `traces.py` of Fixtures/examples in the training loops that they are written for, where the
/// toolkits are installed. `Scripts/conformance --train` runs the examples with all toolkits.
struct TraceExamplesTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let toolkit: String
    /// The packages that the example and the program below import.
    let packages: String
    /// Trains a tiny model on `rows`, utterances of random features with ids u0, u1, …, and writes
    /// traces.jsonl. Its last lines are {"id", "loss"} of the finished model, computed without the
    /// example, in the file expected.jsonl.
    let program: String
    var testDescription: String { toolkit }
  }

  static let examples = [
    Example(
      toolkit: "transformers", packages: "torch, transformers, accelerate",
      program: """
        import json, sys
        import torch
        from transformers import Trainer, TrainingArguments, Wav2Vec2BertConfig, Wav2Vec2BertForCTC
        from traces import Traces

        torch.manual_seed(1)
        rows = [{"input_features": torch.randn(30 + 5 * n, 160).tolist(), "labels": [1 + n, 2, 3]}
                for n in range(4)]
        ids = [f"u{n}" for n in range(4)]

        def collate(rows):
            length = max(len(row["input_features"]) for row in rows)
            features = torch.zeros(len(rows), length, 160)
            mask = torch.zeros(len(rows), length, dtype=torch.long)
            for place, row in enumerate(rows):
                features[place, :len(row["input_features"])] = torch.tensor(row["input_features"])
                mask[place, :len(row["input_features"])] = 1
            return {"input_features": features, "attention_mask": mask,
                    "labels": torch.tensor([row["labels"] for row in rows])}

        model = Wav2Vec2BertForCTC(Wav2Vec2BertConfig(
            vocab_size=8, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=16, conv_depthwise_kernel_size=3, position_embeddings_type="rotary",
            apply_spec_augment=False, pad_token_id=0, ctc_loss_reduction="mean"))
        trainer = Trainer(
            model, TrainingArguments(
                "model", num_train_epochs=3, per_device_train_batch_size=2, use_cpu=True,
                save_strategy="no", report_to="none", disable_tqdm=True, learning_rate=1e-2,
                remove_unused_columns=False),
            data_collator=collate, train_dataset=rows,
            callbacks=[Traces(rows, ids, collate, "traces.jsonl")])
        trainer.train()
        assert model.config.ctc_loss_reduction == "mean"
        model.eval()
        with open("expected.jsonl", "w") as file, torch.no_grad():
            for id, row in zip(ids, rows):
                batch = collate([row])
                log_probs = model(batch["input_features"]).logits.log_softmax(-1).transpose(0, 1)
                loss = torch.nn.functional.ctc_loss(
                    log_probs, batch["labels"], [len(log_probs)], [3], blank=0, reduction="sum")
                print(json.dumps({"id": id, "loss": loss.item()}), file=file)
        """),
    Example(
      toolkit: "speechbrain", packages: "torch, speechbrain",
      program: """
        import json
        import torch
        import speechbrain as sb
        from speechbrain.dataio.dataset import DynamicItemDataset
        from traces import trace

        torch.manual_seed(1)
        features = {f"u{n}": torch.randn(30 + 5 * n, 12) for n in range(4)}
        data = DynamicItemDataset({id: {"number": n} for n, id in enumerate(features)})
        data.add_dynamic_item(lambda id: features[id], takes="id", provides="sig")
        data.add_dynamic_item(
            lambda number: torch.tensor([1 + number, 2, 3]), takes="number", provides="tokens")
        data.set_output_keys(["id", "sig", "tokens"])

        class Recognizer(sb.Brain):
            def compute_forward(self, batch, stage):
                sig, lengths = batch.to(self.device).sig
                return self.modules.model(sig).log_softmax(-1), lengths

            def compute_objectives(self, predictions, batch, stage):
                tokens, token_lengths = batch.tokens
                return sb.nnet.losses.ctc_loss(
                    predictions[0], tokens, predictions[1], token_lengths, blank_index=0)

            def on_stage_end(self, stage, loss, epoch=None):
                if stage == sb.Stage.TRAIN:
                    trace(self, data, epoch, "traces.jsonl")

        model = torch.nn.Linear(12, 8)
        brain = Recognizer(
            {"model": model}, lambda parameters: torch.optim.SGD(parameters, 1e-2),
            run_opts={"device": "cpu"})
        brain.fit(range(1, 4), data, train_loader_kwargs={"batch_size": 2}, progressbar=False)
        with open("expected.jsonl", "w") as file, torch.no_grad():
            for number, (id, rows) in enumerate(features.items()):
                log_probs = model(rows).log_softmax(-1)
                loss = torch.nn.functional.ctc_loss(
                    log_probs[:, None], torch.tensor([[1 + number, 2, 3]]), [len(log_probs)], [3],
                    blank=0, reduction="sum")
                print(json.dumps({"id": id, "loss": loss.item()}), file=file)
        """),
  ]

  private func python(
    _ arguments: [String], _ toolkit: String, in place: TemporaryDirectory
  ) throws -> CommandResult {
    try runCommand(
      "env",
      ["PYTHONPATH=\(packageRoot)/Fixtures/examples/\(toolkit)", "PYTHONDONTWRITEBYTECODE=1"]
        + ["HF_HUB_OFFLINE=1", "CUDA_VISIBLE_DEVICES=", "python3"] + arguments, in: place.path)
  }

  private struct Row: Decodable {
    let id: String
    let loss: Double
    let pass: Int?
    let tokens: Int?
    let frames: Int?
  }

  private func rows(_ name: String, in place: TemporaryDirectory) throws -> [Row] {
    try place.read(name).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Row.self, from: Data($0))
    }
  }

  @Test(arguments: examples)
  func `an example writes the losses of each utterance after each pass`(_ example: Example) throws {
    let place = try TemporaryDirectory()
    guard
      try python(["-c", "import \(example.packages)"], example.toolkit, in: place).status == 0
    else {
      print("skipped: python3 has not all of \(example.packages), so traces.py was not run")
      return
    }
    let program = try place.write("program.py", example.program)
    try expectSuccess(python([program], example.toolkit, in: place))
    let traces = try rows("traces.jsonl", in: place)
    #expect(traces.map(\.id) == (0..<3).flatMap { _ in (0..<4).map { "u\($0)" } })
    #expect(traces.map(\.pass) == (1...3).flatMap { pass in (0..<4).map { _ in pass } })
    #expect(traces.allSatisfy { $0.tokens == 3 && ($0.frames ?? 0) >= 30 })
    for (found, wanted) in zip(traces.suffix(4), try rows("expected.jsonl", in: place)) {
      #expect(found.id == wanted.id && abs(found.loss - wanted.loss) <= 1e-3 * wanted.loss)
    }
    try expectSuccess(
      asrAudit(["rank", "--traces", place("traces.jsonl"), "--output", place("ranked")]))
  }
}
