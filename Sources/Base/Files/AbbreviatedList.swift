/// The first `limit` names, separated by commas, followed by `and N more` if there are more.
/// - Parameter count: the number of all names, if `names` has only the first of them.
package func abbreviatedList(_ names: [String], limit: Int = 10, count: Int? = nil) -> String {
  let shown = names.prefix(limit)
  let more = (count ?? names.count) - shown.count
  return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
}
