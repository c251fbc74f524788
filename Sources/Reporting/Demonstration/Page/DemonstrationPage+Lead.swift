import Files
import Reports
import Scoring

/// The first screen: the verdict, what was done, one chart and a table of the variants.
extension DemonstrationPage {
  private var verdicts: [VerdictCounts] {
    results.variants.compactMap { VerdictCounts($0, results) }
  }

  var title: String {
    // The negative control has no canaries in its training data, so it does not count.
    let audited = verdicts.filter { $0.variant != .noCanaries }
    let detected = audited.count(where: \.isDetected)
    if detected > 0 {
      return "Memorization was detected in \(detected) of "
        + counted(
          audited.count, "training variant with canaries", "training variants with canaries")
    }
    if verdicts.contains(where: \.isDetected) {
      return "Memorization was detected in the negative control only: a false positive"
    }
    return audited.allSatisfy(\.isUndetected)
      ? "Memorization was not detected in any training variant"
      : "Memorization could not be measured in every training variant"
  }

  var tone: Tone {
    if verdicts.contains(where: \.isDetected) { return .alarm }
    return verdicts.allSatisfy(\.isUndetected) ? .calm : .unclear
  }

  var state: String {
    switch tone {
    case .alarm: "detected"
    case .calm: "not detected"
    default: "not measurable"
    }
  }

  var lead: [Block] {
    [
      .paragraph(Text(setting)),
      .beside(exactFigure(DemoSize.speeds[0]), [.table(variantTable)]),
      .paragraph(Text([outcome, strength].compactMap { $0 }.joined(separator: " "))),
      .paragraph(
        """
        \(strong: "Verbatim") means that the model transcribes significantly more trained canaries than \
        controls word for word. \(strong: "Partial") means only that it makes significantly fewer errors \
        on trained canaries than on controls. "Not detected" does not prove that nothing was memorised. To audit your own \
        recogniser, run \(code: "asr-audit inject") on its training manifest, train, transcribe the \
        probe set and run \(code: "asr-audit score").
        """),
    ]
  }

  private var setting: String {
    let exception =
      results.all(.noCanaries).isEmpty
      ? ""
      : " One variant, the negative control, trains without canaries: nothing should be detected there."
    return
      "Each variant trains the same small speech recogniser on the same ordinary speech and on "
      + "canaries: synthetic utterances of random words, sped up so that a model that was not trained "
      + "on them rarely transcribes them correctly. A random draw kept some of them, the controls, out "
      + "of training. If a model transcribes trained canaries significantly better than controls, "
      + "training on them is the cause.\(exception) Per-example clipping limits the gradient norm of "
      + "each utterance, and per-core clipping that of the mean gradient of each virtual core, a fixed "
      + "part of the batch."
  }

  /// The variants with and without a detection.
  private var outcome: String {
    let detected = verdicts.filter(\.isDetected)
    let undetected = verdicts.filter(\.isUndetected)
    let open = verdicts.filter { !$0.isDetected && !$0.isUndetected }
    var parts: [String] = []
    if !detected.isEmpty {
      parts.append("Memorization was detected for \(named(detected.map(\.detection))).")
    }
    if !undetected.isEmpty {
      let names = named(undetected.map(\.variant.title))
      parts.append(
        detected.isEmpty && open.isEmpty
          ? "Memorization was not detected for any variant."
          : "It was not detected for \(names).")
    }
    if !open.isEmpty {
      parts.append("It could not be measured for \(named(open.map(\.variant.title))).")
    }
    if results.all(.noCanaries).contains(where: { $0.report.verdict.code.isDetection }) {
      parts.append("A detection without canaries in the training data is a false positive.")
    }
    return parts.joined(separator: " ")
  }

  /// `the variants a and b`.
  func named(_ variants: [String]) -> String {
    "the \(variants.count == 1 ? "variant" : "variants") \(listed(variants))"
  }

  /// The number of canaries that the model without clipping transcribed exactly.
  private var strength: String? {
    guard let most = results.tiers.last, let speed = DemoSize.speeds.first,
      let trained = results.exact(.plain, speed, most).rate,
      let controls = results.controls(.plain, speed).rate
    else { return nil }
    return "Without clipping, the model transcribed \(percent(trained)) of the most repeated "
      + "trained canaries at \(speedName(speed)) speed word for word, and \(percent(controls)) of the "
      + "controls."
  }

  private var variantTable: Table {
    Table(
      [.words("training variant"), .words("verdict"), .numbers("CER on ordinary speech [95%]")],
      verdicts.map { counts in
        [
          Text(counts.variant.title), counts.states,
          Text(results.cer(counts.variant).map { percentText($0.value, $0.interval) } ?? "–"),
        ]
      })
  }
}
