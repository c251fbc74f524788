import Demonstration
import Foundation
import Reports
import TestSupport
import Testing

/// The page of a demonstration, from synthetic results with several outcomes.
@Suite struct DemonstrationPageTests {
  private let detected = SyntheticVariant.detected
  private let clipped = SyntheticVariant.clipped
  private let partial = SyntheticVariant.partial
  private let withoutCanaries = SyntheticVariant.withoutCanaries

  private func page(_ seeds: [SyntheticVariant]...) throws -> Page {
    let results =
      switch seeds.count {
      case 1: try syntheticResults(seeds[0])
      default: try syntheticResults(seeds[0], seeds[1])
      }
    return DemonstrationPage(results).page
  }

  /// The paragraphs before the chart and the table.
  private func prose(_ page: Page) -> String {
    page.lead.compactMap { block in
      if case .paragraph(let text) = block { text.words } else { nil }
    }.joined(separator: "\n")
  }

  // MARK: - Sentences

  @Test func `without a detection the page says so and is calm`() throws {
    let page = try page([clipped.named(.plain), clipped, withoutCanaries])
    #expect(page.title == "Memorization was not detected in any training variant")
    #expect(page.tone == .calm && page.state == "not detected")
    #expect(prose(page).contains("Memorization was not detected for any variant."))
    #expect(!prose(page).contains("It was not detected"))
    #expect(!prose(page).contains("false positive"))
  }

