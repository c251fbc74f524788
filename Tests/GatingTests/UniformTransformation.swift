import Testing

/// Edits that a decoder may apply to every transcript in the same way, for property tests.
struct UniformTransformation: Sendable, CustomTestStringConvertible {
  let name: String
  let apply: @Sendable (String) -> String

  init(_ name: String, _ apply: @escaping @Sendable (String) -> String) {
    self.name = name
    self.apply = apply
  }

  var testDescription: String { name }

  /// Every kind: text before, after, around and between the words, case, punctuation, spacing,
  /// scripts, numbers and repeated output.
  static let all: [UniformTransformation] =
    before + after + around + between + spelling + repeated + pairs

  private static let added = [
    "en", "xx", "s", "unk", "foo", "transcription", "the transcript is", "user said", "output text",
    "1", "23", "0.93", "-1.25", "12345", "und", "de", "hello this is", "speaker a", "[spk1]",
    "<unk>", "<lang-en>", "(en)", "##", "**", "#0", "@en", "{asr}", "//", "NOTE:", "Text -",
    "ответ", "文字", "ز", "é", "ß",
  ]

  private static let before = added.flatMap { text in
    [
      UniformTransformation("prefix \(text)") { "\(text) \($0)" },
      UniformTransformation("prefix \(text):") { "\(text): \($0)" },
      UniformTransformation("joined prefix \(text)") { text + $0 },
    ]
  }

  private static let after = added.flatMap { text in
    [
      UniformTransformation("suffix \(text)") { "\($0) \(text)" },
      UniformTransformation("joined suffix \(text)") { $0 + text },
    ]
  }

  private static let around = added.map { text in
    UniformTransformation("around \(text)") { "\(text) \($0) \(text)" }
  }

  private static let between: [UniformTransformation] = [
    "-", "_", "|", " | ", "<sp>", " <eps> ", " sp ", " 0 ", "\t", "\u{00A0}", "\u{3000}", " . ",
    "▁", " ▁", "@@ ", " ## ", "/", "",
  ].map { separator in
    UniformTransformation("between words \(separator.debugDescription)") {
      $0.split(separator: " ").joined(separator: separator)
    }
  }

  private static let spelling: [UniformTransformation] = [
    UniformTransformation("upper case") { $0.uppercased() },
    UniformTransformation("capitalised with a full stop") {
      $0.prefix(1).uppercased() + $0.dropFirst() + "."
    },
    UniformTransformation("question mark") { $0 + "?" },
    UniformTransformation("commas") { $0.replacing(" ", with: ", ") },
    UniformTransformation("quotation marks") { "“\($0)”" },
    UniformTransformation("letters apart") { $0.map(String.init).joined(separator: " ") },
    UniformTransformation("full-width letters") { text in
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.map {
            (0x21...0x7E).contains($0.value) ? Unicode.Scalar($0.value + 0xFEE0)! : $0
          }))
    },
    UniformTransformation("Cyrillic look-alikes") { text in
      String(
        text.map { letter in
          switch letter {
          case "a": "а"
          case "e": "е"
          case "o": "о"
          case "c": "с"
          case "p": "р"
          default: letter
          }
        })
    },
    UniformTransformation("e with an accent") { $0.replacing("e", with: "é") },
    UniformTransformation("first letter lost") { String($0.dropFirst()) },
    UniformTransformation("last letter lost") { String($0.dropLast()) },
    UniformTransformation("last word lost") {
      $0.split(separator: " ").dropLast().joined(separator: " ")
    },
    UniformTransformation("zero-width spaces") { $0.replacing(" ", with: " \u{200B}") },
    UniformTransformation("byte order mark") { "\u{FEFF}" + $0 },
    UniformTransformation("soft hyphens") { $0.map { "\($0)\u{AD}" }.joined() },
    UniformTransformation("rot13") { text in
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.map {
            (97...122).contains($0.value) ? Unicode.Scalar(($0.value - 97 + 13) % 26 + 97)! : $0
          }))
    },
    UniformTransformation("words reversed") {
      $0.split(separator: " ").reversed().joined(separator: " ")
    },
    UniformTransformation("letters doubled") { $0.map { $0 == " " ? " " : "\($0)\($0)" }.joined() },
  ]

  private static let repeated: [UniformTransformation] = [
    UniformTransformation("written twice") { "\($0) \($0)" },
    UniformTransformation("written three times") { "\($0) \($0) \($0)" },
    UniformTransformation("an n-best list") { "1 \($0) -2.5" },
    UniformTransformation("timestamps") { "0.00 2.56 \($0)" },
    UniformTransformation("a timestamp for each word") { text in
      text.split(separator: " ").enumerated().map { "\($0.offset * 3) \($0.element)" }
        .joined(separator: " ")
    },
    UniformTransformation("part-of-speech tags") {
      $0.split(separator: " ").map { "\($0)/nn" }.joined(separator: " ")
    },
  ]

  /// Two edits at once.
  private static let pairs: [UniformTransformation] = before.prefix(24).flatMap { first in
    after.prefix(2).map { second in
      UniformTransformation("\(first.name), \(second.name)") { second.apply(first.apply($0)) }
    }
  }
}
