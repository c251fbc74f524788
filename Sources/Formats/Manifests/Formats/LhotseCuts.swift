import Files

/// Lhotse cuts (`cuts.jsonl` or `cuts.jsonl.gz`): one JSON object a line.
///
///     {"id": "a-0", "start": 0, "duration": 1.1, "channel": 0, "supervisions": [{…}],
///      "recording": {"id": "a", "sources": [{"type": "file", "channels": [0], "source": "a.wav"}],
///                    "sampling_rate": 16000, "num_samples": 17600, "duration": 1.1}, "type": "MonoCut"}
///
/// * The text is that of the only supervision. Lhotse refuses objects with unknown keys and objects
///   without a `type`; other values belong into `custom`.
/// * `source` is opened as it is, so a relative path starts at the working directory.
/// * `num_samples` must be exact.
/// * Canaries have no `custom`, `gender` and `alignment` in their supervision, which is named where the
///   corpus has them; `custom` of the cut itself is copied.
/// * Cuts with `features` cannot be mixed with canaries, which have none.
extension RecordFormat {
  static let lhotseCuts = RecordFormat(
    title: "Lhotse cuts",
    evidence: "a file whose first line is an object with \"supervisions\" and \"type\""
  ) { start in
    start.hasKeys("supervisions", "type") ? start.has("supervisions", "type") : nil
  } layout: { _ in
    .lhotseCuts
  }
}

extension RecordLayout {
  static let lhotseCuts = RecordLayout(
    loader: "Lhotse", syntax: .jsonLines,
    names: [
      .id: ["id"], .audio: ["recording.sources.0.source"], .text: ["supervisions.0.text"],
      .duration: ["duration"], .start: ["start"], .language: ["supervisions.0.language"],
      .speaker: ["supervisions.0.speaker"], .sourceType: ["recording.sources.0.type"],
      .features: ["features"], .secondText: ["supervisions.1.text"], .type: ["type"],
    ], required: [.id, .audio, .text, .duration, .start, .type], audio: .workingDirectory,
    faults: lhotseFaults.merging([
      .sharedID: "Lhotse reads each of them, and finds one of them by its id"
    ]) { $1 }, fixedFields: ["channel"], mixesNames: true,
    knownKeys: [
      "": lhotseCutKeys, "supervisions.0.": lhotseSupervisionKeys,
      "recording.": lhotseRecordingKeys,
    ], lostKeys: lhotseLostKeys, types: lhotseCutTypes,
    standardFields: { $0.lhotseCut(of: $1, $2) })
}

let lhotseFaults: [RecordFault: String] = [
  .byteOrderMark: "Lhotse raises a JSONDecodeError",
  .blankLine: "Lhotse raises a JSONDecodeError on them",
  .missingDuration: "Lhotse raises ValueError: Unknown type of manifest",
  .unknownKey:
    "Lhotse raises ValueError: Unknown type of manifest; other values belong into \"custom\"",
  .missingText: "Lhotse reads such a line, and this program needs a text for each utterance",
  .otherCompression:
    "Lhotse opens files by the end of their name and fails on this one (BadGzipFile, "
    + "UnicodeDecodeError)",
]

/// The keys of a MonoCut or MultiCut (lhotse/cut/data.py).
let lhotseCutKeys: Set<String> = [
  "id", "start", "duration", "channel", "supervisions", "features", "recording", "custom", "type",
]

/// The keys of a supervision (lhotse/supervision.py).
let lhotseSupervisionKeys: Set<String> = [
  "id", "recording_id", "start", "duration", "channel", "text", "language", "speaker", "gender",
  "custom", "alignment",
]

/// The keys of the supervision of a cut that canaries do not have.
let lhotseLostKeys: Set<String> = [
  "supervisions.0.custom", "supervisions.0.gender", "supervisions.0.alignment",
]

/// The keys of a recording (lhotse/audio/recording.py).
let lhotseRecordingKeys: Set<String> = [
  "id", "sources", "sampling_rate", "num_samples", "duration", "channel_ids", "transforms",
]

/// The kinds of cut that have one recording. Lhotse reads the older `Cut` as a MonoCut.
let lhotseCutTypes: Set<String> = ["MonoCut", "MultiCut", "Cut"]

extension JSONWriter {
  /// - Parameter isInArchive: whether an archive has the audio, as in Lhotse Shar.
  mutating func lhotseCut(
    of utterance: InjectedUtterance, _ style: EntryContext, isInArchive: Bool = false
  ) {
    field("id", utterance.id)
    field("start", 0)
    field("duration", utterance.seconds)
    field("channel", 0)
    key("supervisions")
    beginArray()
    beginObject()
    lhotseSupervision(of: utterance, style)
    endObject()
    endArray()
    key("recording")
    beginObject()
    lhotseRecording(of: utterance, isInArchive: isInArchive)
    endObject()
    field("type", "MonoCut")
  }

  mutating func lhotseSupervision(of utterance: InjectedUtterance, _ style: EntryContext) {
    field("id", utterance.id)
    field("recording_id", utterance.id)
    field("start", 0)
    field("duration", utterance.seconds)
    field("channel", 0)
    field("text", utterance.text)
    if let language = style.language { field("language", language) }
    if style.hasSpeakers { field("speaker", utterance.speaker.id) }
  }

  mutating func lhotseRecording(of utterance: InjectedUtterance, isInArchive: Bool = false) {
    field("id", utterance.id)
    key("sources")
    beginArray()
    beginObject()
    field("type", isInArchive ? "shar" : "file")
    key("channels")
    channels(of: utterance)
    field("source", isInArchive ? "" : utterance.audioPath)
    endObject()
    endArray()
    field("sampling_rate", utterance.sampleRate)
    field("num_samples", utterance.frames)
    field("duration", utterance.seconds)
    key("channel_ids")
    channels(of: utterance)
  }

  private mutating func channels(of utterance: InjectedUtterance) {
    beginArray()
    for channel in 0..<utterance.channels { integer(channel) }
    endArray()
  }
}
