import Files
import Reports
import Scoring

extension DemonstrationPage {
  /// Conditions under which clipping helps less, from the variants that test them.
  var limitSection: Section? {
    let seed = results.seeds[0]
    var items: [Text] = []
    if let low = seed[.lowerRate], let clipped = seed[.perExample] {
      items.append(
        """
        \(strong: "Lower learning rate.") Without clipping, at the rate that moves the weights as far \
        as per-example clipping does, the model transcribes \(exact(low)) of the most repeated \
        canaries at 2x exactly, with a dev CER of \(cer(low)). Per-example clipping has \
        \(exact(clipped)) and \(cer(clipped)).
        """)
    }
    if let plain = seed[.adam], let clipped = seed[.adamPerExample] {
      items.append(
        """
        \(strong: "AdamW.") AdamW divides by the size of recent gradients and cancels part of the \
        clipping: the model transcribes \(exact(plain)) of the most repeated canaries at 2x exactly \
        without clipping and \(exact(clipped)) with it. The accuracy gaps are \(gap(plain)) and \
        \(gap(clipped)).
        """)
    }
    if let scratch = seed[.fromScratch] {
      items.append(
        """
        \(strong: "Random weights.") At the start of training all gradients are large: clipping \
        shortens \(clippedShare(scratch)) of the ordinary examples, and the model transcribes \
        \(exact(scratch)) of the most repeated canaries at 2x exactly.
        """)
    }
    if let plain = seed[.newVoice], let clipped = seed[.newVoicePerExample] {
      items.append(
        """
        \(strong: "New voice.") With a voice that the base model was not trained on, clipping \
        shortens \(clippedShare(clipped)) of the ordinary examples. The dev CER of that voice is \
        \(cer(plain)) without clipping and \(cer(clipped)) with it; \(exact(plain)) and \
        \(exact(clipped)) of the most repeated canaries at 2x are transcribed exactly.
        """)
    }
    if results.variants.allSatisfy(DemoVariant.standard.contains) {
      items.append(
        """
        The full demonstration also tests AdamW, training from random weights and a new \
        voice, where clipping helps less.
        """)
    }
    guard !items.isEmpty else { return nil }
    return Section(
      "Memorization that clipping does not prevent",
      (hasSeveralSeeds ? [.paragraph("The figures are those of seed \(seed.number).")] : [])
        + [.list(items)])
  }

  private func exact(_ result: VariantResults) -> String {
    let tier = result.report.speed(2)?.tiers.last
    return percentText(tier?.trained.exact.rate, tier?.exactInterval)
  }

  private func gap(_ result: VariantResults) -> String {
    let tier = result.report.speed(2)?.tiers.last
    return percentText(tier?.characterGap, tier?.characterGapInterval)
  }

  private func cer(_ result: VariantResults) -> String {
    percentText(result.quality.cer, result.quality.characterInterval)
  }

  private func clippedShare(_ result: VariantResults) -> String {
    percent(result.log.map(\.ordinary).clippedShare)
  }
}
