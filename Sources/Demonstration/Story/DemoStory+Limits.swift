import Canaries
import Reports

/// Where clipping stops telling the two apart, from whatever was run for it.
extension DemoStory {
  var limitSection: Section? {
    var items: [Text] = []
    if let low = results.seeds.compactMap({ $0[.lowerRate] }).first,
      let clipped = results.seeds.compactMap({ $0[.perExample] }).first
    {
      items.append(
        "\(strong: "Training less.") At the lower rate, without any clipping, the most copies at 2x are "
          + "written out in \(most(low)) and the dev CER is \(cer(low)); per-example clipping gives \(most(clipped)) and \(cer(clipped)). "
          + "Where the pass has little left to learn, training less does much of what clipping does."
      )
    }
    if let plain = results.seeds.compactMap({ $0[.adam] }).first,
      let clipped = results.seeds.compactMap({ $0[.adamPerExample] }).first
    {
      items.append(
        "\(strong: "Adam.") It divides by the size of recent gradients, so a bound that shortens all of "
          + "them alike changes little: the most copies at 2x are written out in \(most(plain)) without clipping and in \(most(clipped)) with it "
          + "(1 − CER over controls \(gap(plain)) and \(gap(clipped))).")
    }
    if let scratch = results.seeds.compactMap({ $0[.fromScratch] }).first {
      items.append(
        "\(strong: "From the first step.") While everything is new, every gradient is long: "
          + "\(share(scratch)) of ordinary examples are clipped, and the most copies at 2x are written out in \(most(scratch))."
      )
    }
    if let plain = results.seeds.compactMap({ $0[.newVoice] }).first,
      let clipped = results.seeds.compactMap({ $0[.newVoicePerExample] }).first
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
    return items.isEmpty ? nil : Section("Where does it end?", [.list(items)])
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
    let groups = result.log.steps.map(\.ordinary)
    let units = groups.reduce(0) { $0 + $1.units }
    let clipped = groups.reduce(0) { $0 + Double($1.units) * ($1.clipped ?? 0) }
    return percent(units > 0 ? clipped / Double(units) : nil)
  }
}
