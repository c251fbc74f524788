import Files

/// The properties of an utterance of a corpus that injection needs. Bytes are UTF-8.
package struct Utterance: Sendable {
  package let file: String
  /// Counted from 1.
  package let line: Int
  /// The id, if the format has ids.
  package let id: String?
  /// The path or command in the manifest; empty if another file has it.
  package let audio: ArraySlice<UInt8>
  package let text: ArraySlice<UInt8>
  package let seconds: Double?
  /// The start in seconds from the start of the audio file.
  package let offset: Double?
  package let speaker: String?
  package let language: String?
  /// The source of a probe entry for this utterance; its content depends on the format.
  let source: ArraySlice<UInt8>

  /// The name in transcripts and ledgers: the id, else the stem of the audio file's name.
  package var name: String { id ?? stem(of: String(decoding: audio, as: UTF8.self)) }

  /// True if the audio is an address such as s3://…, which a link cannot point to.
  package var isRemote: Bool {
    guard let colon = audio.prefix(16).firstIndex(of: UInt8(ascii: ":")) else { return false }
    return audio[colon...].starts(with: "://".utf8)
  }

  /// A copy that does not retain the buffer that it was read into.
  package var detached: Utterance {
    Utterance(
      file: file, line: line, id: id, audio: Array(audio)[...], text: Array(text)[...],
      seconds: seconds, offset: offset, speaker: speaker, language: language,
      source: Array(source)[...])
  }
}

/// The range of valid durations and offsets in seconds. The upper end, about 30 years, keeps sums
/// over a corpus finite.
let possibleSeconds = 0..<1e9

/// An utterance to inject or to probe, whose audio has been written.
package struct InjectedUtterance: Sendable {
  package let id: String
  /// The path in the manifest, absolute or relative to the manifest.
  package private(set) var audioPath: String
  package let text: String
  package let frames: Int
  package let sampleRate: Int
  package let speaker: Speaker
  /// The size of the audio file.
  package let fileBytes: Int
  package let channels: Int
  /// The number of the archive that has the audio; nil without archives.
  private(set) var shard: Int?

  package init(
    id: String, audioPath: String, text: String, frames: Int, sampleRate: Int, speaker: Speaker,
    fileBytes: Int = 0, channels: Int = 1
  ) {
    self.channels = channels
    self.id = id
    self.audioPath = audioPath
    self.text = text
    self.frames = frames
    self.sampleRate = sampleRate
    self.speaker = speaker
    self.fileBytes = fileBytes
  }

  var seconds: Double { Double(frames) / Double(sampleRate) }

  /// A copy whose audio is in an archive.
  func inShard(_ shard: Int) -> InjectedUtterance {
    var copy = self
    copy.shard = shard
    return copy
  }

  /// A copy whose audio has another path in the manifest.
  func at(_ path: String) -> InjectedUtterance {
    var copy = self
    copy.audioPath = path
    return copy
  }
}

package struct Speaker: Hashable, Sendable {
  package enum Gender: String, Sendable {
    case male = "m"
    case female = "f"
  }

  package let id: String
  /// Nil if it is unknown. A Kaldi directory with spk2gender needs it.
  package let gender: Gender?

  package init(id: String, gender: Gender?) {
    self.id = id
    self.gender = gender
  }
}

/// An utterance of the user's corpus that is added to the probe set under a new id.
package struct ProbedUtterance: Sendable {
  package let id: String
  package let speaker: Speaker
  package let utterance: Utterance

  package init(id: String, speaker: Speaker, utterance: Utterance) {
    self.id = id
    self.speaker = speaker
    self.utterance = utterance
  }
}
