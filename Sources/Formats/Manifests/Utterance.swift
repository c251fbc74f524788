import Files

/// One utterance of a corpus, as far as injecting needs to know it. Bytes are UTF-8.
package struct Utterance: Sendable {
  package let file: String
  /// Counted from 1.
  package let line: Int
  /// The id where the format has one.
  package let id: String?
  /// The path or command that the manifest gives; empty where another file gives it.
  package let audio: ArraySlice<UInt8>
  package let text: ArraySlice<UInt8>
  package let seconds: Double?
  /// Where in the audio file it starts, in seconds.
  package let offset: Double?
  package let speaker: String?
  package let language: String?
  /// Format-specific: what a probe entry of this utterance is made from.
  let source: ArraySlice<UInt8>

  /// What transcripts and ledgers call it: its id, else the stem of its audio file's name.
  package var name: String { id ?? stem(of: String(decoding: audio, as: UTF8.self)) }

  /// True where the audio is an address such as s3://…, which no link can lead to.
  package var isRemote: Bool {
    guard let colon = audio.prefix(16).firstIndex(of: UInt8(ascii: ":")) else { return false }
    return audio[colon...].starts(with: "://".utf8)
  }

  /// A copy that does not hold on to the buffer it was read into.
  package var detached: Utterance {
    Utterance(
      file: file, line: line, id: id, audio: Array(audio)[...], text: Array(text)[...],
      seconds: seconds, offset: offset, speaker: speaker, language: language,
      source: Array(source)[...])
  }
}

/// Durations that are taken for one. No recording lasts thirty years, and the sum of a corpus of
/// larger numbers need not be a number.
let possibleSeconds = 0..<1e9

/// An utterance to inject or to probe: its audio has been written.
package struct InjectedUtterance: Sendable {
  package let id: String
  /// What the manifest will say: absolute, or relative to the manifest.
  package let audioPath: String
  package let text: String
  package let frames: Int
  package let sampleRate: Int
  package let speaker: Speaker

  package init(
    id: String, audioPath: String, text: String, frames: Int, sampleRate: Int, speaker: Speaker
  ) {
    self.id = id
    self.audioPath = audioPath
    self.text = text
    self.frames = frames
    self.sampleRate = sampleRate
    self.speaker = speaker
  }

  var seconds: Double { Double(frames) / Double(sampleRate) }
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

/// An utterance of the user's that joins the probe set under a new id.
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
