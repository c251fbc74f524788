import Files
import Injection
import Tokenizers
import Traces
import Transcripts

/// One reader for each format of transcripts, for their detection and for files of losses.
let transcriptReaders =
  TranscriptFormat.allCases.map { format in
    Reader(name: "transcripts-\(format.rawValue)") { bytes, files throws(Problem) in
      _ = try hypotheses(files.write(bytes), format)
    }
  } + [
    Reader(name: "transcripts") { bytes, files throws(Problem) in
      let path = files.write(bytes)
      let format = try TranscriptReader(path: path).format
      let detected = try hypotheses(path, nil)
      let forced = try hypotheses(path, format)
      require(
        detected.elementsEqual(forced) {
          ($0.line, $0.id, $0.audio, $0.text) == ($1.line, $1.id, $1.audio, $1.text)
        }, "a detected format reads other rows than the same chosen one")
    },
    Reader(name: "losses") { bytes, files throws(Problem) in
      let reader = try TranscriptReader(path: files.write(bytes), content: .losses)
      try reader.forEach({ row throws(Problem) in
        require(row.text.isEmpty || Double(row.text) != nil, "a loss is not a number")
      })
    },
    Reader(name: "traces") { bytes, files throws(Problem) in
      let table = try TraceReader.read(files.write(bytes))
      for utterance in table.ids.indices {
        for row in table.rows(of: utterance) {
          let row = table[row]
          require(row.id == table.ids[utterance], "a row is listed for another utterance")
          require(row.loss.map { $0.isFinite && $0 >= 0 } ?? true, "a loss is not a number from 0")
        }
      }
      let again = try TraceReader.read(
        files.write((0..<table.count).flatMap { table[$0].line }))
      require(
        (0..<table.count).allSatisfy { again[$0] == table[$0] }, "a written table reads differently"
      )
    },
    Reader(name: "words") { bytes, files throws(Problem) in
      _ = try Vocabulary.read(files.write(bytes), asciiOnly: bytes.count % 2 == 0)
    },
    Reader(name: "tokens") { bytes, files throws(Problem) in
      try countTokens(with: files.write(bytes))
    },
    Reader(name: "tokenizer-models", structure: .binary) { bytes, files throws(Problem) in
      try countTokens(with: files.write(bytes))
    },
  ]

private func countTokens(with path: String) throws(Problem) {
  let tokenizer = try TokenizerFile(path).tokenizer
  for text in ["seven red apples", "a", "über größe", ""] {
    let tokenization = tokenizer.tokenize(text)
    require(
      tokenization.repeats <= tokenization.ids.count, "'\(text)' has more repeats than tokens")
    guard let count = tokenizer.count(text) else { continue }
    require(count.tokens == tokenization.ids.count, "two counts of the tokens differ")
  }
}

private func hypotheses(
  _ path: String, _ format: TranscriptFormat?
) throws(Problem) -> [Hypothesis] {
  let reader = try TranscriptReader(path: path, format: format)
  require(reader.decision.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "the decision has lines")
  var rows: [Hypothesis] = []
  try reader.forEach({ row throws(Problem) in
    require(row.line >= rows.last?.line ?? 1, "line \(row.line) is before the last one")
    require(row.id != "" && row.audio != "", "an id is empty")
    rows.append(row)
  })
  return rows
}
