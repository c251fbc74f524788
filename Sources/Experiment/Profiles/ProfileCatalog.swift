import Files

/// The profiles that are part of the program.
package enum ProfileCatalog {
  /// The names and texts, sorted by name.
  package static let files: [(name: String, text: String)] = [
    ("embedded", PackageResources.embedded_yml),
    ("espnet", PackageResources.espnet_yml),
    ("hf-wav2vec2", PackageResources.hf_wav2vec2_yml),
    ("hf-whisper", PackageResources.hf_whisper_yml),
    ("icefall-zipformer", PackageResources.icefall_zipformer_yml),
    ("kaldi-chain", PackageResources.kaldi_chain_yml),
    ("nemo-conformer", PackageResources.nemo_conformer_yml),
    ("nemo-fastconformer", PackageResources.nemo_fastconformer_yml),
    ("speechbrain", PackageResources.speechbrain_yml),
    ("wenet-aishell", PackageResources.wenet_aishell_yml),
    ("wenet-librispeech", PackageResources.wenet_librispeech_yml),
  ].map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }

  package static var names: [String] { files.map(\.name) }

  /// The text of a profile: that of a name in the catalogue, or of a file.
  /// - Parameter request: a name, or a path that has a slash or ends in `.yml` or `.yaml`.
  package static func text(_ request: String) throws(Problem) -> String {
    if let file = files.first(where: { $0.name == request }) { return file.text }
    try requireFile(request)
    guard let text = try readFile(request, limit: 1 << 20)[...].text else {
      throw Problem(.badData, "is not UTF-8", file: request)
    }
    return text
  }

  /// Finds a profile by its name, or reads it from a file.
  package static func profile(_ request: String) throws(Problem) -> Profile {
    if let file = files.first(where: { $0.name == request }) {
      do throws(Problem) {
        return try ProfileFile.parse(file.text)
      } catch {
        throw error.located(in: "profile \(file.name)")
      }
    }
    try requireFile(request)
    return try ProfileFile.read(request)
  }

  private static func requireFile(_ request: String) throws(Problem) {
    let isPath = request.contains("/") || [".yml", ".yaml"].contains(where: request.hasSuffix)
    guard !isPath else { return }
    let wanted = request.lowercased()
    let meant = names.filter { !wanted.isEmpty && $0.contains(wanted) }
    let suggestion = meant.count == 1 ? meant.first : nearest(to: request, among: names)
    throw Problem(
      .usage, "there is no profile '\(request)'", field: "profile",
      hint: suggestion.map { "did you mean '\($0)'?" }
        ?? (meant.isEmpty
          ? "the profiles are \(names.joined(separator: ", ")); a file needs a path "
            + "with a slash, or a name that ends in .yml"
          : "it is one of \(meant.joined(separator: ", "))"))
  }
}
