import AuditModel
import Files
import Manifests

extension Ledger {
  /// Opens a manifest that training reads.
  ///
  /// Named fields of the ledger's corpus apply to every manifest of its format, because they cannot be
  /// detected. Another format, such as that of a data directory made from the manifest, is detected.
  ///
  /// - Parameter format: the manifest's format; nil to detect it.
  package func openManifest(
    _ path: String, _ format: ManifestFormat?
  ) throws(Problem) -> any TrainingCorpus {
    let corpus = header.corpus
    if corpus.manifests != nil, format ?? corpus.format == corpus.format, isDirectory(path) {
      return try corpus.open(path)
    }
    if corpus.keys != nil, format == corpus.format || (format == nil && !isDirectory(path)) {
      return try corpus.open(path)
    }
    let format = if let format { format } else { try ManifestFormat.detect(path) }
    return try format.open(path)
  }
}
