import Analyses
import Capacity
import Files

/// The result of a capacity experiment as text.
struct CapacityPrint {
  private let result: CapacityResult

  init(_ result: CapacityResult) { self.result = result }

  var text: String {
    let page = CapacityPage(result, tool: toolVersion)
    let tables = result.series.map { series in
      let name = result.series.count > 1 ? "\(series.name.printable):\n" : ""
      return name + textTable(CapacityPage.columns, page.rows(of: series))
    }
    let rows = page.recipeRows
    let comparison = rows.isEmpty ? [] : [textTable(CapacityPage.recipeColumns, rows)]
    return (tables + comparison + result.series.map(page.sentence)).joined(separator: "\n\n")
  }
}
