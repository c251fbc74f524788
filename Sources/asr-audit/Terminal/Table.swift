/// Columns for people: the first to the left, numbers to the right.
func textTable(_ head: [String], _ rows: [[String]]) -> String {
  let widths = head.indices.map { column in
    ([head] + rows).map { $0[column].count }.max()!
  }
  func line(_ cells: [String]) -> String {
    let padded = cells.indices.map { column in
      let space = String(repeating: " ", count: widths[column] - cells[column].count)
      return column == 0 ? cells[column] + space : space + cells[column]
    }
    return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
  }
  return ([head] + rows).map(line).joined(separator: "\n")
}
