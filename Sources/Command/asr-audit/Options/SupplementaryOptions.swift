import ArgumentParser
import Files
import Scoring
import Transcripts

/// Losses, and what a reference model made of the probe set.
struct SupplementaryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Losses of the probes' references, in any format of transcripts.",
      discussion: "With --loss-column alone they are read from the transcripts' own file.",
      valueName: "file"))
  var losses: String?

  @Option(
    help: ArgumentHelp(
      "The column or key that holds losses (default: ctc_loss, loss or nll).", valueName: "name"))
  var lossColumn: String?

  @Option(
    help: ArgumentHelp(
      "Losses by a model that never saw the canaries: each is subtracted.", valueName: "file"))
  var referenceLosses: String?

  @Option(
    help: ArgumentHelp(
      "Transcripts by such a model: its accuracy is subtracted.", valueName: "file"))
  var referenceTranscripts: String?

  func validate(beside transcripts: String) throws {
    if referenceLosses != nil, losses == nil, lossColumn == nil {
      throw ValidationError(
        "'--reference-losses' needs the audited model's too: name --losses or --loss-column.")
    }
    let files = [lossFile(transcripts), referenceLosses, referenceTranscripts, transcripts]
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("standard input can be read only once: name a file.")
    }
  }

  /// - Parameter idColumn: of the transcripts' own file.
  func read(
    beside transcripts: String, idColumn: String?
  ) throws(Problem) -> SupplementaryInputs {
    let lossFile = lossFile(transcripts)
    let lossID = lossFile == transcripts ? idColumn : nil
    var evidence = SupplementaryInputs()
    evidence.losses = try reader(lossFile, "losses", .losses, idColumn: lossID)
    evidence.referenceLosses = try reader(referenceLosses, "reference losses", .losses)
    evidence.referenceTranscripts = try reader(
      referenceTranscripts, "reference transcripts", .hypotheses)
    return evidence
  }

  private func lossFile(_ transcripts: String) -> String? {
    losses ?? (lossColumn == nil ? nil : transcripts)
  }

  private func reader(
    _ path: String?, _ name: String, _ content: TranscriptContent, idColumn: String? = nil
  ) throws(Problem) -> TranscriptReader? {
    guard let path else { return nil }
    let reader = try TranscriptReader(
      path: path, idColumn: idColumn, textColumn: content == .losses ? lossColumn : nil,
      content: content)
    diagnose("\(name): \(reader.decision)")
    return reader
  }
}
