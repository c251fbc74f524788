import Files
import Integrity
import Recognizer

/// One line of a training run's `log.jsonl`: one step.
///
///     {"step":12,"learning_rate":0.001,"loss":2.31,"gradient_norm":1.7,"bound":1,
///      "skipped_units":0,"weights_changed":true,"ordinary":{…},"canaries":{…}}
///
/// The first line of a run with a ledger adds `"ledger":{"ids":"<digest>","used":124,"used_ids":"<digest>"}`
/// before `ordinary`: the digest of the training ids of the ledger (sorted, separated by line breaks), the
/// number of copies that the run uses, and the digest of their ids.
/// A run with Poisson sampling adds `"sampling":"poisson"` after `weights_changed`. A run with noise
/// adds `"epsilon":2.7` at the end of an epoch, up to about twenty times: the epsilon of all steps so
/// far. `ordinary` and `canaries` (only if the run was given a ledger) contain
///
///     {"examples":15,"loss":2.2,"units":15,"norm_p10":0.4,"norm_p50":0.9,"norm_p90":2.2,
///      "norm_max":5.1,"clipped":0.4}
///
/// JSON has no infinity and no NaN: a number that is not finite is written as null. No line contains
/// a time, so that an interrupted and resumed run leaves the same log.
package struct TrainingLogEntry: Decodable, Hashable, Sendable {
  package var step: Int
  package var learningRate: Double
  /// The mean over the examples of the batch, in nats per token; nil if it is not finite.
  package var loss: Double?
  /// The norm of the batch's gradient after clipping; nil if it is not finite.
  package var gradientNorm: Double?
  /// The norm that gradients are clipped to; nil without clipping or without a limit.
  package var bound: Double?
  /// The number of clipping units that were skipped because their gradient was not finite.
  package var skippedUnits: Int
  /// Whether the optimizer changed the weights. It does not if the batch's gradient is not finite.
  package var weightsChanged: Bool
  /// `poisson`, or nil if every epoch has each utterance once.
  package var sampling: TrainingConfiguration.Sampling?
  /// An upper bound of the epsilon of all steps so far; nil without noise, within an epoch and if it
  /// is not finite.
  package var epsilon: Double?
  /// The ledger of the run, in the first entry; nil in the others and without a ledger.
  package var ledger: LedgerRecord?
  package var ordinary: Group
  /// The canaries of the batch; nil without a ledger.
  package var canaries: Group?

  /// The canaries of a run.
  package struct LedgerRecord: Decodable, Hashable, Sendable {
    /// The digest of the ledger's training ids.
    package var ids: Digest
    /// The number of copies that the run uses.
    package var used: Int
    /// The digest of their ids.
    package var usedIds: Digest

    /// - Parameter used: the ids of the copies that the run uses.
    package init(ids: Digest, used: Set<String>) {
      self.ids = ids
      self.used = used.count
      usedIds = Digest(ofNames: used)
    }
  }

  /// The canaries, or the other examples, of one batch.
  package struct Group: Decodable, Hashable, Sendable {
    package var examples: Int
    /// The mean loss in nats per token; nil without examples.
    package var loss: Double?
    /// The number of clipping units (examples or virtual cores); 0 without clipping. A core with a
    /// canary counts as a canary.
    package var units: Int
    /// Quantiles of the units' gradient norms before clipping; nil without units.
    package var normP10: Double?
    package var normP50: Double?
    package var normP90: Double?
    package var normMax: Double?
    /// The share of units whose norm is above the bound, 0...1.
    package var clipped: Double?

    package init(examples: Int, loss: Double?, units: Int) {
      self.examples = examples
      self.loss = loss
      self.units = units
    }
  }

  package init(step: Int, learningRate: Double, loss: Double?, ordinary: Group) {
    self.step = step
    self.learningRate = learningRate
    self.loss = loss
    self.ordinary = ordinary
    skippedUnits = 0
    weightsChanged = true
  }
}

// MARK: - Reading

extension TrainingLogEntry {
  /// Keys of logs that earlier versions wrote, which a resumed run may have begun.
  private static let formerKeys = ["left_out": "skipped_units", "moved": "weights_changed"]

  /// Reads a whole log.
  ///
  /// - Throws: `.badData` with the line of an entry that no training run writes.
  package static func all(in path: String) throws(Problem) -> [TrainingLogEntry] {
    var entries: [TrainingLogEntry] = []
    let bytes = try readFile(path)
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      do throws(Problem) {
        let entry = try JSONCoding.decoded(
          Self.self, from: Array(line), renamedKeys: Self.formerKeys)
        for group in [entry.ordinary, entry.canaries].compactMap({ $0 }) { try group.check() }
        entries.append(entry)
      } catch {
        throw error.located(in: path, line: number + 1)
      }
    }
    return entries
  }
}

extension TrainingLogEntry.Group {
  fileprivate func check() throws(Problem) {
    guard (0...1_000_000).contains(units) else {
      throw Problem(.badData, "expected 0 to 1,000,000", field: "units")
    }
    for norm in [normP10, normP50, normP90, normMax, clipped].compactMap({ $0 }) {
      guard norm >= 0, norm <= 1e30 else {
        throw Problem(.badData, "expected 0 or more", field: "norm")
      }
    }
  }
}

// MARK: - Writing

extension TrainingLogEntry {
  /// The line, with its line break. The keys always have the order of the example above.
  ///
  /// - Parameter clips: whether the run clips gradients and therefore has a bound.
  package func line(clips: Bool) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("step", step)
    json.field("learning_rate", learningRate)
    json.finite("loss", loss)
    json.finite("gradient_norm", gradientNorm)
    if clips { json.finite("bound", bound) }
    json.field("skipped_units", skippedUnits)
    json.field("weights_changed", weightsChanged)
    if let sampling { json.field("sampling", sampling.rawValue) }
    if let epsilon { json.finite("epsilon", epsilon) }
    if let ledger {
      json.key("ledger")
      json.beginObject()
      json.field("ids", ledger.ids.hex)
      json.field("used", ledger.used)
      json.field("used_ids", ledger.usedIds.hex)
      json.endObject()
    }
    json.key("ordinary")
    ordinary.write(to: &json)
    if let canaries {
      json.key("canaries")
      canaries.write(to: &json)
    }
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

extension TrainingLogEntry.Group {
  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.field("examples", examples)
    if examples > 0 { json.finite("loss", loss) }
    json.field("units", units)
    let norms = [
      ("norm_p10", normP10), ("norm_p50", normP50), ("norm_p90", normP90), ("norm_max", normMax),
      ("clipped", clipped),
    ]
    for (name, norm) in norms {
      if let norm { json.field(name, norm) }
    }
    json.endObject()
  }
}

extension JSONWriter {
  /// Writes null for nil, infinity and NaN.
  fileprivate mutating func finite(_ name: String, _ value: Double?) {
    if let value, value.isFinite {
      field(name, value)
    } else {
      key(name)
      null()
    }
  }
}
