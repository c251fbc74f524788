import Memorization

/// The object `geometry` of an `analysis.json`.
package struct GeometryResult: Codable, Hashable, Sendable {
  package let left: Side
  package let right: Side
  package let analysis: GeometryAnalysis

  /// One of the two sets of utterances.
  package struct Side: Codable, Hashable, Sendable {
    /// A name for tables, such as `trained canaries`.
    package let name: String
    /// The manifest or the ledger.
    package let file: String
    /// The number of utterances of the set, of which the analysis may use a sample.
    package let utterances: Int

    package init(name: String, file: String, utterances: Int) {
      self.name = name
      self.file = file
      self.utterances = utterances
    }
  }

  package init(left: Side, right: Side, analysis: GeometryAnalysis) {
    self.left = left
    self.right = right
    self.analysis = analysis
  }

  /// The p-value of the strongest test, corrected for the three tests (Bonferroni); nil without
  /// permutations.
  package var smallestP: Double? {
    let values = [
      analysis.network.pValue, analysis.nearestNeighbor.pValue, analysis.classifier.pValue,
    ].compactMap(\.self)
    return values.min().map { min(1, 3 * $0) }
  }

  /// True if the sets differ at a level of 5%; nil without permutations.
  package var differ: Bool? { smallestP.map { $0 <= 0.05 } }

  package var sentence: String {
    switch differ {
    case true: "The sounds of the two sets differ."
    case false: "Nothing shows that the sounds of the two sets differ."
    case nil: "Without permutations nothing is tested."
    }
  }
}
