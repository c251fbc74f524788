import Files

/// The check whether the first row of a table without a header is a header.
///
/// Canaries above a header would take its place: loaders read the first line as the names of columns.
struct HeaderSuspicion {
  /// The first row, if it has no audio.
  private var first: RecordEntry?
  private var rows = 0

  /// The number of rows after the first that are searched for audio.
  private static let rowsSearched = 20

  /// Checks the next row.
  /// - Returns: the problem if the first row names no audio and this one does.
  mutating func problem(_ entry: RecordEntry, in manifest: RecordManifest) -> Problem? {
    rows += 1
    guard rows > 1 else {
      if !hasAudio(entry, manifest) { first = entry.detached }
      return nil
    }
    guard let header = first, rows <= Self.rowsSearched + 1, hasAudio(entry, manifest) else {
      return nil
    }
    first = nil
    let names = [FieldRole.audio, .text].map { role in
      header.field(role).map { field in
        String(decoding: header.record.content(field), as: UTF8.self).printable
      } ?? ""
    }
    return Problem(
      .badData,
      "looks like a header: '\(names[0])' is no audio, and line \(entry.record.line) has audio",
      file: manifest.path, line: header.record.line,
      hint: "name the columns by their names: \(ManifestSetting.audioKey) '\(names[0])', "
        + "\(ManifestSetting.textKey) '\(names[1])'; or remove the line")
  }

  /// Whether the audio of a row exists, or has the form of a path where audio is on another machine.
  private func hasAudio(_ entry: RecordEntry, _ manifest: RecordManifest) -> Bool {
    let path = entry.audioPath
    let suffix = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return path.contains("/") || (path.contains(".") && SampleShards.audioKinds.contains(suffix))
      || fileExists(manifest.resolved(entry))
  }
}
