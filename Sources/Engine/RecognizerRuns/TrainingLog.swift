import Files
import Recognizer
import Statistics

/// The log of a training run: a JSON object a line, one for each step.
///
///     {"step":12,"learning_rate":0.001,"loss":2.31,"gradient_norm":1.7,"bound":1,
///      "left_out":0,"moved":true,"ordinary":{…},"canaries":{…}}
///
/// `ordinary` and `canaries` (with a ledger only) hold
///
///     {"examples":15,"loss":2.2,"units":15,"norm_p10":0.4,"norm_p50":0.9,"norm_p90":2.2,
///      "norm_max":5.1,"clipped":0.4}
///
/// Losses are in nats a token, means over examples. Norms are those of the gradients that clipping
/// sees, before it (one for each example or virtual core; none without clipping); `clipped` is the
/// share of them above the bound. A core that holds a canary counts among canaries. No line holds a
/// time, so that a run that was interrupted leaves the same log.
enum TrainingLog {
  /// - Parameter isCanary: of an example's position in the batch; nil where there is no ledger.
  static func line(
    _ report: Trainer.StepOutcome, _ trainer: Trainer, clips: Bool,
    isCanary: ((_ position: Int) -> Bool)?
  ) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("step", report.step)
    json.field("learning_rate", report.learningRate)
    number("loss", report.outcome.loss, &json)
    number("gradient_norm", report.outcome.norm, &json)
    if clips { number("bound", report.outcome.bound, &json) }
    json.field("left_out", report.outcome.skippedUnits)
    json.field("moved", report.movedWeights)
    for wanted in isCanary == nil ? [false] : [false, true] {
      let losses = trainer.losses.indices.filter { (isCanary?($0) ?? false) == wanted }
        .map { Double(trainer.losses[$0]) }
      let units =
        !clips
        ? []
        : trainer.norms.indices.filter { unit in
          trainer.examples(of: unit).contains { isCanary?($0) ?? false } == wanted
        }
      json.key(wanted ? "canaries" : "ordinary")
      group(losses, units.map { trainer.norms[$0] }, bound: report.outcome.bound, &json)
    }
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private static func group(
    _ losses: [Double], _ norms: [Double], bound: Double, _ json: inout JSONWriter
  ) {
    json.beginObject()
    json.field("examples", losses.count)
    if !losses.isEmpty { number("loss", losses.reduce(0, +) / Double(losses.count), &json) }
    let sorted = norms.filter(\.isFinite).sorted()
    json.field("units", norms.count)
    if !sorted.isEmpty {
      for (name, share) in [("norm_p10", 0.1), ("norm_p50", 0.5), ("norm_p90", 0.9)] {
        json.field(name, quantile(share, ofAscending: sorted))
      }
      json.field("norm_max", sorted[sorted.count - 1])
      json.field("clipped", Double(sorted.count { $0 > bound }) / Double(sorted.count))
    }
    json.endObject()
  }

  /// JSON has no infinity: a null says that there is no number.
  private static func number(_ name: String, _ value: Double, _ json: inout JSONWriter) {
    if value.isFinite {
      json.field(name, value)
    } else {
      json.key(name)
      json.null()
    }
  }
}
