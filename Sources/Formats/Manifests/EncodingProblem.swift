import Files

/// The error for bytes of a line that are not UTF-8. Another encoding that the first line shows is named.
func encodingProblem(_ bytes: ArraySlice<UInt8>, file: String, line: Int) -> Problem {
  if line == 1, let foreign = ForeignFile(bytes), let conversion = foreign.conversion {
    return Problem(
      .badData, "is \(foreign.kind)", file: file, line: line, hint: "\(conversion) converts it")
  }
  return Problem(
    .badData, "is not UTF-8", file: file, line: line,
    hint: "if it is Latin-1, convert it with iconv -f LATIN1 -t UTF-8")
}

/// The error for a text with a NUL character, which C programs read as the end of the text.
func nulProblem(_ file: String, _ line: Int) -> Problem {
  Problem(
    .badData, "has a NUL character, which programs read as the end of the text", file: file,
    line: line, hint: "tr -d '\\0' < FILE > NEW removes it")
}

/// The error for a carriage return inside a line: some readers end a line there, as Python's text files
/// do, and others do not.
func returnProblem(_ file: String, _ line: Int) -> Problem {
  Problem(
    .badData, "has a carriage return inside the line, where Python reads the end of a line",
    file: file, line: line, hint: "tr '\\r' ' ' < FILE > NEW replaces it")
}

extension ArraySlice<UInt8> {
  /// True if a carriage return is neither at the end nor before a line feed.
  var hasReturnInside: Bool {
    guard let place = firstIndex(ofByte: 0x0D) else { return false }
    return indices[place...].dropLast().contains { self[$0] == 0x0D && self[$0 + 1] != 0x0A }
  }
}
