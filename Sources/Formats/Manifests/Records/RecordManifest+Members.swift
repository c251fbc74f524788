import Files
import Integrity

/// Manifests that are one JSON object with a member for each utterance. An injected member is written
/// before a member of the user's, with a comma and white space after it, or after the last one, with
/// them before it. So its removal leaves the user's bytes.
extension RecordManifest {
  func injectMembers(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, in target: String
  ) throws(Problem) -> [Int] {
    let output = try OutputFile(
      "\(target)/\(manifestName)", compressed: traits.files[0].isCompressed)
    let separator = [UInt8(ascii: ",")] + (try memberSpace())
    let reader = try RecordReader(path, layout.syntax)
    var lines = 1
    func write(_ bytes: some Collection<UInt8>) throws(Problem) {
      lines += bytes.count { $0 == 0x0A }
      try output.write(bytes)
    }
    var positions: [Int] = []
    var next = 0
    var count = 0
    while let record = try reader.next() {
      try write(reader.lead)
      while next < injected.count, gaps[next] <= count {
        positions.append(lines)
        try write(try self.record(for: injected[next], traits: traits))
        try write(separator)
        next += 1
      }
      try write(record.bytes)
      count += 1
    }
    while next < injected.count {
      try write(separator)
      positions.append(lines)
      try write(try record(for: injected[next], traits: traits))
      next += 1
    }
    try write(reader.tail)
    try output.close()
    try requireUnchanged(path, since: traits.stamp)
    return positions
  }

  /// The white space between the user's members; that before the only member if there is just one.
  private func memberSpace() throws(Problem) -> [UInt8] {
    let reader = try RecordReader(path, layout.syntax)
    var lead: [UInt8] = []
    for _ in 0..<2 where try reader.next() != nil { lead = reader.lead }
    return lead.filter { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  func removeMembers(
    _ ids: Set<String>, original: ManifestFile, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    var result = RemovalOutcome()
    let reader = try RecordReader(path, layout.syntax)
    var output: OutputFile?
    if let destination {
      output = try OutputFile(destination, compressed: original.isCompressed)
    }
    let hasher = Digest.Hasher()
    func write(_ bytes: some Collection<UInt8>) throws(Problem) {
      hasher.update(bytes)
      try output?.write(bytes)
    }
    // The bytes before the first of some injected members, which belong to the user's next member.
    var held: [UInt8]?
    while let record = try reader.next() {
      let entry = try entries.entry(record)
      if ids.contains(entry.name) {
        result.found.insert(entry.name)
        result.entries += 1
        held = held ?? reader.lead
      } else {
        try write(held ?? reader.lead)
        try write(record.bytes)
        held = nil
      }
    }
    try write(reader.tail)
    try output?.close()
    if hasher.finish() != original.digest { result.changedFiles = [original.name] }
    return result
  }
}
