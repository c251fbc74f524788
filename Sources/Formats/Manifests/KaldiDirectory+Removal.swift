import Files
import Platform

extension KaldiDirectory {
  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    if let destination, unsafe mkdir(destination, 0o755) != 0 {
      throw SystemError.last.writing(destination)
    }
    var result = RemovalOutcome()
    var absent: [Set<String>] = []
    for original in files {
      let file = KaldiFile(rawValue: original.name).flatMap { present.contains($0) ? $0 : nil }
      // The ledger names the other tables that had an entry for each utterance or speaker.
      guard file != nil || others.contains(original.name) else {
        result.changedFiles.append(original.name)
        continue
      }
      let keys =
        switch file?.key {
        case .speaker: speakers
        case .utterance, .recording: ids
        case nil: ids.union(speakers)
        }
      let removal = try removal(of: keys, original: original, to: destination)
      if !removal.isOriginal { result.changedFiles.append(original.name) }
      if file == .text {
        result.found = removal.found
        result.entries = removal.entries
      }
      let listsSpeakers = file?.key == .speaker || !removal.found.isDisjoint(with: speakers)
      if !listsSpeakers { absent.append(ids.subtracting(removal.found)) }
    }
    if let destination { try copyOthers(except: Set(files.map(\.name)), to: destination) }
    // An id that is in text and missing in another file was removed in part: it is not found.
    for ids in absent { result.found.subtract(ids) }
    return result
  }

  /// Leaves the lines of `keys` out of one table.
  private func removal(
    of keys: Set<String>, original: ManifestFile, to destination: String?
  ) throws(Problem) -> (found: Set<String>, entries: Int, isOriginal: Bool) {
    var output: OutputFile?
    if let destination { output = try OutputFile("\(destination)/\(original.name)") }
    var remaining = RemainingLines(output: output)
    let reader = try LineReader("\(path)/\(original.name)")
    var found: Set<String> = []
    var entries = 0
    while let line = try reader.next() {
      let key = try KaldiRow(line, file: reader.path).keyText
      if keys.contains(key) {
        found.insert(key)
        entries += 1
      } else {
        try remaining.append(line.bytes)
      }
    }
    return (found, entries, try remaining.close(matching: original))
  }
}
