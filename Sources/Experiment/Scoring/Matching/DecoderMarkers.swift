/// Removes the markers of known decoders from transcripts and counts them.
///
///     marker  = "<|" any "|>" | "<" angle ">" | "[" square "]" | control character
///     angle   = "s" | "/s" | "pad" | "eos" | …     (`angleNames`, in any case)
///     square  = "SEP" | "BLANK_AUDIO" | …          (`squareNames`, in any case)
///
/// Each marker becomes a space. `<unk>` is not a marker: it stands for speech that the tokenizer
/// cannot write. A marker that a reference contains is text of the corpus and stays.
///
/// Sources: `<|…|>` Whisper, Qwen-Audio, SenseVoice, Canary; `<s>` Fairseq, SpeechBrain, Hugging Face;
/// `<sos/eos>` ESPnet; `<blank>` WeNet; `<eps>` Kaldi, k2; `[SEP]`, `[CLS]` BERT decoders;
/// `[BLANK_AUDIO]` whisper.cpp.
package struct DecoderMarkers: Sendable {
  /// The number of transcripts that contained each marker, by its first spelling.
  package private(set) var transcripts: [String: Int] = [:]
  private let kept: Set<String>

  private static let angleNames: Set<String> = [
    "s", "/s", "sos", "eos", "sos/eos", "bos", "sot", "eot", "pad", "blank", "blk", "eps", "sil",
    "silence", "noise", "laughter", "cough", "breath", "nospeech",
  ]
  private static let squareNames: Set<String> = [
    "sep", "cls", "pad", "mask", "bos", "eos", "blank_audio", "blank", "silence", "noise",
    "laughter", "music",
  ]

  /// - Parameter references: the references of all probes.
  package init(references: some Sequence<String> = []) {
    var kept: Set<String> = []
    for reference in references
    where Self.mayHaveMarker(reference) && reference.contains(where: { $0 == "<" || $0 == "[" }) {
      for marker in Self.markers(in: reference) {
        kept.insert(reference[marker].lowercased())
      }
    }
    self.kept = kept
  }

  /// Returns the transcript without markers.
  package mutating func strip(_ transcript: String) -> String {
    guard Self.mayHaveMarker(transcript) else { return transcript }
    var found: Set<String> = []
    var result = ""
    var end = transcript.startIndex
    for range in Self.markers(in: transcript) {
      let marker = transcript[range]
      if kept.contains(marker.lowercased()) { continue }
      result += transcript[end..<range.lowerBound] + " "
      end = range.upperBound
      found.insert(Self.name(of: marker))
    }
    for marker in found { transcripts[marker, default: 0] += 1 }
    return found.isEmpty ? transcript : result + transcript[end...]
  }

  /// False if no byte of the text can start a marker.
  private static func mayHaveMarker(_ text: String) -> Bool {
    text.utf8.contains { byte in
      byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "<") || byte == UInt8(ascii: "[")
    }
  }

  private static func name(of marker: Substring) -> String {
    guard let scalar = marker.unicodeScalars.first, scalar.properties.generalCategory == .control
    else { return String(marker) }
    return "U+" + String(repeating: "0", count: 2) + (scalar.value < 16 ? "0" : "")
      + String(scalar.value, radix: 16, uppercase: true)
  }

  private static func markers(in text: String) -> [Range<String.Index>] {
    var ranges: [Range<String.Index>] = []
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      if let end = markerEnd(scalars, index) {
        ranges.append(index..<end)
        index = end
      } else {
        index = scalars.index(after: index)
      }
    }
    return ranges
  }

  /// The end of the marker that begins at `start`; nil if none does.
  private static func markerEnd(
    _ scalars: String.UnicodeScalarView, _ start: String.Index
  ) -> String.Index? {
    let first = scalars[start]
    if first.properties.generalCategory == .control, !first.properties.isWhitespace {
      return scalars.index(after: start)
    }
    guard let closing: Unicode.Scalar = first == "<" ? ">" : first == "[" ? "]" : nil,
      let close = scalars[start...].prefix(64).firstIndex(of: closing)
    else { return nil }
    let content = String(scalars[scalars.index(after: start)..<close]).lowercased()
    let isMarker =
      first == "<"
      ? content.hasPrefix("|") && content.hasSuffix("|") && content.count > 2
        || angleNames.contains(content)
      : squareNames.contains(content)
    return isMarker ? scalars.index(after: close) : nil
  }
}
