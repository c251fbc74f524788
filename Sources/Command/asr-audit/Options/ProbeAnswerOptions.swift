import ArgumentParser
import AuditModel
import Files
import Integrity
import Manifests
import Scoring
import Transcripts

/// The further probes and their transcripts.
struct ProbeAnswerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The directory that 'probe' wrote.", valueName: "dir"))
  var probes: String?

  @Option(
    help: ArgumentHelp(
      "The decoder's output for the further probes, in any format of transcripts.",
      valueName: "file"))
  var probeTranscripts: String?

  @Option(
    help: ArgumentHelp(
      "A manifest that the model never saw.",
      discussion:
        "What the model writes for sounds without speech is searched in the training data and in this "
        + "text.", valueName: "manifest"))
  var background: String?

  @Option(
    help: ArgumentHelp(
      "Write the sequences of words that were found in either text, as a table.",
      valueName: "file"))
  var silenceList: String?

  func validate() throws {
    guard (probes == nil) == (probeTranscripts == nil) else {
      throw ValidationError("'--probes' and '--probe-transcripts' need one another.")
    }
    guard background == nil || probes != nil else {
      throw ValidationError("'--background' needs '--probes' and '--probe-transcripts'.")
    }
    guard silenceList == nil || background != nil else {
      throw ValidationError("'--silence-list' needs '--background'.")
    }
    guard probeTranscripts != "-" else {
      throw ValidationError("'--probe-transcripts' takes a file, not standard input.")
    }
  }

  var inputs: [NamedPath?] {
    [
      NamedPath("--probes", probes), NamedPath("--probe-transcripts", probeTranscripts),
    ] + manifestPaths(background)
  }

  /// The transcripts of the further probes, and what the model writes for sounds without speech; nil
  /// without the options.
  /// - Parameters:
  ///   - ledger: the path of the ledger, beside which the training data is.
  ///   - force: whether an existing list is moved aside.
  func read(
    _ request: ScoringRequest, _ root: Digest, ledger: String, force: Bool
  ) throws -> (answers: ProbeAnswers, silence: Report.SilenceResult?)? {
    guard let probes, let probeTranscripts else { return nil }
    let record = try FurtherProbes.read(in: probes, of: request.ledger, root: root)
    let reader = try TranscriptReader(
      path: probeTranscripts, alternatives: request.matching.bestOf > 1)
    diagnose("transcripts of further probes: \(reader.decision)")
    let answers = try ProbeAnswers(record, reader, request)
    let search = SilenceSearch(answers, request)
    guard search.hasTranscripts else {
      guard background == nil else {
        throw Problem(
          .usage, "no sound without speech has a transcript", field: "--background",
          hint: "transcribe the family silence of asr-audit probe")
      }
      return (answers, nil)
    }
    guard let background else {
      return (answers, try search.result(training: nil, background: nil).result)
    }
    let header = request.ledger.header
    let train = "\(parentDirectory(of: ledger))/train"
    let training = try header.corpus.open(header.corpus.trainingManifest(in: train))
    let other = try ManifestFormat.recognize(background, keys: ManifestKeys()).format
      .open(background, keys: ManifestKeys())
    let (result, findings) = try search.result(training: training, background: other)
    if let silenceList { try write(findings, to: silenceList, force: force) }
    return (answers, result)
  }

  private func write(
    _ findings: [SilenceSearch.Finding], to path: String, force: Bool
  ) throws(Problem) {
    let file = try WholeFile(path, force: force)
    try file.write(Array("transcripts\tin_training\tin_background\twords\n".utf8))
    for finding in findings {
      let line =
        "\(finding.transcripts)\t\(finding.isInTraining)\t\(finding.isInBackground)\t"
        + "\(finding.words)\n"
      try file.write(Array(line.utf8))
    }
    try file.commit()
  }
}