  @Test func `the variants with and without a detection are named`() throws {
    let page = try page([detected, clipped, withoutCanaries])
    #expect(page.title == "Memorization was detected in 1 of 2 training variants with canaries")
    #expect(page.tone == .alarm && page.state == "detected")
    #expect(
      prose(page).contains("Memorization was detected for the variant no clipping (verbatim)."))
    #expect(
      prose(page).contains(
        "It was not detected for the variants per-example clipping and training without "
          + "canaries."))
    #expect(
      prose(page).contains(
        "Without clipping, the model transcribed 90% of the most repeated trained canaries at 2x speed word "
          + "for word, and 0% of the controls."))
  }

  @Test func `a partial detection with per-core clipping is in the lead`() throws {
    let page = try page([detected, clipped, partial, withoutCanaries])
    #expect(page.title == "Memorization was detected in 2 of 3 training variants with canaries")
    #expect(
      prose(page).contains(
        "Memorization was detected for the variants no clipping (verbatim) and per-core clipping "
          + "(partial)."))
    #expect(!prose(page).contains("not detected for the variant per-core"))
  }

  @Test func `a detection without canaries is called a false positive`() throws {
    let page = try page([detected, detected.named(.noCanaries)])
    #expect(page.title == "Memorization was detected in 1 of 1 training variant with canaries")
    #expect(
      prose(page).contains(
        "A detection without canaries in the training data is a false positive."))
  }

  @Test func `a detection without canaries alone is in the title as a false positive`() throws {
    let page = try page([clipped, detected.named(.noCanaries)])
    #expect(
      page.title == "Memorization was detected in the negative control only: a false positive")
  }

  @Test func `variants that could not be measured are neither detected nor undetected`() throws {
    var open = clipped
    open.verdict = .tooSmall
    let page = try page([open])
    #expect(page.title == "Memorization could not be measured in every training variant")
    #expect(page.tone == .unclear && page.state == "not measurable")
    #expect(prose(page).contains("It could not be measured for the variant per-example clipping."))
    #expect(!prose(page).contains("not detected"))
  }

  @Test func `seeds that disagree are told apart in the lead and in the table`() throws {
    let page = try page([detected, partial], [detected, clipped.named(.perCore)])
    #expect(
      prose(page).contains(
        "Memorization was detected for the variants no clipping (verbatim) and per-core clipping "
          + "(partial in some runs)."))
    let html = page.html
    #expect(html.contains("✗ detected, verbatim</span> in 2 of 2 runs"))
    #expect(
      html.contains(
        "✗ detected, partial</span> in 1 of 2 runs, <span class=\"state calm\">○ not detected</span>"
          + " in 1 of 2 runs"))
    #expect(html.contains("The charts combine 2 seeds."))
  }

  @Test func `the lead has at most three numbers in prose`() throws {
    let pages = [
      try page([clipped, withoutCanaries]), try page([detected, clipped, partial]),
      try page([detected, partial], [clipped.named(.plain), clipped.named(.perCore)]),
    ]
    for page in pages {
      let text = prose(page)
      #expect(text.matches(of: /\d+(\.\d+)?(%|x)?/).count <= 3, "\(text)")
    }
  }

  @Test func `a variant that only its losses reveal is named`() throws {
    var hidden = clipped
    hidden.lossP = 0.001
    let page = try page([detected, hidden])
    #expect(
      page.html.contains(
        "Losses reveal memorization that transcripts do not, at one speed or more, for the variant "
          + "per-example clipping."))
    #expect(
      try self.page([detected, clipped]).html.contains(
        "Losses reveal no memorization that transcripts do not."))
  }

  // MARK: - Charts

  private func plots(_ page: Page) -> [Plot] {
    let blocks = page.lead + page.sections.flatMap(\.blocks)
    let figures = blocks.flatMap { block -> [Figure] in
      switch block {
      case .figures(let figures): figures
      case .beside(let figure, _): [figure]
      default: []
      }
    }
    return figures.compactMap { if case .plot(let plot) = $0.drawing { plot } else { nil } }
  }

  @Test func `the page opens with a named curve of accuracy at 2x for each variant`() throws {
    let page = try page([detected, clipped, partial, withoutCanaries])
    let plot = try #require(plots(page).first)
    #expect(plot.title == "Trained canaries transcribed word for word, 2x speed")
    #expect(plot.x.ticks.map(\.label) == ["1", "4", "16"])
    #expect(plot.series.map(\.name) == ["no clipping", "per-example", "per-core", "no canaries"])
    #expect(plot.series.allSatisfy { $0.naming == .direct })
    #expect(plot.series[0].points.map(\.y) == [0, 0.3, 0.9])
  }

  @Test func `the caption says how many controls were transcribed exactly`() throws {
    #expect(
      try page([detected, clipped]).html.contains("No model transcribed a control exactly."))
    var broken = detected
    broken.controls = 1
    #expect(
      try page([broken, clipped]).html.contains(
        "Of the controls, the models transcribed at most 5% exactly."))
  }

  @Test func `no chart of shares shows an impossible value`() throws {
    let page = try page([detected, clipped, partial])
    for plot in plots(page) where plot.y.label.contains("exactly") {
      #expect(plot.y.lower == 0 && plot.y.upper == 1)
    }
    let gaps = plots(page).filter { $0.y.label.contains("percentage points") }
    #expect(gaps.count == 3)
    // The lowest interval of the results ends at -7 points.
    #expect(gaps.allSatisfy { $0.y.lower >= -0.1 && $0.y.upper <= 1 })
  }

  @Test func `every estimate of a chart has an interval, and marks stand at their ticks`() throws {
    let page = try page([detected, clipped, partial], [detected, clipped, partial])
    for plot in plots(page) {
      for series in plot.series where series.form == .marks || series.form == .joinedMarks {
        for point in series.points {
          let low = try #require(point.low, "\(plot.title)")
          let high = try #require(point.high, "\(plot.title)")
          #expect(low <= point.y && point.y <= high)
        }
        guard plot.x.label == "repetitions in training" else { continue }
        let ticks = plot.x.ticks.map(\.value)
        #expect(series.points.allSatisfy { ticks.contains($0.x) })
      }
    }
  }

  @Test func `quality against leakage has one point with two intervals for each variant`() throws {
    let page = try page([detected, clipped, partial])
    let plot = try #require(plots(page).first { $0.title.hasPrefix("Accuracy gap and error rate") })
    #expect(plot.series.map(\.points.count) == [1, 1, 1])
    #expect(plot.series.map { $0.points[0].x } == [0.02, 0.01, 0.02])
    #expect(plot.series.map { $0.points[0].y } == [0.8, 0.03, 0.1])
    for series in plot.series {
      #expect(series.points[0].left != nil && series.points[0].right != nil)
    }
    #expect(plot.x.lower == 0)
  }

  @Test func `loss curves on canaries leave out the variant that has none`() throws {
    let page = try page([detected, clipped, withoutCanaries])
    let plot = try #require(plots(page).first { $0.title == "Training loss on canaries" })
    #expect(plot.series.map(\.name) == ["no clipping", "per-example"])
    #expect(plot.series[0].points.count == 24)
    #expect(plot.series[0].points[0].y == 12 - 1.5 / 8)
    #expect(plot.y.lower == 0 && plot.y.upper >= 12)
    #expect(page.html.contains("the loss on canaries is lowest for the variant no clipping."))
  }

  // MARK: - The page as a whole

  @Test func `section heads say what a section shows`() throws {
    let page = try page([detected, clipped, partial, withoutCanaries])
    let titles = page.sections.map(\.title)
    for title in [
      "Verdict by training variant", "Accuracy by repetitions and speed",
      "Accuracy on ordinary speech", "CER on ordinary speech against memorization",
      "Training curves",
      "Gradient norms and clipping", "Membership inference from losses", "Commands",
    ] { #expect(titles.contains(title)) }
    #expect(!titles.contains { $0.contains("?") })
  }

  @Test func `examples can be played, with their texts and transcripts`() throws {
    var results = try syntheticResults([detected, clipped, partial])
    results.seeds[0].examples = [
      ProbeExample(
        id: "p1", speed: 2, repetitions: 16, text: "one two three",
        transcripts: [
          .init(variant: .plain, text: "one two three"),
          .init(variant: .perExample, text: "one four three"),
          .init(variant: .perCore, text: "six seven"),
        ], audio: [1, 2, 3])
    ]
    let html = DemonstrationPage(results).page.html
    #expect(html.contains("src=\"data:audio/wav;base64,AQID\""))
    #expect(html.contains("media-src data:"))
    #expect(html.contains("canary, 2x, 16 repetitions"))
    #expect(html.contains("✗ exact</span>"))
    #expect(html.contains("<del>two</del>") && html.contains("<ins>four</ins>"))
    #expect(html.contains("<bdi>six seven</bdi>"))
  }

  @Test func `the page is valid HTML`() throws {
    guard findProgram("tidy") != nil else {
      print("skipped: tidy is not installed, so the page's HTML was not validated")
      return
    }
    let place = try TemporaryDirectory()
    let pages = [
      try page([detected, clipped, partial, withoutCanaries]), try page([clipped]),
      try page([detected, partial], [clipped.named(.plain), clipped]),
    ]
    for page in pages {
      let result = try runCommand(
        "tidy", ["-q", "-e", place.write("page.html", page.html)], in: place.path)
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}
