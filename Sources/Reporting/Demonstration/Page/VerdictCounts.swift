import Reports
import Scoring

/// The outcomes of one variant over its seeds.
struct VerdictCounts: Hashable {
  enum Outcome: Int, CaseIterable {
    case verbatim, partial, notDetected, notMeasurable

    init(_ verdict: Verdict) {
      self =
        switch verdict {
        case .detectedVerbatim: .verbatim
        case .detectedPartial: .partial
        case .notDetected: .notDetected
        default: .notMeasurable
        }
    }

    var isDetection: Bool { self == .verbatim || self == .partial }

    var name: String {
      switch self {
      case .verbatim: "detected, verbatim"
      case .partial: "detected, partial"
      case .notDetected: "not detected"
      case .notMeasurable: "not measurable"
      }
    }

    /// The outcome in parentheses behind a variant's name.
    fileprivate var kind: String? {
      switch self {
      case .verbatim: "verbatim"
      case .partial: "partial"
      case .notDetected, .notMeasurable: nil
      }
    }

    var tone: Tone {
      switch self {
      case .verbatim, .partial: .alarm
      case .notDetected: .calm
      case .notMeasurable: .unclear
      }
    }
  }

  let variant: DemoVariant
  private let counts: [(outcome: Outcome, runs: Int)]
  let runs: Int

  /// Nil if no seed ran the variant.
  init?(_ variant: DemoVariant, _ results: DemoResults) {
    let outcomes = results.all(variant).map { Outcome($0.report.verdict.code) }
    guard !outcomes.isEmpty else { return nil }
    self.variant = variant
    runs = outcomes.count
    counts = Outcome.allCases.compactMap { outcome in
      let runs = outcomes.count { $0 == outcome }
      return runs == 0 ? nil : (outcome, runs)
    }
  }

  static func == (a: VerdictCounts, b: VerdictCounts) -> Bool {
    a.variant == b.variant && a.counts.elementsEqual(b.counts) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(variant) }

  /// Whether memorization was detected in at least one run.
  var isDetected: Bool { counts.contains { $0.outcome.isDetection } }
  var isUndetected: Bool { counts.allSatisfy { $0.outcome == .notDetected } }

  /// Coloured outcomes, with the number of runs if there are several.
  var states: Text {
    let states = counts.map { outcome, runs -> Text in
      self.runs == 1
        ? "\(state: outcome.name, outcome.tone)"
        : "\(state: outcome.name, outcome.tone) in \(runs) of \(self.runs) runs"
    }
    return states.dropFirst().reduce(states[0]) { $0 + ", " + $1 }
  }

  /// `per-core clipping (partial)`, for a sentence that lists the variants with a detection.
  var detection: String {
    let kinds = counts.compactMap { outcome, runs in
      outcome.kind.map { runs == self.runs ? $0 : "\($0) in some runs" }
    }
    return "\(variant.title) (\(kinds.joined(separator: ", ")))"
  }
}
