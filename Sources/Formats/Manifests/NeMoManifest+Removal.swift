import Files

extension NeMoManifest {
  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    let source = files[0]
    var result = RemovalOutcome()
    let reader = try LineReader(path)
    var output: OutputFile?
    if let destination {
      output = try OutputFile(destination, compressed: source.isCompressed)
    }
    var remaining = RemainingLines(output: output)
    while let line = try reader.next() {
      guard !line.bytes.isBlank else {
        try remaining.append(line.bytes)
        continue
      }
      let entry = try NeMoEntry(line, file: path)
      let id = stem(of: entry.audioPath)
      if ids.contains(id) {
        result.found.insert(id)
        result.entries += 1
      } else {
        try remaining.append(original(line, entry, options))
      }
    }
    if try !remaining.close(matching: source) { result.changedFiles = [source.name] }
    return result
  }

  /// The user's line as it was before injection: without the prefix that made its path absolute.
  private func original(
    _ line: Line, _ entry: NeMoEntry, _ options: InjectionOptions
  ) -> ArraySlice<UInt8> {
    let prefix = absolutePrefix(options)
    guard options.absolutePaths, entry.audio.starts(with: prefix.utf8) else { return line.bytes }
    var bytes = Array(line.bytes)
    // A tool that wrote the manifest again may have escaped the path differently.
    let marked = jsonEscaped(prefix)
    let path =
      bytes[entry.audioRange].starts(with: marked)
      ? bytes[entry.audioRange].dropFirst(marked.count)
      : jsonEscaped(
        String(decoding: entry.audio.dropFirst(prefix.utf8.count), as: UTF8.self))[...]
    bytes.replaceSubrange(entry.audioRange, with: path)
    return bytes[...]
  }
}

/// `text` as it is written between the quotes of a JSON string.
func jsonEscaped(_ text: String) -> [UInt8] {
  var writer = JSONWriter()
  writer.string(text)
  return Array(writer.bytes.dropFirst().dropLast())
}
