import Files
import Statistics

/// The other checkpoints that were scored with the same ledger.
extension Report {
  /// The number of reports from a ledger, from the history of its scorings.
  package struct HistoryResult: Codable, Hashable, Sendable {
    /// The number of different sets of transcripts that were scored with this ledger, including
    /// those of this report.
    package var reports: Int
    /// True if all transcripts of this report had been scored before.
    package var isRepeated: Bool

    package init(reports: Int, isRepeated: Bool) {
      self.reports = reports
      self.isRepeated = isRepeated
    }
  }

  /// Several checkpoints that are decided together. The report is that of the last one, and its
  /// primary analysis has the p-values of this family.
  package struct LooksResult: Codable, Hashable, Sendable {
    /// The looks in the order in which they were given.
    package var looks: [Look]

    /// One checkpoint.
    package struct Look: Codable, Hashable, Sendable {
      package var label: String
      /// The file, and the format and columns that were detected.
      package var decision: String
      package var verbatim: Statistic
      package var partial: Statistic
      package var controls: Proportion
      /// The tiers, pooled over all speeds.
      package var tiers: [Tier]

      package var isDetected: Bool { verbatim.rejected || partial.rejected }
    }

    /// One co-primary statistic of one look.
    package struct Statistic: Codable, Hashable, Sendable {
      /// The p-value, adjusted over all looks (maxT).
      @Probability package var pValue: Double
      /// `pValue`, corrected for both statistics (Holm over the two families).
      @Probability package var holm: Double
      package var rejected: Bool
    }

    package struct Tier: Codable, Hashable, Sendable {
      package var repetitions: Int
      package var exact: Proportion
      /// The gap to the controls with its 95% Newcombe interval.
      package var exactGap: Gap
    }

    /// The looks at which memorization is detected.
    package var detected: [Look] { looks.filter(\.isDetected) }

    /// `memorization detected at 2 of 10 checkpoints`.
    package var conclusion: String {
      "memorization \(detected.isEmpty ? "not detected at any" : "detected at \(detected.count)") of "
        + "\(looks.count) checkpoints"
    }
  }

  /// Adds the count of a history, and the limit of the evidence that follows from it.
  package mutating func record(_ history: HistoryResult) {
    self.history = history
    if let sentence = LookLimits(self).ofHistory { limits.append(sentence) }
  }
}

/// The limits of the evidence that follow from scoring several checkpoints.
package struct LookLimits {
  private let report: Report
  private var given: Int { report.looks?.looks.count ?? 1 }

  package init(_ report: Report) { self.report = report }

  /// The limit that follows from the number of declared looks; nil without one.
  var ofDeclaration: String? {
    guard let declared = report.declaredLooks, given < declared else { return nil }
    let own = given == 1 ? "one of them alone" : "\(given) of them"
    return
      "The ledger declares \(declared) checkpoints, and this report decides \(own). Its p-values do "
      + "not cover the others: score all declared checkpoints together."
  }

  /// The limit that follows from earlier reports; nil if the p-values cover all of them.
  var ofHistory: String? {
    guard let reports = report.history?.reports, reports > given else { return nil }
    return
      "\(reports) different sets of transcripts were scored with this ledger, and the p-values of this "
      + "report cover \(given == 1 ? "one" : "\(given)") of them. The more checkpoints are scored, the "
      + "likelier one of them is detected by chance: with ten, this happens in about 10% (similar "
      + "checkpoints) to 30% (independent ones) of audits without memorization. Declare the number of "
      + "checkpoints before training and score them together."
  }

  /// The reports from this ledger so far, for the first lines of a report; nil without a history
  /// and without declared looks.
  package var summary: String? {
    let sentences = [ofReports, ofDeclared].compactMap { $0 }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private var ofReports: String? {
    guard let history = report.history else { return nil }
    if history.isRepeated {
      return history.reports == given
        ? "The same transcripts were scored before, and no others from this ledger."
        : "The same transcripts were scored before; \(history.reports) different sets of transcripts "
          + "were scored with this ledger."
    }
    return given == 1
      ? "This is the \(ordinal(history.reports)) report from this ledger."
      : "With this report, \(history.reports) different sets of transcripts were scored with this ledger."
  }

  private var ofDeclared: String? {
    guard let declared = report.declaredLooks else { return nil }
    if given > 1 { return "\(given) of the \(declared) declared checkpoints are decided together." }
    guard let reports = report.history?.reports else {
      return
        "The ledger declares \(declared) checkpoints; without a history, nothing shows how many of "
        + "them were scored."
    }
    return "\(reports) of the \(declared) declared checkpoints have been scored."
  }
}

/// `first` to `tenth`, then `11th`, `12th`, …
private func ordinal(_ number: Int) -> String {
  let words = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
  ]
  if (1...words.count).contains(number) { return words[number - 1] }
  let ending =
    switch (number % 10, number % 100) {
    case (_, 11...13): "th"
    case (1, _): "st"
    case (2, _): "nd"
    case (3, _): "rd"
    default: "th"
    }
  return "\(number)\(ending)"
}
