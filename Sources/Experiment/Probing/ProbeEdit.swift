import AuditModel
import Files
import Randomness
import Speech

/// A change to the sound of a probe, for one kind of further probe.
package enum ProbeEdit: Sendable {
  case copy
  /// Played so many times as fast, with tempo and pitch together.
  case speed(Double)
  case level(decibels: Double)
  case noise(decibels: Double)
  case band(hertz: Int)
  case padding(seconds: Double)
  case mask(HiddenWords, Waveform.Filler)
  /// A sound without speech instead of the probe's.
  case speechless(SpeechlessSound)

  /// The kinds of all families in the order of the report, with their edits. The strengths are fixed,
  /// so that audits can be compared.
  package static let all: [(kind: ProbeKind, edit: ProbeEdit)] = [
    (ProbeKind(.same, "unchanged"), .copy),
    (ProbeKind(.speed, "0.95x"), .speed(0.95)),
    (ProbeKind(.speed, "1.05x"), .speed(1.05)),
    (ProbeKind(.level, "-20 dB"), .level(decibels: -20)),
    (ProbeKind(.noise, "20 dB"), .noise(decibels: 20)),
    (ProbeKind(.noise, "10 dB"), .noise(decibels: 10)),
    (ProbeKind(.noise, "5 dB"), .noise(decibels: 5)),
    (ProbeKind(.band, "4 kHz"), .band(hertz: 4_000)),
    (ProbeKind(.padding, "0.3 s"), .padding(seconds: 0.3)),
    (ProbeKind(.masked, "last word, noise"), .mask(.lastWord, .noise)),
    (ProbeKind(.masked, "middle word, noise"), .mask(.middleWord, .noise)),
    (ProbeKind(.masked, "last two words, noise"), .mask(.lastTwoWords, .noise)),
    (ProbeKind(.masked, "last word, silence"), .mask(.lastWord, .silence)),
    (ProbeKind(.silence, "zeros"), .speechless(.zeros)),
    (ProbeKind(.silence, "white noise"), .speechless(.white)),
    (ProbeKind(.silence, "pink noise"), .speechless(.pink)),
    (ProbeKind(.silence, "hum"), .speechless(.hum)),
    (ProbeKind(.silence, "clicks"), .speechless(.clicks)),
  ]

  /// The kinds of some families.
  package static func kinds(
    of families: Set<ProbeFamily>
  ) -> [(kind: ProbeKind, edit: ProbeEdit)] {
    all.filter { families.contains($0.kind.family) }
  }

  /// The number of sounds without speech of each kind.
  package static let speechlessSounds = 20

  /// The edited sound.
  /// - Parameter hidden: the frames that a mask hides; ignored by all other edits.
  package func apply(
    to waveform: Waveform, hiding hidden: Range<Int>, from random: inout RandomStream
  ) throws(Problem) -> Waveform {
    switch self {
    case .copy: return waveform
    case .speed(let speed):
      return try Resampler.convert(waveform, speed: speed, sampleRate: waveform.sampleRate)
        .withHeadroom().waveform
    case .level(let decibels): return waveform.amplified(decibels: decibels)
    case .noise(let decibels): return waveform.withWhiteNoise(decibels: decibels, from: &random)
    case .band(let hertz): return try waveform.limited(toBand: hertz)
    case .padding(let seconds): return waveform.surroundedBySilence(seconds: seconds)
    case .mask(_, let filler): return waveform.hiding(hidden, with: filler, from: &random)
    case .speechless(let sound):
      return sound.waveform(
        frames: waveform.samples.count, sampleRate: waveform.sampleRate, from: &random)
    }
  }
}
