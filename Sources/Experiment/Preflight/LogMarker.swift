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

  private static let bytes: [(marker: LogMarker, bytes: [UInt8])] = allCases.map {
    ($0, Array($0.rawValue.utf8))
  }

  /// The marker that a line contains.
  static func find(in line: ArraySlice<UInt8>) -> LogMarker? {
    bytes.first { contains($0.bytes, in: line) }?.marker
  }

  private static func contains(_ needle: [UInt8], in line: ArraySlice<UInt8>) -> Bool {
    guard line.count >= needle.count else { return false }
    var start = line.startIndex
    while start + needle.count <= line.endIndex {
      guard let place = line[start...(line.endIndex - needle.count)].firstIndex(of: needle[0])
      else {
        return false
      }
      if line[place..<(place + needle.count)].elementsEqual(needle) { return true }
      start = place + 1
    }
    return false
  }

  /// The number before a marker that names no utterance; 0 without one.
  static func count(in line: ArraySlice<UInt8>) -> Int {
    let text = String(decoding: line, as: UTF8.self)
    guard let range = text.firstRange(of: nemo.rawValue) else { return 0 }
    let digits = text[..<range.lowerBound].reversed().drop { $0 == " " }.prefix { $0.isNumber }
    return Int(String(digits.reversed())) ?? 0
  }
}
