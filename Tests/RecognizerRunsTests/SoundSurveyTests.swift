import Files
import Kernels
import Recognizer
import RecognizerRuns
import Speech
import TestSupport
import Testing

/// The summary of sounds, against averages of log-mel energies.
@Suite struct SoundSurveyTests {
  let tones: ToneRuns

  init() throws { tones = try ToneRuns() }

  private func utterances() throws -> [RunUtterance] {
    try readUtterances(tones.place("train.json"), format: nil).utterances
  }

  private func survey(_ threads: Int = 2) throws -> [SurveyedSound] {
    try SoundSurvey(utterances(), isa: .base, threads: threads).run { _, _ in }
  }

  @Test func `the energies are averages over equal parts, of mean 0 and length 1`() throws {
    let sounds = try survey()
    let logMel = try LogMel(sampleRate: 16_000, melBins: 20)
    let workspace = LogMelWorkspace(for: logMel, kernels: ISA.base.kernels)
    for (utterance, sound) in zip(try utterances(), sounds) {
      let samples = try samples(of: utterance.audio, sampleRate: 16_000)
      let frames = logMel.frames(samples: samples.count)
      #expect(sound.frames == frames)
      let energies = Buffer(frames * 20)
      try samples.withUnsafeBufferPointer {
        try logMel.logEnergies($0, into: energies.base, workspace)
      }
      var slow: [Double] = []
      for part in 0..<16 {
        for band in 0..<20 {
          let cells = (frames * part / 16..<frames * (part + 1) / 16).map {
            Double(energies.base[$0 * 20 + band])
          }
          slow.append(cells.reduce(0, +) / Double(cells.count))
        }
      }
      let mean = slow.reduce(0, +) / 320
      let length = slow.map { ($0 - mean) * ($0 - mean) }.reduce(0, +).squareRoot()
      #expect(sound.pooled.count == 320)
      for (fast, value) in zip(sound.pooled, slow) {
        #expect(abs(Double(fast) - (value - mean) / length) < 1e-6)
      }
      let squares = samples.reduce(0.0) { sum, sample in sum + Double(sample) * Double(sample) }
      let level = (squares / Double(samples.count)).squareRoot()
      #expect(abs(sound.level - level) < 1e-12)
    }
  }

  @Test func `the number of threads changes nothing, and level changes no energies`() throws {
    let sounds = try survey(1)
    #expect(try survey(2) == sounds)
    #expect(Set(sounds.map(\.digest)).count == sounds.count)
    let file = tones.place("0.wav")
    let loud = try AudioFile.read(file)
    let soft = Waveform(samples: loud.samples.map { $0 / 2 }, sampleRate: loud.sampleRate)
    try AudioFile.write(
      soft, to: file, as: AudioFormat(sampleRate: soft.sampleRate, channels: 1, container: .wav))
    let changed = try survey(1)[0]
    #expect(changed.digest != sounds[0].digest)
    var sum: Float = 0
    for (a, b) in zip(changed.pooled, sounds[0].pooled) { sum += a * b }
    #expect(sum > 0.99)
  }

  @Test func `audio that cannot be read names the utterance`() throws {
    try removeTree(tones.place("5.wav"))
    let problem = #expect(throws: Problem.self) { try survey() }
    #expect(problem?.kind == .missingInput && problem?.file == tones.place("5.wav"))
    #expect(problem?.message.contains("utterance '5'") == true)
  }
}
