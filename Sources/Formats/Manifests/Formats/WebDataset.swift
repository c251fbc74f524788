import Files

extension SampleShards {
  static let webDatasetTitle =
    "WebDataset: tar archives of samples, such as shard-{000000..000012}.tar"
  static let webDatasetEvidence = "a tar archive, or several by a pattern"
  static let wenetTitle = "WeNet shards: data.list with the paths of tar archives"
  static let wenetEvidence = "a file whose first line is a path that ends in .tar"

  /// Whether files are tar archives, and by what they were recognised.
  static func recognize(_ pattern: NamePattern) -> String? {
    guard pattern.names.contains(where: TarReader.isArchive) else { return nil }
    return pattern.isSeveral
      ? "it names \(pattern.names.count) tar archives" : "it is a tar archive"
  }

  /// Whether a file is a list of archives.
  static func recognize(_ start: FileStart) -> String? {
    guard start.keys == nil, let line = start.line.text?.trimmingWhiteSpace,
      line.hasSuffix(".tar")
    else { return nil }
    return "line \(start.number) is the path of a tar archive"
  }
}
