/// The findings in files of training beside the evidence of each canary, for messages.
package struct ConsumptionNotes: Sendable {
  /// A number of occurrences, and the place of the first one.
  package struct Occurrences: Sendable {
    package private(set) var count = 0
    package private(set) var file = ""
    /// The line of the first occurrence; nil if the whole file is meant.
    package private(set) var line: Int?

    mutating func add(_ path: String, _ line: Int? = nil, count more: Int = 1) {
      guard more > 0 else { return }
      if count == 0 { (file, self.line) = (path, line) }
      count += more
    }

    /// `file` or `file:line` of the first occurrence.
    package var place: String { line.map { "\(file):\($0)" } ?? file }
  }

  /// Utterances that a log says to have left out without naming them.
  package internal(set) var unnamedExclusions = 0
  /// Ids of the form of an audit that the ledger does not have.
  package internal(set) var foreignIDs = 0
  /// Copies that were found by their text only, because their names were changed.
  package internal(set) var textCopies = 0
  /// Copies that are listed with another text than that of their canary.
  package internal(set) var changedTexts = Occurrences()
  /// Copies that are listed only as speed-perturbed copies.
  package internal(set) var onlyPerturbed = Occurrences()
  /// Log lines that name canaries in words of leaving out that are not those of a known message.
  package internal(set) var unclearMessages = Occurrences()
  /// Log lines that name canaries and say neither that they are left out nor what their loss is.
  package internal(set) var unclearLines = Occurrences()
  /// Messages and lines of lists about left-out utterances with names that are not those of the audit.
  package internal(set) var unresolvedExclusions = 0
  /// Comments of lists that name canaries.
  package internal(set) var comments = Occurrences()
  /// Copies that one table of a Kaldi data directory has and another one lacks.
  package internal(set) var incompleteTables = Occurrences()

  package init() {}
}
