import Files
import Tokenizers

extension InjectionRequest {
  /// Checks that the recipe's tokens can spell the units that texts are drawn from.
  ///
  /// Units that cannot be spelled are drawn again, so a few of them do no harm. If most cannot be
  /// spelled, the tokenizer is that of other texts, for instance of upper-case ones.
  ///
  /// - Throws: `.preflight` if less than half of the units can be spelled.
  func checkSpelling(of source: PhraseSource) throws(Problem) {
    guard let tokens = knownTokens else { return }
    let units = source.inventory.map { source.phrase([$0]).text }
    var unspelled: [Unicode.Scalar] = []
    var count = 0
    for unit in units {
      let scalars = tokens.tokenize(unit).unspelled
      count += scalars.isEmpty ? 0 : 1
      for scalar in scalars where !unspelled.contains(scalar) { unspelled.append(scalar) }
    }
    guard 2 * count > units.count else { return }
    let others = units.count { unit in
      [unit.uppercased(), unit.lowercased()].contains {
        $0 != unit && tokens.tokenize($0).unspelled.isEmpty
      }
    }
    throw Problem(
      InjectionProblem.cannotSpell(
        scalars: unspelled.sorted { $0.value < $1.value }, isOtherCase: 2 * others > units.count))
  }
}
