import Files

extension RecordManifest {
  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    if layout.syntax == .jsonMembers {
      return try removeMembers(ids, original: files[0], to: destination)
    }
    let source = files[0]
    var result = RemovalOutcome()
    let reader = try RecordReader(path, layout.syntax)
    var output: OutputFile?
    if let destination {
      output = try OutputFile(destination, compressed: source.isCompressed)
    }
    var remaining = RemainingLines(output: output)
    if entries.header != nil, let header = try reader.next() {
      try remaining.append(header.bytes)
    }
    while let record = try reader.next() {
      guard !layout.syntax.isBlank(record.bytes) else {
        try remaining.append(record.bytes)
        continue
      }
      let entry = try entries.entry(record)
      if ids.contains(entry.name) {
        result.found.insert(entry.name)
        result.entries += 1
      } else {
        try remaining.append(original(entry, options))
      }
    }
    if try !remaining.close(matching: source) { result.changedFiles = [source.name] }
    return result
  }

  /// The user's record as it was before injection: without the prefix that made its path absolute.
  private func original(_ entry: RecordEntry, _ options: InjectionOptions) -> ArraySlice<UInt8> {
    let record = entry.record
    let prefix = Self.absolutePrefix(options)
    guard options.absolutePaths, entry.audio.starts(with: prefix.utf8),
      let inner = entry.field(.audio)?.inner
    else { return record.bytes }
    var bytes = Array(record.bytes)
    // A tool that wrote the manifest again may have escaped the path differently.
    let marked = self.inner(prefix)
    let path =
      bytes[inner].starts(with: marked)
      ? bytes[inner].dropFirst(marked.count)
      : self.inner(
        String(decoding: entry.audio.dropFirst(prefix.utf8.count), as: UTF8.self))[...]
    bytes.replaceSubrange(inner, with: path)
    return bytes[...]
  }
}
