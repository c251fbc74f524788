import Files

/// True if `text` is one JSON value.
func accepts(_ text: some Sequence<UInt8>) -> Bool {
  do {
    try JSONScanner.scan(Array(text)[...]) { scanner throws(JSONError) in
      try scanner.skip()
      try scanner.end()
    }
    return true
  } catch {
    return false
  }
}

/// Scans all of `text` with `body`.
func scan<Result>(
  _ text: String, _ body: (inout JSONScanner) throws(JSONError) -> Result
) throws(JSONError) -> Result {
  try JSONScanner.scan(Array(text.utf8)[...]) { scanner throws(JSONError) in
    let result = try body(&scanner)
    try scanner.end()
    return result
  }
}
