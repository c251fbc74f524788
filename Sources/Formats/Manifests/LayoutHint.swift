import Files

/// The correction of a line that is not one JSON object, if its layout is known; nil otherwise.
func layoutHint(_ line: ArraySlice<UInt8>) -> Hint? {
  let text = String(decoding: line, as: UTF8.self)
  let visible = text.filter { !$0.isWhitespace }
  if ["<<<<<<<", "=======", ">>>>>>>"].contains(where: text.hasPrefix) {
    return "this is a conflict marker of git: resolve the conflict first"
  }
  if visible.hasSuffix("},") {
    return "remove the commas between the lines: sed 's/},[[:space:]]*$/}/' FILE"
  }
  if visible == "{" || visible.hasSuffix(",") || visible.contains("}{") {
    return "this format has one JSON object a line: jq -c . FILE writes it so"
  }
  if visible.contains(",}") {
    return "remove the comma before the closing brace; jq and Python refuse it too"
  }
  if visible.hasPrefix("{'") {
    return "this is a Python dictionary and not JSON: write each line with json.dumps"
  }
  return nil
}
