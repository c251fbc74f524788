/// Which figures of a report were declared before training.
extension Report {
  /// A figure of a report and whether the ledger declares its error rate.
  package struct FigureStatus: Codable, Hashable, Sendable {
    /// The path of the figure in report.json, such as `primary_analysis.verbatim`. A path through an
    /// array stands for all of its elements.
    package var figure: String
    package var status: Status

    package enum Status: String, Codable, Sendable {
      /// A test of the family whose error rate the ledger declares.
      case declared
      /// Any other figure. Its p-value or interval is not corrected for the number of figures.
      case exploratory
    }
  }

  /// The figures that can be declared: the tests of the primary analysis.
  package static let declaredFigures = ["primary_analysis.verbatim", "primary_analysis.partial"]

  /// The status of every figure that this report has. A report that is exploratory has no declared
  /// figure.
  var figureStatuses: [FigureStatus] {
    let primary = primaryAnalysis == nil ? [] : Self.declaredFigures
    return primary.map {
      FigureStatus(figure: $0, status: exploratory.isEmpty ? .declared : .exploratory)
    }
      + exploratoryFigures.map { FigureStatus(figure: $0, status: .exploratory) }
  }

  private var exploratoryFigures: [String] {
    let tiers = speeds.flatMap(\.tiers)
    let privacy = speeds.compactMap(\.privacy)
    let figures: [(name: String, isPresent: Bool)] = [
      ("trend", trend != nil),
      ("speeds.tiers.exact_gap", !tiers.isEmpty),
      ("speeds.tiers.near_gap", !tiers.isEmpty),
      ("speeds.tiers.character_gap", tiers.contains { $0.characterGap != nil }),
      ("speeds.tiers.word_gap", tiers.contains { $0.wordGap != nil }),
      ("speeds.tiers.fisher", !tiers.isEmpty),
      ("speeds.tiers.exposure", tiers.contains { $0.exposure != nil }),
      ("speeds.tiers.auc", tiers.contains { $0.auc != nil }),
      ("speeds.natural_speed_probes", speeds.contains { $0.naturalSpeedProbes != nil }),
      ("speeds.ranking", speeds.contains { $0.ranking != nil }),
      ("speeds.discoveries", speeds.contains { $0.discoveries != nil }),
      ("speeds.privacy.one_run", privacy.contains { $0.oneRun != nil }),
      ("speeds.privacy.gaussian", privacy.contains { $0.gaussian != nil }),
      ("speeds.privacy.heuristic", privacy.contains { $0.heuristic != nil }),
      ("promise.bounds", !(promise?.bounds ?? []).isEmpty),
      ("training_evidence.tracer_p_value", trainingEvidence.tracerPValue != nil),
      ("containment_p_value", containmentPValue != nil),
      ("pattern_p_value", patternPValue != nil),
      ("below_controls_p_value", belowControlsPValue != nil),
      ("decoder_check.exact_p_value", decoderCheck?.exactPValue != nil),
      ("exact_controls", exactControls != nil),
      ("white_box", whiteBox != nil),
      ("calibration", calibration != nil),
      ("attribution", attribution != nil),
      ("further_probes", furtherProbes != nil),
    ]
    return figures.filter(\.isPresent).map(\.name)
  }
}
