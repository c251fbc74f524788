/// Returns a JSON document in which scalars that cannot be seen are escaped: those that change the
/// direction of writing, and the control characters that JSON allows. Ids and labels come from files
/// of other people, and an editor or terminal would reorder the text around such a scalar.
///
/// These scalars occur only inside strings, so the document keeps its meaning.
package func escapingHiddenScalars(_ json: [UInt8]) -> [UInt8] {
  guard json.contains(where: { $0 >= 0x7F }) else { return json }
  let text = String(decoding: json, as: UTF8.self)
  guard text.unicodeScalars.contains(where: isHidden) else { return json }
  var escaped: [UInt8] = []
  escaped.reserveCapacity(json.count + 16)
  for scalar in text.unicodeScalars {
    if isHidden(scalar) {
      let digits = String(scalar.value, radix: 16)
      escaped += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
    } else {
      escaped += UTF8.encode(scalar)!
    }
  }
  return escaped
}

/// True for control characters from U+007F on, and for marks and embeddings of the direction of
/// writing (Unicode Standard Annex 9). All have at most four hexadecimal digits.
private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
