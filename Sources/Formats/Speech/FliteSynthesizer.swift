import CFlite
import Files
import Randomness
import Synchronization

/// The four built-in voices of flite, in this process.
///
/// flite draws from the C library's `rand()`, which all threads share. A text gives the same samples
/// only if `srand` is called before each utterance and no other thread draws meanwhile, so one lock
/// covers both. Resampling and writing, which take longer, need no lock.
package struct FliteSynthesizer: Synthesizer {
  package enum Voice: String, CaseIterable, Sendable {
    case slt, rms, awb, kal16

    package var gender: VoiceGender {
      switch self {
      case .slt: .female
      case .rms, .awb, .kal16: .male
      }
    }
  }

  package let voices: [String]

  package init(voices: [Voice] = Voice.allCases) {
    precondition(!voices.isEmpty, "a synthesizer needs a voice")
    self.voices = voices.map(\.rawValue)
  }

  package var description: String { "flite \(FLITE_PROJECT_VERSION)" }

  package func gender(of voice: String) -> VoiceGender? { Voice(rawValue: voice)?.gender }

  package func speak(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> Waveform {
    guard let voice = Voice(rawValue: voice) else {
      preconditionFailure("flite has no voice '\(voice)'")
    }
    // For a word in another script flite returns faint noise and no error.
    guard Self.speaks(words) else {
      throw Problem(
        .badData, "flite cannot synthesise '\(words.joined(separator: " "))'",
        hint:
          "its voices support English only; use \(SpeechSetting.voiceCommand) or \(SpeechSetting.wordBank) "
          + "for others")
    }
    let seed = UInt32(truncatingIfNeeded: random.next())
    let spoken = Self.spoken(words)
    let waveform = flite.withLock { flite in flite.speak(spoken, voice: voice, seed: seed) }
    guard let waveform, !waveform.samples.isEmpty else {
      throw Problem(.badData, "flite failed to synthesise '\(spoken)'")
    }
    return waveform
  }

  /// The places between the ends of the segments of neighbouring words. Nil if flite speaks a word as
  /// several, or several as one.
  package func wordTimes(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> [Range<Double>]? {
    guard let voice = Voice(rawValue: voice), Self.speaks(words) else { return nil }
    let seed = UInt32(truncatingIfNeeded: random.next())
    let spoken = Self.spoken(words)
    let times = flite.withLock { flite in flite.wordTimes(spoken, voice: voice, seed: seed) }
    return times.count == words.count ? times : nil
  }

  private static func speaks(_ words: [String]) -> Bool {
    !words.isEmpty && words.allSatisfy(isEnglish)
  }

  private static func spoken(_ words: [String]) -> String {
    words.map(pronounceable).joined(separator: " ")
  }

  private static func isEnglish(_ word: String) -> Bool {
    word.contains { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  /// flite reads a single "a" as the unstressed article; the name of the letter is "ay".
  private static func pronounceable(_ word: String) -> String {
    word.lowercased() == "a" ? "ay" : word
  }
}

private let flite = Mutex(Flite())

/// The library's voices, each registered when it is first used.
private struct Flite: ~Copyable {
  private var registered: [FliteSynthesizer.Voice: UnsafeMutablePointer<cst_voice>] = [:]

  init() { flite_init() }

  mutating func speak(
    _ text: String, voice: FliteSynthesizer.Voice, seed: UInt32
  ) -> Waveform? {
    guard let handle = handle(of: voice) else { return nil }
    srand(seed)
    guard let wave = flite_text_to_wave(text, handle) else { return nil }
    defer { delete_wave(wave) }
    let samples = UnsafeBufferPointer(
      start: wave.pointee.samples, count: Int(wave.pointee.num_samples))
    return Waveform(
      samples: samples.map { Float($0) / 32768 }, sampleRate: Int(wave.pointee.sample_rate))
  }

  /// The places of the words in the waveform of `speak`, in seconds. Pauses belong to no word.
  mutating func wordTimes(
    _ text: String, voice: FliteSynthesizer.Voice, seed: UInt32
  ) -> [Range<Double>] {
    guard let handle = handle(of: voice) else { return [] }
    srand(seed)
    guard let utterance = flite_synth_text(text, handle) else { return [] }
    defer { delete_utterance(utterance) }
    var times: [Range<Double>] = []
    var start = 0.0
    var previous: UnsafeMutableRawPointer?
    var segment = relation_head(utt_relation(utterance, "Segment"))
    while let current = segment {
      let end = max(start, Double(item_feat_float(current, "end")))
      // Two segments of a word share its contents.
      let word = path_to_item(current, "R:SylStructure.parent.parent")
        .flatMap { $0.pointee.contents }.map { UnsafeMutableRawPointer($0) }
      if word != nil {
        if word == previous, let last = times.last {
          times[times.count - 1] = last.lowerBound..<end
        } else {
          times.append(start..<end)
        }
      }
      (start, previous) = (end, word)
      segment = item_next(current)
    }
    return times
  }

  private mutating func handle(
    of voice: FliteSynthesizer.Voice
  ) -> UnsafeMutablePointer<cst_voice>? {
    if let known = registered[voice] { return known }
    let handle =
      switch voice {
      case .slt: register_cmu_us_slt(nil)
      case .rms: register_cmu_us_rms(nil)
      case .awb: register_cmu_us_awb(nil)
      case .kal16: register_cmu_us_kal16(nil)
      }
    registered[voice] = handle
    return handle
  }
}
