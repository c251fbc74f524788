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

  private static let patterns = BytePatterns(allCases.map(\.rawValue))

  /// The marker that a line contains, in any case.
  static func find(in line: ArraySlice<UInt8>) -> LogMarker? {
    patterns.find(in: line).map { allCases[$0.pattern] }
  }

  /// The number before a marker that names no utterance; 0 without one.
  static func count(in line: ArraySlice<UInt8>) -> Int {
    let text = String(decoding: line, as: UTF8.self).lowercased()
    guard let range = text.firstRange(of: nemo.rawValue) else { return 0 }
    let digits = text[..<range.lowerBound].reversed().drop { $0 == " " }.prefix { $0.isNumber }
    return Int(String(digits.reversed())) ?? 0
  }
}
