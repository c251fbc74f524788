import Files
import Integrity
import Memorization
import Recognizer
import RecognizerRuns

/// The inputs of `subsets`, in OUTPUT/subsets.json. An output is resumed only with equal inputs.
struct SubsetInputs: Codable, Hashable {
  var format = "asr-audit subsets"
  var version = 1
  let models: Int
  let share: Double
  let seed: UInt64
  let repetitions: Int
  /// The digest of the names and texts of the utterances that are dealt, in order.
  let utterances: String
  /// The digest of those that every model is trained on; nil without any.
  let others: String?
  /// The digest of the model that training starts from; nil without one.
  let initialModel: String?
  /// Nil if another toolkit trains.
  let recipe: RecognizerConfiguration?

  static func digest(of utterances: [RunUtterance]) -> String {
    let hasher = Digest.Hasher()
    for utterance in utterances { hasher.update("\(utterance.name)\n\(utterance.text)\n".utf8) }
    return hasher.finish().hex
  }

  var bytes: [UInt8] { JSONCoding.encoded(self, pretty: true) + [0x0A] }

  /// Refuses an output that was begun with other inputs.
  func requireSame(as path: String) throws(Problem) {
    guard fileExists(path) else {
      throw Problem(
        .missingInput, "no reference models were begun here", file: path,
        hint: "check the directory, or leave \(RunSetting.resume) out to start")
    }
    let begun: SubsetInputs
    do throws(Problem) {
      begun = try JSONCoding.decoded(SubsetInputs.self, from: readFile(path))
    } catch {
      throw error.located(in: path)
    }
    let changed: [(String, Bool)] = [
      ("models", models != begun.models), ("share", share != begun.share),
      ("seed", seed != begun.seed), ("repetitions", repetitions != begun.repetitions),
      ("utterances", utterances != begun.utterances), ("others", others != begun.others),
      ("initial_model", initialModel != begun.initialModel), ("recipe", recipe != begun.recipe),
    ]
    guard let field = changed.first(where: \.1)?.0 else { return }
    throw Problem(
      .usage, "these reference models were begun with another value", file: path, field: field,
      hint: "resume with the same inputs, or choose another \(OutputSetting.output)")
  }
}

/// `members.jsonl`: for each utterance the models that are trained on it.
///
///     {"id": "u1", "models": ["model-01", "model-04"]}
struct SubsetMembers {
  let utterances: [RunUtterance]
  let deal: SubsetDeal

  var lines: [UInt8] {
    utterances.enumerated().flatMap { number, utterance in
      var json = JSONWriter()
      json.beginObject()
      json.field("id", utterance.name)
      json.key("models")
      json.beginArray()
      for model in 0..<deal.models where deal.inTraining[model][number] {
        json.string(deal.name(ofModel: model))
      }
      json.endArray()
      json.endObject()
      return json.bytes + [UInt8(ascii: "\n")]
    }
  }
}
