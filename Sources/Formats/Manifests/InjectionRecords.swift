/// Names below the directory that training reads.
package struct InjectedNames: Hashable, Sendable {
  /// The manifests, as one value of `--manifest`; nil for the name of the user's manifest.
  package var manifest: String?
  /// The archives, where the toolkit names them beside the manifest.
  package var archives: String?

  package init(manifest: String? = nil, archives: String? = nil) {
    self.manifest = manifest
    self.archives = archives
  }
}

/// The options of an injection that a removal has to know. The ledger records them.
package struct InjectionOptions: Codable, Hashable, Sendable {
  /// Makes the user's relative paths absolute, instead of linking their targets.
  package var absolutePaths: Bool
  /// The directory of the original manifest, against which relative paths are resolved.
  package var sourceDirectory: String
  /// The name of the folder for injected audio, beside the manifest.
  package var audioFolder: String
  /// The number of new archives; nil for a corpus of files.
  package var shards: Int?

  package init(
    absolutePaths: Bool, sourceDirectory: String, audioFolder: String, shards: Int? = nil
  ) {
    self.shards = shards
    self.absolutePaths = absolutePaths
    self.sourceDirectory = sourceDirectory
    self.audioFolder = audioFolder
  }
}

/// The result of a removal.
package struct RemovalOutcome: Sendable {
  /// The ids whose entries were removed from every file.
  package var found: Set<String> = []
  /// The number of entries that were removed. It exceeds the number of ids if an id occurs twice.
  package var entries = 0
  /// The names of files whose remaining lines differ from the original file.
  package var changedFiles: [String] = []
}
