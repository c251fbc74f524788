import Files

/// The components of the first sample of an archive, which the samples of canaries have too.
struct FirstSample: Sendable {
  /// The extensions in their order.
  let kinds: [String]
  let audioKind: String
  /// The extension of the text; nil if the text is in the JSON component.
  let textKind: String?
  /// Whether the text ends in a line feed.
  let textEndsLine: Bool
  /// The fields of the JSON component; nil if there is none.
  let json: RecordManifest?

  /// - Throws: for an archive without a sample that has audio.
  init(_ archive: String, _ names: SampleNames) throws(Problem) {
    var samples = try TarSampleReader(archive, names)
    guard let sample = try samples.nextSample() else {
      throw Problem(.badData, "has no sample", file: archive)
    }
    kinds = sample.components.map(\.kind)
    audioKind = kinds.first(where: SampleShards.audioKinds.contains) ?? ""
    textKind = SampleShards.textKinds.first(where: kinds.contains)
    let text = sample.components.first { [textKind] in $0.kind == textKind }
    textEndsLine =
      try text.map { text throws(Problem) in
        try samples.reader.content(of: text.member, limit: 1 << 20).last == 0x0A
      } ?? false
    guard let component = sample.components.first(where: { $0.kind == "json" }) else {
      json = nil
      return
    }
    let label = "\(archive)(\(component.member.name.printable))"
    let bytes = try samples.reader.content(of: component.member, limit: 1 << 20)
    let fields = try EntryReader(path: label, layout: .sampleJSON, names: [:])
      .jsonFields(of: Record(bytes: bytes[...], line: 1))
    let present = fields.map { String(decoding: $0.name, as: UTF8.self) }
    var layout = RecordLayout.sampleJSON
    layout.names = layout.names.mapValues { $0.filter(present.contains) }
      .filter { !$0.value.isEmpty }
    // The text of a component takes precedence.
    if textKind == nil { layout.required = [.text] }
    json = RecordManifest(path: label, format: .webdataset, layout: layout)
  }
}

extension RecordLayout {
  /// The JSON component of a sample; the keys are those that recipes use.
  fileprivate static let sampleJSON = RecordLayout(
    loader: "the pipeline", syntax: .jsonLines,
    names: [
      .audio: ["audio_filepath", "audio_path", "path", "file_name", "filename", "wav"],
      .text: ["text", "transcript", "transcription", "sentence", "txt", "caption"],
      .id: ["id", "key", "utt_id", "__key__"], .duration: ["duration"],
      .speaker: ["speaker", "speaker_id", "spk_id"], .language: ["lang", "language"],
      .sampleRate: ["sampling_rate", "sample_rate", "sr"],
    ], required: [], audio: .elsewhere, mixesNames: true)
}
