import Foundation

/// Lower case of each scalar by itself, as the package tokenizers computes it. Σ at the end of a word
/// stays σ.
@Sendable func lowercased(_ text: String) -> String {
  map(text) { $0.properties.lowercaseMapping }
}

/// Without nonspacing marks (general category Mn).
@Sendable func withoutMarks(_ text: String) -> String {
  filter(text) { $0.properties.generalCategory != .nonspacingMark }
}

/// SentencePiece's rules for machine translation: without control characters, other spaces as a space
/// (tokenizers, normalizers/unicode.rs).
@Sendable func nmt(_ text: String) -> String {
  let kept = filter(text) { scalar in
    switch scalar.value {
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: false
    default: true
    }
  }
  return map(kept) { scalar in
    switch scalar.value {
    case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
      " "
    default: String(scalar)
    }
  }
}

/// BERT's clean text: without control characters, other spaces as a space.
@Sendable func cleaned(_ text: String) -> String {
  map(
    filter(text) { scalar in
      if scalar.value == 0 || scalar.value == 0xFFFD { return false }
      if ["\t", "\n", "\r"].contains(scalar) { return true }
      switch scalar.properties.generalCategory {
      case .control, .format, .unassigned, .privateUse: return false
      default: return true
      }
    }
  ) { isSpaceScalar($0) ? " " : String($0) }
}

/// Spaces around each ideograph.
@Sendable func spacedIdeographs(_ text: String) -> String {
  map(text) { scalar in
    switch scalar.value {
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2CEAF,
      0x2F800...0x2FA1F:
      " \(scalar) "
    default: String(scalar)
    }
  }
}

@Sendable func stripped(_ text: String, left: Bool, right: Bool) -> String {
  var scalars = text.unicodeScalars[...]
  if left { while let first = scalars.first, isSpaceScalar(first) { scalars.removeFirst() } }
  if right { while let last = scalars.last, isSpaceScalar(last) { scalars.removeLast() } }
  return String(scalars)
}

/// The text with the replacements of a SentencePiece normaliser. Spaces stay as they are. The
/// package looks up whole grapheme clusters of up to five bytes first, then their scalars, and takes
/// the shortest key (spm_precompiled, `transform`).
@Sendable func replaced(_ text: String, _ map: CharacterMap) -> String {
  var output: [UInt8] = []
  func appendReplacement(of bytes: ArraySlice<UInt8>) -> Bool {
    guard let found = map.replacement(in: bytes, at: bytes.startIndex, shortest: true) else {
      return false
    }
    output += found.text
    return true
  }
  for cluster in text {
    let bytes = Array(cluster.utf8)[...]
    if bytes.count < 6, appendReplacement(of: bytes) { continue }
    for scalar in cluster.unicodeScalars {
      let bytes = Array(String(scalar).utf8)[...]
      if !appendReplacement(of: bytes) { output += bytes }
    }
  }
  return String(decoding: output, as: UTF8.self)
}

/// The bytes of a text in base64 (RFC 4648, section 4); nil for other texts.
package func base64Decoded(_ text: String) -> [UInt8]? {
  Data(base64Encoded: text).map(Array.init)
}

private func map(_ text: String, _ body: (Unicode.Scalar) -> String) -> String {
  var result = ""
  for scalar in text.unicodeScalars { result.unicodeScalars += body(scalar).unicodeScalars }
  return result
}

private func filter(_ text: String, _ body: (Unicode.Scalar) -> Bool) -> String {
  String(String.UnicodeScalarView(text.unicodeScalars.filter(body)))
}
