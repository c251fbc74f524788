import Files
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
    ledger = canaries.map { Digest(of: $0.sorted().joined(separator: "\n").utf8).hex }
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

  /// The keys whose values differ, sorted. `kind`, which two sections have, is listed once.
  private static func keys(
    of recipe: RecognizerConfiguration, unlike other: RecognizerConfiguration
  ) -> [String] {
    let differing = Set(lines(of: recipe)).symmetricDifference(lines(of: other))
    return Set(differing.map { String($0.prefix { $0 != ":" }.filter { $0 != "\"" }) }).sorted()
  }

  /// A line `"key":value` for each key.
  private static func lines(of recipe: RecognizerConfiguration) -> [String] {
    String(decoding: JSONCoding.encoded(recipe, pretty: true), as: UTF8.self)
      .split(separator: "\n").map { $0.filter { $0 != " " && $0 != "," } }
  }
}
