import Files

/// Finds the marks of speed-perturbed copies in names: `sp0.9-ID` (Kaldi), `ID_sp1.1` (Lhotse), and
/// `speed0.9-ID`, `ID-x1.1` and the like of recipes.
///
/// A factor of 1 is no perturbation: Kaldi's `perturb_data_dir_speed_3way.sh` writes `sp1.0-ID` where
/// it is told to.
enum PerturbedCopy {
  private static let marks = ["speed", "tempo", "rate", "sp", "x"].map { Array($0.utf8) }
  /// The bytes of a name that are looked at on each side of an id.
  private static let reach = 200

  /// - Parameter place: the place of the id's random part in the line.
  static func isMarked(_ place: Range<Int>, in line: ArraySlice<UInt8>) -> Bool {
    let before = line[max(line.startIndex, place.lowerBound - reach)..<place.lowerBound]
    let after = line[place.upperBound..<min(line.endIndex, place.upperBound + reach)]
    let start = before.lastIndex(where: isBorder).map { $0 + 1 } ?? before.startIndex
    return hasMark(before[start...]) || hasMark(after.prefix { !isBorder($0) })
  }

  /// True if a name in the line has the mark of a speed-perturbed copy.
  static func isMarked(anywhereIn line: ArraySlice<UInt8>) -> Bool {
    line.split(whereSeparator: isBorder).contains { hasMark($0) }
  }

  /// Names end at blanks, quotes, slashes and separators of fields.
  private static func isBorder(_ byte: UInt8) -> Bool {
    byte <= 0x20 || "\"'/,|:".utf8.contains(byte)
  }

  private static func hasMark(_ name: ArraySlice<UInt8>) -> Bool {
    name.indices.contains { place in
      (place == name.startIndex || !isLetter(name[place - 1]))
        && marks.contains { mark in
          guard name[place...].starts(with: mark) else { return false }
          let rest = name[place...].dropFirst(mark.count)
          return isChange(
            rest.first.map { "-_".utf8.contains($0) } == true ? rest.dropFirst() : rest)
        }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// True for text that begins with a factor from 0.1 to 9.9 other than 1, which has a decimal point.
  private static func isChange(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.prefix { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    guard digits.contains(UInt8(ascii: ".")) else { return false }
    let number = digits.last == UInt8(ascii: ".") ? digits.dropLast() : digits
    let factor = Double(String(decoding: number, as: UTF8.self))
    return factor.map { $0 != 1 && (0.1..<10).contains($0) } ?? false
  }
}
