import Files
import Scoring

/// Readers that the others are built on.
let baseReaders = [
  Reader(name: "lines", structure: .binary) { bytes, files throws(Problem) in
    let path = files.write(bytes)
    let reader = try LineReader(path)
    var lines: [[UInt8]] = []
    while let line = try reader.next() { lines.append(Array(line.bytes)) }
    if !reader.isCompressed {
      var expected = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      if expected.last == [] { expected.removeLast() }
      require(lines == expected, "the lines differ from those that a search for line feeds finds")
    }
    let runs = try LineReader(path)
    var joined: [UInt8] = []
    while let run = try runs.nextRun(atMost: 3) {
      require((1...3).contains(run.lines), "a run has \(run.lines) lines")
      joined += run.bytes
    }
    let all = Array(lines.joined(separator: [0x0A]))
    require(joined == all || joined == all + [0x0A], "the runs differ from the lines")
  },
  Reader(name: "json", namesFile: false) { bytes, _ throws(Problem) in
    // The scanner is for text in UTF-8, which its callers check first.
    guard bytes[...].isUTF8 else { return }
    let skipped = outcome(bytes) { scanner throws(JSONError) in try scanner.skip() }
    let walked = outcome(bytes) { scanner throws(JSONError) in try walk(&scanner, depth: 0) }
    let unique = outcome(bytes) { scanner throws(JSONError) in
      _ = try scanner.rawValueWithUniqueKeys()
    }
    // `skip` also reads over NaN and Infinity; the others may refuse what it accepts.
    require(skipped || !walked, "a value can be read and not skipped")
    require(skipped || !unique, "a value has unique keys and cannot be skipped")
  },
  Reader(name: "normalizers", namesFile: false) { bytes, _ throws(Problem) in
    let text = String(decoding: bytes, as: UTF8.self)
    // One of the normalisers for each input, because all of them take milliseconds.
    let normalizer = Normalizer.allCases[bytes.count % Normalizer.allCases.count]
    let form = CanaryForm.allCases[bytes.count / 3 % CanaryForm.allCases.count]
    _ = CanaryNormalizer(normalizer, form)(text)
    let lines = text.split(separator: "\n").map(String.init)
    var markers = DecoderMarkers(references: ["seven red apples"])
    for line in lines { _ = markers.strip(line) }
    let group = SharedText.Group(transcripts: lines, references: ["seven red apples"])
    let shared = SharedText.markers(in: [group])
    for line in lines { _ = SharedText.remove(shared, from: line) }
    _ = AddedText(in: lines.map { ($0, $0) })
    guard let first = lines.first, let last = lines.last else { return }
    _ = ReferenceContainment(reference: first).holds(in: last)
    var counter = ErrorCounter()
    let errors = counter.errors(first, last)
    var distance = EditDistance()
    let expected = distance.distance(
      first.unicodeScalars.map(\.value), last.unicodeScalars.map(\.value))
    require(
      errors.characters.edits == expected,
      "\(errors.characters.edits) errors at a distance of \(expected)")
  },
]

/// True if one value can be read and nothing follows it.
private func outcome(
  _ bytes: [UInt8], _ body: (inout JSONScanner) throws(JSONError) -> Void
) -> Bool {
  do throws(JSONError) {
    try JSONScanner.scan(bytes[...]) { scanner throws(JSONError) in
      try body(&scanner)
      try scanner.end()
    }
    return true
  } catch {
    require((0...bytes.count).contains(error.offset), "an error lies outside the text")
    return false
  }
}

/// Reads a value of any kind with the function for its kind. Values nest at most 64 deep, which is
/// less than `skip` allows.
private func walk(_ scanner: inout JSONScanner, depth: Int) throws(JSONError) {
  if depth == 64 { throw scanner.error("too deep") }
  switch try scanner.kind() {
  case .object:
    try scanner.object { (key, scanner) throws(JSONError) in
      _ = scanner.text(key)
      try walk(&scanner, depth: depth + 1)
    }
  case .array:
    try scanner.array { scanner throws(JSONError) in try walk(&scanner, depth: depth + 1) }
  case .string: _ = try scanner.decodedString()
  case .number: _ = try scanner.number()
  case .boolean: _ = try scanner.boolean()
  case .null: try scanner.skip()
  }
}
