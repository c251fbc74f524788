import Files

/// The audio formats of some files of a corpus, weighted by their length.
struct FormatTally {
  private var seconds: [AudioFormat: Double] = [:]
  private var examples: [AudioFormat: String] = [:]
  private(set) var files = 0

  mutating func add(_ format: AudioFormat, seconds length: Double, file: String) {
    seconds[format, default: 0] += length
    if examples[format] == nil { examples[format] = file }
    files += 1
  }

  /// The commonest format among those with the commonest sample rate, and its first file; nil without
  /// a file.
  var commonest: (format: AudioFormat, example: String)? {
    guard let rate = rates.first?.rate else { return nil }
    let formats = seconds.filter { $0.key.sampleRate == rate }
    let best = formats.max {
      ($0.value, examples[$1.key] ?? "") < ($1.value, examples[$0.key] ?? "")
    }
    return best.map { ($0.key, examples[$0.key] ?? "") }
  }

  /// The sample rates and their shares of the audio, the largest first.
  private var rates: [(rate: Int, share: Double)] {
    let total = seconds.values.reduce(0, +)
    return Dictionary(grouping: seconds, by: \.key.sampleRate)
      .map { rate, entries in
        (rate: rate, share: entries.reduce(0) { $0 + $1.value } / max(total, .leastNormalMagnitude))
      }
      .sorted { ($1.share, $0.rate) < ($0.share, $1.rate) }
  }

  /// A message if the files have several sample rates; nil otherwise.
  var warning: String? {
    guard rates.count > 1 else { return nil }
    let list = rates.map { "\(percent($0.share)) has \($0.rate) Hz" }
    return "the audio has several sample rates (\(files) files were read): "
      + "\(list.joined(separator: ", ")); the canaries get \(rates[0].rate) Hz"
  }
}
