import Files

/// Refuses files that no tokenizer can be read from, and says where the tokenizer is.
///
/// - Parameter bytes: the content, without a byte order mark.
func refuseForeignTokenizer(_ bytes: ArraySlice<UInt8>) throws(Problem) {
  let start = bytes.prefix(1 << 16)
  if start.starts(with: [0x1F, 0x8B]) {
    throw Problem(
      .badData, "is compressed with gzip, not a tokenizer",
      hint: "gzip -dc FILE > NEW decompresses it; a .nemo file is an archive: tar -xzf FILE "
        + "extracts the tokenizer's .model or vocab.txt")
  }
  guard !isTorchCheckpoint(start) else {
    throw Problem(
      .badData, "is a PyTorch checkpoint, not a tokenizer",
      hint: "pass the vocabulary that was used for training; \(kindsHint)")
  }
  guard let foreign = ForeignFile(start) else { return }
  let hint: Hint =
    if foreign.kind == "a tar archive" {
      "tar -xf FILE extracts it; a .nemo file has the tokenizer's .model or vocab.txt"
    } else if let conversion = foreign.conversion {
      "\(conversion) converts it"
    } else {
      kindsHint
    }
  throw Problem(.badData, "is \(foreign.kind), not a tokenizer", hint: hint)
}

/// True for the zip archive that `torch.save` writes: its first member is `NAME/data.pkl`.
private func isTorchCheckpoint(_ bytes: ArraySlice<UInt8>) -> Bool {
  // The local file header of zip has 30 bytes before the name (APPNOTE 6.3.10, section 4.3.7).
  bytes.starts(with: Array("PK\u{3}\u{4}".utf8))
    && String(decoding: bytes.dropFirst(30).prefix(128), as: UTF8.self).contains("/data.pkl")
}

/// Refuses text files of other tools that look like a list of tokens.
///
/// - Parameters:
///   - line: the first line that is not blank.
///   - next: the line after it; nil at the end of the file.
func refuseForeignList(
  _ line: ArraySlice<UInt8>, _ next: ArraySlice<UInt8>?
) throws(Problem) {
  guard let text = line.text else { return }
  if text.hasPrefix("#version:") {
    throw Problem(
      .badData, "has the merges of a BPE tokenizer without its vocabulary", line: 1,
      hint: "pass the tokenizer.json of the same model, which has both")
  }
  if text.hasPrefix("[") && text.contains(",") {
    throw Problem(
      .badData, "is a list on one line", line: 1, hint: "write one token on each line")
  }
  if text == "\\data\\" {
    throw Problem(.badData, "is an ARPA language model, not a tokenizer", hint: kindsHint)
  }
  if isYAMLKey(text), let after = next?.text, after.hasPrefix(" ") || isYAMLKey(after) {
    throw Problem(
      .badData, "is a YAML file, not a tokenizer",
      hint: "pass the vocabulary that the settings name; \(kindsHint)")
  }
  let fields = text.split(separator: " ")
  if fields.count == 2, Int(fields[1]) == 0, fields[0].hasSuffix("=="),
    base64Decoded(String(fields[0])) != nil
  {
    throw Problem(
      .badData, "is a vocabulary of tiktoken, whose pieces are in base64", line: 1,
      hint: "pass the tokenizer.json of the same model")
  }
}

/// True for `key:` and `key: value`, where the key has at least two letters, and for `---`.
private func isYAMLKey(_ line: String) -> Bool {
  line == "---" || line.contains(/^[A-Za-z_][A-Za-z_0-9]+:( .*)?$/)
}
