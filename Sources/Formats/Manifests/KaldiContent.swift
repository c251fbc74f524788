import Files

/// The content of a line that Kaldi's utils/validate_data_dir.sh and utils/validate_text.pl refuse
/// although the line has a key.
///
/// * Carriage returns, other control characters, and in texts Unicode spaces: Kaldi's tools read them as
///   a part of a word, a path or a speaker.
/// * `<s>`, `</s>` and `#0` in a text: they are symbols of the language model.
/// * A line of wav.scp without a path, and a path that starts with `~`.
struct KaldiContent {
  let fault: Problem?

  private static let symbols = ["<s>", "</s>", "#0"]

  init(_ row: KaldiRow, in file: KaldiFile, path: String) {
    func refuse(_ what: String, _ hint: Hint) -> Problem {
      Problem(
        .badData, "\(what); Kaldi's utils/validate_data_dir.sh refuses it", file: path,
        line: row.line.number, hint: hint)
    }
    let bytes = row.line.bytes
    if bytes.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 >= 0x7F }),
      let scalar = Self.oddScalar(bytes, isText: file == .text)
    {
      fault =
        switch scalar {
        case "\r" where bytes.firstIndex(of: 0x0D) == bytes.endIndex - 1:
          refuse(
            "ends in a carriage return", "sed -i 's/\\r$//' FILE removes those at the ends of lines"
          )
        case "\r": refuse("has a carriage return", "remove it")
        case "\0": refuse("has a NUL character", "tr -d '\\0' < FILE > NEW removes it")
        default:
          refuse(
            "has the character U+\(hex(scalar)), a space or control character",
            "replace it by a space")
        }
      return
    }
    fault =
      switch file {
      case .wavScp where row.trimmedValue.isEmpty:
        refuse("there is no path after the id", "give the path of the audio, or remove the id")
      case .wavScp where row.value.first == UInt8(ascii: "~"):
        refuse("the path starts with '~'", "write the home directory out")
      case .text:
        Self.symbol(in: row.value).map {
          refuse("has the word '\($0)', a symbol of the language model", "remove the word")
        }
      default: nil
      }
  }

  /// The first symbol among the words of a text.
  private static func symbol(in text: ArraySlice<UInt8>) -> String? {
    guard text.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "#") }) else {
      return nil
    }
    let words = text.split { $0 == 0x20 || $0 == 0x09 }
    return symbols.first { symbol in words.contains { $0.elementsEqual(symbol.utf8) } }
  }

  /// The first control character, or in a text the first space, other than a blank and a tab.
  private static func oddScalar(
    _ bytes: ArraySlice<UInt8>, isText: Bool
  ) -> Unicode.Scalar? {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.first { scalar in
      guard scalar != " ", scalar != "\t" else { return false }
      return scalar.properties.generalCategory == .control
        || (isText && scalar.properties.isWhitespace)
    }
  }
}

private func hex(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
