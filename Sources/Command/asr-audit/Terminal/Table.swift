/// A table in plain text: columns of numbers are aligned to the right, columns of words to the left.
/// - Parameter rows: cells of each row, as many as `head` has.
func textTable(_ head: [String], _ rows: [[String]]) -> String {
  let widths = head.indices.map { column in
    ([head] + rows).map { $0[column].count }.max()!
  }
  let isNumeric = head.indices.map { column in
    rows.allSatisfy { row in row[column].first.map { $0.isNumber || "–-<".contains($0) } ?? true }
  }
  func line(_ cells: [String]) -> String {
    let padded = cells.indices.map { column in
      let space = String(repeating: " ", count: widths[column] - cells[column].count)
      return isNumeric[column] ? space + cells[column] : cells[column] + space
    }
    var text = padded.joined(separator: "  ")
    while text.last == " " { text.removeLast() }
    return text
  }
  return ([head] + rows).map(line).joined(separator: "\n")
}
