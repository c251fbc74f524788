import Files
import Foundation
import Integrity
import Kernels
import Recognizer

/// The inputs of a training run. A run can be resumed only with equal inputs.
struct RunIdentity: Codable, Hashable {
  let recipe: RecognizerConfiguration
  let instructions: String
  /// The digest of the canaries' ids, which the log separates; nil without a ledger.
  let ledger: String?
  /// The digest of the names, texts and samples of all utterances in order; nil before they are read.
  let data: String?

  init(
    _ recipe: RecognizerConfiguration, isa: ISA, canaries: Set<String>?,
    _ utterances: [(utterance: RunUtterance, audio: Digest)]? = nil
  ) {
    var recipe = recipe
    // JSON cannot represent infinity.
    recipe.training.maxGradNorm = min(recipe.training.maxGradNorm, .greatestFiniteMagnitude)
    self.recipe = recipe
    instructions = isa.rawValue
    ledger = canaries.map { Digest(ofNames: $0).hex }
    data = utterances.map { utterances in
      let hasher = Digest.Hasher()
      for (utterance, audio) in utterances {
        hasher.update("\(utterance.name)\n\(utterance.text)\n\(audio.hex)\n".utf8)
      }
      return hasher.finish().hex
    }
  }

  init(_ text: String, file: String) throws(Problem) {
    do throws(Problem) {
      self = try JSONCoding.decoded(
        Self.self, from: text.utf8, renamedKeys: RenamedConfigurationKeys.current)
    } catch {
      throw error.located(in: file)
    }
  }

  var text: String { String(decoding: JSONCoding.encoded(self, pretty: false), as: UTF8.self) }

  /// The first difference, as the beginning of a sentence; nil if all known inputs are equal.
  func difference(from begun: RunIdentity) -> String? {
    if recipe != begun.recipe {
      let keys = Self.keys(of: recipe, unlike: begun.recipe)
      return "the recipe (\(keys.joined(separator: ", "))) is not the one"
    }
    if ledger != begun.ledger {
      if ledger == nil { return "no ledger is given, unlike the one" }
      return begun.ledger == nil
        ? "a ledger is given, and there was none" : "the ledger is not the one"
    }
    if let data, data != begun.data { return "the utterances or their audio are not those" }
    guard instructions != begun.instructions else { return nil }
    return "the instruction set (\(instructions)) is not the one (\(begun.instructions))"
  }

  /// The keys whose values differ, such as `training.max_grad_norm`, sorted.
  private static func keys(
    of recipe: RecognizerConfiguration, unlike other: RecognizerConfiguration
  ) -> [String] {
    let values = values(of: recipe)
    let others = Self.values(of: other)
    return Set(values.keys).union(others.keys).filter { values[$0] != others[$0] }.sorted()
  }

  /// The values by their path, such as `training.optimizer.learning_rate`.
  private static func values(of recipe: RecognizerConfiguration) -> [String: NSObject] {
    let bytes = Data(JSONCoding.encoded(recipe, pretty: false))
    var values: [String: NSObject] = [:]
    func add(_ object: Any?, _ path: String) {
      if let members = object as? [String: Any] {
        for (key, value) in members { add(value, path.isEmpty ? key : "\(path).\(key)") }
      } else {
        values[path] = object as? NSObject
      }
    }
    add(try? JSONSerialization.jsonObject(with: bytes), "")
    return values
  }
}
