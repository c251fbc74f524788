import Files
import Integrity
import Kernels
import Recognizer

/// What a training run was begun with: only with the same may it go on.
struct RunIdentity: Codable, Hashable {
  let recipe: RecognizerConfiguration
  /// Of the names and texts of all utterances, in order.
  let data: String
  let instructions: String

  init(_ recipe: RecognizerConfiguration, _ utterances: [RunUtterance], isa: ISA) {
    var recipe = recipe
    // JSON has no infinity.
    recipe.training.clipNorm = min(recipe.training.clipNorm, .greatestFiniteMagnitude)
    self.recipe = recipe
    var bytes: [UInt8] = []
    for utterance in utterances { bytes += Array("\(utterance.name)\n\(utterance.text)\n".utf8) }
    data = Digest(of: bytes).hex
    instructions = isa.rawValue
  }

  init(_ text: String, file: String) throws(Problem) {
    do throws(Problem) {
      self = try JSONCoding.decoded(Self.self, from: text.utf8)
    } catch {
      throw error.located(in: file)
    }
  }

  var text: String { String(decoding: JSONCoding.encoded(self, pretty: false), as: UTF8.self) }

  /// What is not as it was: the beginning of a sentence; nil where all is.
  func difference(from begun: RunIdentity) -> String? {
    if recipe != begun.recipe { return "the recipe is not the one" }
    if data != begun.data { return "the utterances are not those" }
    guard instructions != begun.instructions else { return nil }
    return "the instruction set (\(instructions)) is not the one (\(begun.instructions))"
  }
}
