import ArgumentParser
import Files
import Scoring
import Transcripts

/// The files of losses and of a reference model's transcripts.
struct SupplementaryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Losses of the probes' reference texts, in any format of transcripts.",
      discussion: "With --loss-column and without --losses they are read from --transcripts.",
      valueName: "file"))
  var losses: String?

  @Option(
    help: ArgumentHelp(
      "The column or key that holds losses (default: ctc_loss, loss or nll).", valueName: "name"))
  var lossColumn: String?

  @Option(
    help: ArgumentHelp(
      "Losses of a reference model that never saw the canaries. They are subtracted.",
      valueName: "file"))
  var referenceLosses: String?

  @Option(
    help: ArgumentHelp(
      "Transcripts by a reference model that never saw the canaries. Its accuracy is subtracted.",
      valueName: "file"))
  var referenceTranscripts: String?

  func validate(beside transcripts: String) throws {
    if referenceLosses != nil, losses == nil, lossColumn == nil {
      throw ValidationError(
        "'--reference-losses' needs the audited model's losses: add --losses or --loss-column.")
    }
    let files = [lossFile(transcripts), referenceLosses, referenceTranscripts, transcripts]
    guard files.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("Standard input can be read only once: name a file.")
    }
  }

  var inputs: [NamedPath?] {
    [
      NamedPath("--losses", losses), NamedPath("--reference-losses", referenceLosses),
      NamedPath("--reference-transcripts", referenceTranscripts),
    ]
  }

  /// - Parameters:
  ///   - idColumn: the id column of the transcripts, for losses in the same file.
  ///   - matchesByOrder: whether losses in the same file are matched by their order.
  func read(
    beside transcripts: String, idColumn: String?, matchesByOrder: Bool
  ) throws(Problem) -> SupplementaryInputs {
    let lossFile = lossFile(transcripts)
    let lossID = lossFile == transcripts ? idColumn : nil
    var inputs = SupplementaryInputs()
    inputs.losses = try reader(
      lossFile, "losses", .losses, idColumn: lossID,
      matchesByOrder: matchesByOrder && lossFile == transcripts)
    inputs.referenceLosses = try reader(referenceLosses, "reference losses", .losses)
    inputs.referenceTranscripts = try reader(
      referenceTranscripts, "reference transcripts", .hypotheses)
    return inputs
  }

  private func lossFile(_ transcripts: String) -> String? {
    losses ?? (lossColumn == nil ? nil : transcripts)
  }

  private func reader(
    _ path: String?, _ name: String, _ content: TranscriptContent, idColumn: String? = nil,
    matchesByOrder: Bool = false
  ) throws(Problem) -> TranscriptReader? {
    guard let path else { return nil }
    let reader = try TranscriptReader(
      path: path, idColumn: idColumn, textColumn: content == .losses ? lossColumn : nil,
      content: content, matchesByOrder: matchesByOrder)
    diagnose("\(name): \(reader.decision)")
    return reader
  }
}
