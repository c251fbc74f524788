import Files

/// Refuses a document that repeats a value by an anchor and an alias (`&name`, `*name`).
///
/// A few lines of nested aliases stand for billions of values, and no settings file needs them. The
/// text is searched without a parser, because the parser expands aliases. A name that is anchored and
/// repeated in a quoted text or a comment is therefore refused as well.
func refuseAliases(_ text: String) throws(Problem) {
  let bytes = Array(text.utf8)
  guard bytes.contains(anchorMark), bytes.contains(aliasMark) else { return }
  var anchors: Set<[UInt8]> = []
  var aliases: [(name: [UInt8], line: Int)] = []
  var line = 1
  for (index, byte) in bytes.enumerated() {
    if byte == UInt8(ascii: "\n") { line += 1 }
    guard byte == anchorMark || byte == aliasMark, index == 0 || canPrecede(bytes[index - 1])
    else { continue }
    let name = Array(bytes[(index + 1)...].prefix(while: isNameByte))
    if name.isEmpty { continue }
    if byte == anchorMark {
      anchors.insert(name)
    } else {
      aliases.append((name, line))
    }
  }
  guard let alias = aliases.first(where: { anchors.contains($0.name) }) else { return }
  let name = String(decoding: alias.name, as: UTF8.self)
  throw Problem(
    .badData, "aliases are not read: '*\(name)' repeats '&\(name)'", line: alias.line,
    hint: "write the value at both places")
}

private let anchorMark = UInt8(ascii: "&")
private let aliasMark = UInt8(ascii: "*")

/// Whether a value can begin after this byte: white space, or an indicator of YAML.
private func canPrecede(_ byte: UInt8) -> Bool {
  byte <= 0x20 || "[{,:".utf8.contains(byte)
    // The last byte of a line separator or a byte order mark.
    || byte >= 0x80
}

/// The characters of an anchor's name in libyaml.
private func isNameByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
    true
  default: false
  }
}
