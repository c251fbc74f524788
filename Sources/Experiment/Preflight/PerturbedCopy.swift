import Files

/// Finds the mark of a speed-perturbed copy at an id: `sp0.9-ID` (Kaldi), `ID_sp1.1` (Lhotse).
///
/// A factor of 1 is no perturbation: Kaldi's `perturb_data_dir_speed_3way.sh` writes `sp1.0-ID` where
/// it is told to.
enum PerturbedCopy {
  /// - Parameter place: the place of the id's random part in the line.
  static func isMarked(_ place: Range<Int>, in line: ArraySlice<UInt8>) -> Bool {
    let before = line[max(line.startIndex, place.lowerBound - 200)..<place.lowerBound]
    let word = before.suffix(while: {
      !($0 <= 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "/"))
    })
    if word.starts(with: "sp".utf8), isChange(word.dropFirst(2)) { return true }
    let after = line[place.upperBound..<min(line.endIndex, place.upperBound + 16)]
    // Lhotse numbers the cuts of a recording: ID-0_sp1.1.
    let mark = after.first == UInt8(ascii: "-") ? after.drop { $0 != UInt8(ascii: "_") } : after
    return mark.starts(with: "_sp".utf8) && isChange(mark.dropFirst(3))
  }

  /// True if the line begins with the name of a speed-perturbed copy: `sp0.9-…` or `…_sp1.1`.
  static func isMarked(name line: ArraySlice<UInt8>) -> Bool {
    let line = line.drop { $0 <= 0x20 || $0 == UInt8(ascii: "\"") }
    let name = line.prefix { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") }
    if name.starts(with: "sp".utf8), isChange(name.dropFirst(2)) { return true }
    return name.indices.contains { place in
      name[place...].starts(with: "_sp".utf8) && isChange(name[place...].dropFirst(3))
    }
  }

  /// True for text that begins with a factor from 0.1 to 9.9 other than 1, which has a decimal point.
  private static func isChange(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.prefix { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    guard digits.contains(UInt8(ascii: ".")) else { return false }
    let factor = Double(String(decoding: digits, as: UTF8.self))
    return factor.map { $0 != 1 && (0.1..<10).contains($0) } ?? false
  }
}

extension BidirectionalCollection {
  /// The longest end of the collection whose elements all satisfy a condition.
  fileprivate func suffix(while isIncluded: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, isIncluded(self[index(before: start)]) { formIndex(before: &start) }
    return self[start...]
  }
}
