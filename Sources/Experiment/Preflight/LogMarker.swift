import Files

/// A message by which a toolkit says that it leaves utterances out.
enum LogMarker: String, CaseIterable, Sendable {
  /// icefall's filters (`remove_short_and_long_utt`, `filter_cuts.py`).
  case icefall = "Exclude cut with ID"
  /// Kaldi's nnet3-chain-get-egs.
  case kaldiTooShort = "Not producing egs for utterance"
  /// Kaldi's alignment programs.
  case kaldiAlignment = "Did not successfully decode"
  /// Kaldi's nnet3-get-egs, for utterances without an alignment.
  case kaldiPosterior = "No pdf-level posterior for key"
  /// Kaldi's alignment programs.
  case kaldiFeatures = "No features for utterance"
  /// Kaldi's compute-mfcc-feats and compute-fbank-feats.
  case kaldiExtraction = "Failed to compute features for utterance"
  /// NeMo's loader, which names no utterance.
  case nemo = "files were filtered"

  private static let needles: [(marker: LogMarker, bytes: [UInt8])] = allCases.map {
    ($0, $0.rawValue.utf8.map(lowered))
  }

  /// The marker that a line contains, in any case.
  static func find(in line: ArraySlice<UInt8>) -> LogMarker? {
    for place in line.indices where isFirst[Int(line[place])] {
      for (marker, bytes) in needles where line.endIndex - place >= bytes.count {
        if zip(line[place...], bytes).allSatisfy({ lowered($0) == $1 }) { return marker }
      }
    }
    return nil
  }

  /// Whether a byte begins a message, by its value.
  private static let isFirst: [Bool] = (0...255).map { byte in
    needles.contains { $0.bytes[0] == lowered(UInt8(byte)) }
  }

  /// The number before a marker that names no utterance; 0 without one.
  static func count(in line: ArraySlice<UInt8>) -> Int {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    guard let range = text.firstRange(of: nemo.rawValue) else { return 0 }
    let digits = text[..<range.lowerBound].reversed().drop { $0 == " " }.prefix { $0.isNumber }
    return Int(String(digits.reversed())) ?? 0
  }
}
