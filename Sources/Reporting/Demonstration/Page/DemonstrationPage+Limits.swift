import Files
import Reports
import Scoring

/// Where clipping stops telling the two apart, from whatever was run for it.
extension DemonstrationPage {
  var limitSection: Section? {
    let seed = results.seeds[0]
    var items: [Text] = []
    if let low = seed[.lowerRate],
      let clipped = seed[.perExample]
    {
      items.append(
        "\(strong: "Training less.") At the lower rate, without any clipping, the most copies at 2x are "
          + "written out in \(most(low)) and the dev CER is \(cer(low)); per-example clipping gives \(most(clipped)) and \(cer(clipped)). "
          + "Where the pass has little left to learn, training less does much of what clipping does."
      )
    }
    if let plain = seed[.adam],
      let clipped = seed[.adamPerExample]
    {
      items.append(
        "\(strong: "Adam.") It divides by the size of recent gradients, so a bound that shortens all of "
          + "them alike changes little: the most copies at 2x are written out in \(most(plain)) without clipping and in \(most(clipped)) with it "
          + "(1 − CER over controls \(gap(plain)) and \(gap(clipped))).")
    }
    if let scratch = seed[.fromScratch] {
      items.append(
        "\(strong: "From the first step.") While everything is new, every gradient is long: "
          + "\(share(scratch)) of ordinary examples are clipped, and the most copies at 2x are written out in \(most(scratch))."
      )
    }
    if let plain = seed[.newVoice],
      let clipped = seed[.newVoicePerExample]
    {
      items.append(
        "\(strong: "Hard new data.") In a voice that the base model never heard, \(share(clipped)) of ordinary "
          + "examples are clipped; the dev CER of that voice is \(cer(plain)) without clipping and \(cer(clipped)) with it, "
          + "and the most copies at 2x are written out in \(most(plain)) and \(most(clipped)).")
    }
    if results.variants.allSatisfy(DemoVariant.story.contains) {
      items.append(
        "Adam, clipping from the first step and a new voice are limits of the method too: "
          + "\(code: "asr-audit demo --full") runs them.")
    }
    guard !items.isEmpty else { return nil }
    return Section(
      "Where does it end?", [.paragraph("Figures of seed \(seed.number)."), .list(items)])
  }

  private func most(_ result: DemoResults.Variant) -> String {
    rateText(result.report.speed(2)?.tiers.last?.trained.exact)
  }

  private func gap(_ result: DemoResults.Variant) -> String {
    percent(result.report.speed(2)?.tiers.last?.characterGap)
  }

  private func cer(_ result: DemoResults.Variant) -> String {
    percent(result.quality.characters.rate)
  }

  private func share(_ result: DemoResults.Variant) -> String {
    percent(share(clippedOf: result.log.steps.map(\.ordinary)))
  }
}
