import Files
import Injection
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
      require(detected == forced, "a detected format reads other rows than the same chosen one")
    },
    Reader(name: "losses") { bytes, files throws(Problem) in
      let reader = try TranscriptReader(path: files.write(bytes), content: .losses)
      try reader.forEach({ row throws(Problem) in
        require(row.text.isEmpty || Double(row.text) != nil, "a loss is not a number")
      })
    },
    Reader(name: "words") { bytes, files throws(Problem) in
      _ = try Vocabulary.read(files.write(bytes), asciiOnly: bytes.count % 2 == 0)
    },
    Reader(name: "tokens") { bytes, files throws(Problem) in
      let counter = try TokenCounter(files.write(bytes))
      for text in ["seven red apples", "a", "über größe", ""] {
        guard let count = counter.count(text) else { continue }
        require(
          count.repeats <= count.tokens && count.tokens <= text.unicodeScalars.count + 3,
          "'\(text)' has \(count) tokens")
      }
    },
  ]

private func hypotheses(
  _ path: String, _ format: TranscriptFormat?
) throws(Problem) -> [Hypothesis] {
  let reader = try TranscriptReader(path: path, format: format)
  require(reader.decision.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "the decision has lines")
  var rows: [Hypothesis] = []
  try reader.forEach({ row throws(Problem) in
    require(row.line > rows.last?.line ?? 0, "line \(row.line) is not after the last one")
    require(row.id != "" && row.audio != "", "an id is empty")
    rows.append(row)
  })
  return rows
}
