import Analyses
import Files
import Membership
import Memorization
import Reports
import Scoring

/// The result of `membership` as text.
struct MembershipPrint {
  private let result: MembershipResult
  private var analysis: MembershipAnalysis { result.analysis }

  init(_ result: MembershipResult) { self.result = result }

  var text: String {
    ([MembershipHeadline(analysis).sentence, attacks, fit, tiers, curve, classifier] + judgements)
      .compactMap(\.self).joined(separator: "\n\n")
  }

  private var attacks: String {
    var rows: [[String]] = []
    for (name, results) in [
      ("all", analysis.groups[0].all), ("most memorised", analysis.groups[0].kept),
    ] {
      for result in results {
        rows.append(
          [
            name, result.attack.title, "\(result.members)", "\(result.nonMembers)",
            result.aucText,
          ] + result.operatingPoints.map(\.rateText))
      }
    }
    return textTable(
      [
        "utterances", "attack", "members", "non-members", "AUC [95%]", "found at 1% FPR [95%]",
        "found at 0.1% FPR [95%]",
      ], rows)
  }

  /// A warning that the references do not resemble the target.
  private var fit: String? {
    analysis.fit.flatMap { $0.isPoor ? "warning: \(MembershipHeadline.fit($0))" : nil }
  }

  private var tiers: String? {
    let rows = analysis.groups.dropFirst().compactMap { group in
      group.all.first { $0.attack == analysis.primaryAttack }.map {
        [group.name, "\($0.members)", "\($0.nonMembers)", group.all[0].aucText, $0.aucText]
      }
    }
    guard !rows.isEmpty else { return nil }
    return textTable(
      ["tier", "members", "controls", "AUC of the loss", "AUC of \(analysis.primaryAttack.title)"],
      rows)
  }

  /// The curve of the primary attack.
  private var curve: String? {
    guard let curve = analysis.curves.first(where: { $0.attack == analysis.primaryAttack }) else {
      return nil
    }
    let rows = curve.points.map { point in
      [
        "\(point.references)", "\(point.count)", number(point.mean),
        "\(number(point.lowest)) to \(number(point.highest))",
      ]
    }
    return textTable(["reference models", "choices", "mean AUC", "range"], rows)
  }

  private var classifier: String? {
    result.classifier.map { classifier in
      let validation = classifier.validation
      let p = validation.pValue.map { ", p \(pValueText($0))" } ?? ""
      return "\(validation.form.rawValue) on \(listed(classifier.features.map(\.rawValue))): AUC "
        + "\(number(validation.auc))\(p); loss alone: AUC \(number(classifier.loss?.value))"
    }
  }

  private var judgements: [String] {
    result.judgements.map { judgement in
      "\(judgement.outcome.rawValue): \(judgement.metric.rawValue) \(number(judgement.max)): "
        + judgement.reason
    }
  }
}

/// Sentences about the inputs of `membership` for the user, one for each fact.
struct MembershipNotes {
  private let inputs: MembershipInputs

  init(_ inputs: MembershipInputs) { self.inputs = inputs }

  var lines: [String] {
    let records = inputs.records
    var lines: [String] = []
    if records.target.missing.count > 0 {
      lines.append(
        "\(counted(records.target.missing.count, "utterance has", "utterances have")) no loss in "
          + "\(records.target.file): \(list(records.target.missing))")
    }
    for model in records.references {
      let name = "reference model '\(model.name)' of \(model.file)"
      let measured = inputs.ids.count - model.missing.count
      if model.missing.count > 0 {
        lines.append(
          "\(name) has no usable loss of "
            + "\(counted(model.missing.count, "utterance", "utterances")): \(list(model.missing))")
      }
      if model.statesTraining == false {
        lines.append("\(name) does not state in_training: it counts as trained on no utterance")
      } else if model.trained == 0 {
        lines.append("\(name) was trained on no utterance that is attacked")
      } else if model.trained == measured {
        lines.append("\(name) was trained on every utterance that is attacked")
      }
    }
    return lines
  }

  private func list(_ missing: MissingLosses) -> String {
    abbreviatedList(missing.first.map(\.printable), count: missing.count)
  }
}
