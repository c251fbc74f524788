import Files
import Randomness

/// Recordings of single words that are concatenated to utterances: real voices instead of a synthesiser.
///
/// The layout is `BANK/<word>/<speaker>/<recording>` or, as in the Free Spoken Digit Dataset,
/// `BANK/[recordings/]<word>_<speaker>_<recording>`, in any audio format and at one sample rate. Only
/// speakers with a recording of every word are used, so that the words do not depend on the speaker. A
/// digit stands for its word: `7` is seven.
package struct WordBank: Synthesizer {
  package let voices: [String]
  /// The recorded words in byte order.
  package let words: [String]
  /// The paths by word and speaker.
  private let recordings: [String: [String: [String]]]
  private let gender: VoiceGender?

  /// The silence between two words in seconds.
  private static let gap = 0.05

  /// - Parameter gender: the gender of all speakers; nil if it is unknown or differs.
  package init(_ path: String, gender: VoiceGender? = nil) throws(Problem) {
    self.gender = gender
    var recordings: [String: [String: [String]]] = [:]
    for word in try visibleEntries(of: path) where isDirectory("\(path)/\(word)") {
      for speaker in try visibleEntries(of: "\(path)/\(word)")
      where isDirectory("\(path)/\(word)/\(speaker)") {
        let folder = "\(path)/\(word)/\(speaker)"
        let files = try visibleEntries(of: folder)
        if !files.isEmpty {
          recordings[spoken(word), default: [:]][speaker, default: []] += files.map {
            "\(folder)/\($0)"
          }
        }
      }
    }
    if recordings.isEmpty {
      let flat = isDirectory("\(path)/recordings") ? "\(path)/recordings" : path
      for file in try visibleEntries(of: flat) where !isDirectory("\(flat)/\(file)") {
        let parts = file.split(separator: "_", maxSplits: 2).map(String.init)
        guard parts.count == 3 else { continue }
        recordings[spoken(parts[0]), default: [:]][parts[1], default: []].append("\(flat)/\(file)")
      }
    }
    guard recordings.count >= 2 else {
      throw Problem(
        .badData, "a word bank needs a folder for each word, with a folder for each speaker in it",
        file: path, hint: "for example \(path)/seven/anna/1.wav, or \(path)/7_anna_1.wav")
    }
    words = inByteOrder(recordings.keys)
    // The texts of canaries are split at white space.
    if let word = words.first(where: { $0.isEmpty || $0.contains(where: \.isWhitespace) }) {
      throw Problem(
        .badData, "'\(word)' is not one word", file: path,
        hint: "a recording has one word; rename it without spaces, or leave it out")
    }
    let everyone = inByteOrder(Set(recordings.values.flatMap(\.keys)))
    voices = everyone.filter { speaker in
      recordings.values.allSatisfy { $0[speaker] != nil }
    }
    guard !voices.isEmpty else {
      let nearly = everyone.max { a, b in
        recordings.values.count { $0[a] != nil } < recordings.values.count { $0[b] != nil }
      }!
      let gaps = abbreviatedList(words.filter { recordings[$0]![nearly] == nil })
      throw Problem(
        .badData, "no speaker recorded every word", file: path,
        hint: "the most complete speaker is \(nearly), without recordings of: \(gaps)")
    }
    self.recordings = recordings
  }

  package func gender(of voice: String) -> VoiceGender? { gender }

  package var description: String { "word bank of \(words.count) words" }

  package func speak(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> Waveform {
    var samples: [Float] = []
    var sampleRate: Int?
    for word in words {
      guard let files = recordings[word]?[voice] else {
        preconditionFailure("the word bank has no recording of '\(word)'")
      }
      let file = random.pick(files)
      let recording = try AudioFile.read(file)
      if let sampleRate, sampleRate != recording.sampleRate {
        throw Problem(
          .badData, "is at \(recording.sampleRate) Hz, others of the bank at \(sampleRate) Hz",
          file: file, hint: "resample all recordings to one sample rate")
      }
      if sampleRate != nil {
        let silence = Int(Self.gap * Double(recording.sampleRate))
        samples.append(contentsOf: repeatElement(0, count: silence))
      }
      sampleRate = recording.sampleRate
      samples.append(contentsOf: recording.samples)
    }
    return Waveform(samples: samples, sampleRate: sampleRate ?? 16_000)
  }

  /// The places of the recordings, without the silence between them. Nil if a recording is missing.
  package func wordTimes(
    _ words: [String], voice: String, random: inout RandomStream
  ) throws(Problem) -> [Range<Double>]? {
    var times: [Range<Double>] = []
    var start = 0.0
    for word in words {
      guard let files = recordings[word]?[voice] else { return nil }
      let header = try AudioFile.header(of: random.pick(files))
      times.append(start..<start + header.seconds)
      let silence = (Self.gap * Double(header.sampleRate)).rounded(.down)
      start += header.seconds + silence / Double(header.sampleRate)
    }
    return times
  }
}

private func visibleEntries(of path: String) throws(Problem) -> [String] {
  try directoryEntries(of: path).filter { !$0.hasPrefix(".") }
}

private func inByteOrder(_ names: some Sequence<String>) -> [String] {
  names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// The word that the name of a folder stands for.
private func spoken(_ folder: String) -> String {
  let digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
  guard let figure = Int(folder), digits.indices.contains(figure), folder.count == 1 else {
    return folder
  }
  return digits[figure]
}
