import Files

/// The findings in the paths of a manifest and in its own name.
extension RecordSurvey {
  /// Notes a name by which loaders take the file for another kind than it is.
  mutating func noteName(isCompressed: Bool) {
    if let consequence = layout.faults[.otherCompression], isCompressed != path.hasSuffix(".gz") {
      traits.obstacles.append(
        Problem(
          .badData,
          isCompressed
            ? "is compressed, and its name does not end in .gz; \(consequence)"
            : "is not compressed, and its name ends in .gz; \(consequence)", file: path,
          hint: "rename the file, or write it with gzip"))
    }
    if let consequence = layout.faults[.otherExtension],
      path.hasSuffix(".jsonl") || path.hasSuffix(".jsonl.gz")
    {
      traits.warnings.append("\(path): the name ends in .jsonl; \(consequence)")
    }
  }

  /// A directory whose name has the separator cannot be put before a path of a table.
  mutating func noteSeparatorsInDirectory() {
    guard let separator = layout.syntax.separator,
      directory.utf8.contains(where: { $0 == separator || $0 == quote || $0 == 0x0A })
    else { return }
    traits.absolutePathObstacle = Problem(
      .badData,
      "the directory's path has a character that separates fields, so paths cannot be made "
        + "absolute", file: path,
      hint: "leave \(ManifestSetting.absolutePaths) out, or rename the directory")
  }

  /// Notes metadata in a folder beside the manifest, whose rows `datasets` reads too. Folders with a dot
  /// in their names are not looked at, because a folder of audio can have a million files.
  mutating func noteMetadataBelow() {
    for folder in ((try? directoryEntries(of: directory)) ?? []).sorted()
    where !folder.contains(".") {
      for name in ["metadata.csv", "metadata.jsonl"] {
        let nested = "\(directory)/\(folder)/\(name)"
        guard fileExists(nested) else { continue }
        traits.obstacles.append(
          Problem(
            .badData,
            "datasets reads these metadata beside those of \(path), and an injection into one "
              + "file would lose the rows of the other", file: nested,
            hint: "join them in one file, or move this folder out"))
        return
      }
    }
  }

  mutating func notePath(of entry: RecordEntry) {
    let isRelative = entries.isRelative(entry)
    if let consequence = layout.faults[.escapingPath], !isRelative || entry.climbs {
      traits.relativePathObstacle =
        traits.relativePathObstacle
        ?? refusal(
          "the path leads outside the manifest's directory: \(entry.audioPath); \(consequence)",
          "put the audio into the manifest's directory", entry)
    }
    guard isRelative else {
      if layout.audio.dependsOnDirectory, entry.audio.starts(with: absolutePrefix) {
        refuseAbsolutePaths(
          "a path with '/./' cannot be distinguished from one that was made absolute",
          "remove '/./' from the path, or leave \(ManifestSetting.absolutePaths) out", entry)
      }
      return
    }
    guard layout.audio.dependsOnDirectory else {
      if entry.leadsOutside {
        traits.relativePathObstacle =
          traits.relativePathObstacle
          ?? refusal(
            "the relative path leads outside the directory in which training runs, and "
              + "\(layout.loader) opens it: \(entry.audioPath)",
            "write the absolute path", entry)
      }
      return refuseAbsolutePaths(
        "\(layout.loader) resolves relative paths against the working directory, so they stay valid",
        "leave \(ManifestSetting.absolutePaths) out", entry)
    }
    noteRelativePath(of: entry)
  }

  private mutating func noteRelativePath(of entry: RecordEntry) {
    traits.style.hasRelativePaths = true
    if canaryPathsAreRelative {
      refuseAbsolutePaths(
        "\(layout.loader) reads relative paths only", "leave \(ManifestSetting.absolutePaths) out",
        entry)
    }
    let first = firstComponent(of: entry.audio)
    if first.starts(with: audioFolderName.utf8) {
      traits.style.takenFolderNames.insert(String(decoding: first, as: UTF8.self))
    }
    if entry.climbs { findings.addClimbing(entry.record.line) }
    if traits.obstacles.isEmpty, first.first == UInt8(ascii: "~"), !exists(first) {
      traits.obstacles.append(
        entries.problem(
          "the path starts with '~', which some loaders replace by a home directory and others do "
            + "not: \(entry.audioPath)", .audio, entry, hint: "write the home directory out"))
    }
    if entry.climbs, canaryPathsAreRelative || exists(first) {
      traits.relativePathObstacle =
        traits.relativePathObstacle
        ?? refusal(
          "the relative path leads outside the manifest's directory: \(entry.audioPath)",
          canaryPathsAreRelative
            ? "put the audio into the manifest's directory"
            : "pass \(ManifestSetting.absolutePaths) to write absolute paths; remove restores the relative ones",
          entry)
    }
  }

  private var canaryPathsAreRelative: Bool {
    layout.audio == .insideDirectory || layout.audio.folder != nil
  }

  private func refusal(_ message: String, _ hint: Hint, _ entry: RecordEntry) -> Problem {
    entries.problem(message, .audio, entry, hint: hint)
  }

  private mutating func refuseAbsolutePaths(
    _ message: String, _ hint: Hint, _ entry: RecordEntry
  ) {
    traits.absolutePathObstacle = traits.absolutePathObstacle ?? refusal(message, hint, entry)
  }

  private func exists(_ component: ArraySlice<UInt8>) -> Bool {
    fileExists("\(directory)/\(String(decoding: component, as: UTF8.self))")
  }
}
