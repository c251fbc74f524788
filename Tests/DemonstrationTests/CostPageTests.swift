import Demonstration
import Reports
import Testing

@Suite struct CostPageTests {
  private func cost(_ variant: DemoVariant, seed: Int = 1, seconds: Double) -> TrainingCost {
    TrainingCost(seed: seed, variant: variant, cpuSeconds: seconds, steps: 100)
  }

  private func rows(_ page: Page) throws -> [ForestPlot.Row] {
    for case .figures(let figures) in page.lead {
      if case .forest(let plot) = figures[0].drawing { return plot.rows }
    }
    Issue.record("the page has no figure")
    return []
  }

  @Test func `with one run, two variants of equal work show the noise`() throws {
    let page = CostPage([
      cost(.plain, seconds: 10), cost(.perExample, seconds: 15), cost(.lowerRate, seconds: 11),
    ]).page
    let rows = try rows(page)
    #expect(rows.map(\.estimate) == [100, 150, 110])
    #expect(abs(rows[0].lower - 90) < 1e-9 && abs(rows[0].upper - 110) < 1e-9)
    #expect(page.html.contains("bars show the difference between two runs of the same work"))
    #expect(page.html.contains("their times differ by 10%."))
    #expect(page.html.contains("<td class=\"number\">1.5x</td>"))
  }

  @Test func `several seeds have a mean and a range`() throws {
    let page = CostPage([
      cost(.plain, seconds: 10), cost(.plain, seed: 2, seconds: 12), cost(.perExample, seconds: 20),
    ]).page
    let plain = try #require(try rows(page).first)
    #expect(plain.estimate == 110 && plain.lower == 100 && plain.upper == 120)
    #expect(page.html.contains("bars reach from the smallest to the largest"))
    #expect(page.html.contains("repeat the run before you rely on a small difference"))
  }
}
