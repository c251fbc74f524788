import ArgumentParser
import Files
import Manifests

/// The format of a manifest and the names of its fields.
struct ManifestOptions: ParsableArguments {
  @Option(help: "The format of the manifest (default: detected from its content).")
  var format: ManifestFormat?

  @Option(
    help: ArgumentHelp(
      "The key or column of the audio path, in JSON Lines, CSV or TSV.",
      discussion: """
        A manifest of another program than 'asr-audit formats' lists is read by naming its fields. A \
        nested key is audio.path; the columns of a table without a header are 1, 2, …
        """, valueName: "name"))
  var audioKey: String?

  @Option(help: ArgumentHelp("The key or column of the text.", valueName: "name"))
  var textKey: String?

  @Option(
    help: ArgumentHelp(
      "The key or column of the id (default: utterances are named by their audio files).",
      valueName: "name"))
  var idKey: String?

  @Option(help: ArgumentHelp("The key or column of the duration.", valueName: "name"))
  var durationKey: String?

  @Option(help: "The unit of the duration: seconds, milliseconds, frames of 10 ms, or samples.")
  var durationUnit: DurationUnit?

  var keys: ManifestKeys {
    ManifestKeys(
      audio: audioKey, text: textKey, id: idKey, duration: durationKey, durationUnit: durationUnit)
  }

  /// The format that is stated, or detected and printed.
  func format(of manifest: String) throws(Problem) -> ManifestFormat {
    if let format { return format }
    let (format, evidence) = try ManifestFormat.recognize(manifest, keys: keys)
    diagnose("\(manifest): format \(format.rawValue), because \(evidence)")
    return format
  }
}

extension DurationUnit: ExpressibleByArgument {}

/// The files that the value of `--manifest` names, as inputs that no output may be.
func manifestPaths(_ value: String?) -> [NamedPath?] {
  value.map { manifestFiles($0).map { NamedPath("--manifest", $0) } } ?? []
}
