import Files
import Manifests
import TestSupport
import Testing

/// Errors in record-oriented manifests name file, line and field, and say what loaders do.
@Suite struct RecordRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The formats with a record on each line.
  private static let records = ManifestFormat.allCases.filter { RecordSample($0) != nil }

  /// The problem with a sample whose lines `edit` has changed.
  private func problem(
    _ format: ManifestFormat, _ edit: (inout [String]) -> Void
  ) throws -> Problem? {
    let path = try #require(try sample(format, .plain, in: directory))
    var text = try lines(of: path)
    edit(&text)
    try directory.write(baseName(of: path), text.map { $0 + "\n" }.joined())
    do throws(Problem) {
      _ = try ManifestFormat.recognize(path, keys: format.sampleKeys)
      _ = try format.open(path, keys: format.sampleKeys).surveyed()
      return nil
    } catch {
      #expect(error.file == path)
      return error
    }
  }

  private func separator(_ format: ManifestFormat) -> Character {
    switch format {
    case .csv: ";"
    case .tsv, .commonVoice: "\t"
    case .ljspeech: "|"
    default: ","
    }
  }

  private func isTable(_ format: ManifestFormat) -> Bool {
    ![.wenet, .funasr, .lhotseCuts, .jsonl].contains(format)
  }

  @Test(arguments: records)
  func `a record that is cut short is refused`(_ format: ManifestFormat) throws {
    let separator = separator(format)
    let problem = try problem(format) { lines in
      lines[3] = String(lines[3][..<(lines[3].lastIndex(of: separator) ?? lines[3].endIndex)])
    }
    #expect(problem?.kind == .badData && problem?.line == 4, "\(String(describing: problem))")
    if isTable(format) { #expect(problem?.message.contains("fields, and") == true) }
  }

  @Test(arguments: records)
  func `a record with a field too many is refused`(_ format: ManifestFormat) throws {
    guard isTable(format) else { return }
    let separator = separator(format)
    let problem = try problem(format) { $0[2] += "\(separator)more" }
    #expect(problem?.line == 3)
    #expect(problem?.message.contains("fields, and") == true)
    #expect(problem?.hint != nil)
  }

  @Test(arguments: records)
  func `NUL and invalid UTF-8 are refused`(_ format: ManifestFormat) throws {
    let null = try problem(format) { $0[2].replace("line", with: "li\0ne") }
    #expect(null?.line == 3, "\(String(describing: null))")
    let path = try #require(try sample(format, .plain, in: directory))
    var bytes = try readFile(path)
    let place = try #require(bytes.firstRange(of: Array("line 3".utf8)))
    bytes[place.lowerBound] = 0xE9
    try directory.write(baseName(of: path), bytes)
    let latin1 = #expect(throws: Problem.self) {
      try format.open(path, keys: format.sampleKeys).surveyed()
    }
    #expect(latin1?.message == "is not UTF-8" && latin1?.file == path)
  }

  @Test(arguments: records)
  func `a carriage return inside a line is refused`(_ format: ManifestFormat) throws {
    let inside = try problem(format) { $0[2].replace("line", with: "li\rne") }
    #expect(inside?.line == 3, "\(String(describing: inside))")
    if [.wenet, .funasr, .lhotseCuts, .jsonl].contains(format) {
      // White space between the members of an object.
      let between = try problem(format) { $0[2].replace(",", with: ",\r", maxReplacements: 1) }
      #expect(between?.message.contains("has a carriage return inside the line") == true)
      #expect(between?.line == 3)
    }
    let ends = try problem(format) { $0 = $0.map { $0 + "\r" } }
    #expect(ends == nil, "\(String(describing: ends))")
  }

  @Test(arguments: records)
  func `a record without audio is refused`(_ format: ManifestFormat) throws {
    let problem = try problem(format) { lines in
      lines[4].replace(#/[a-z/]*utt[0-9].wav/#, with: "")
      if format == .ljspeech { lines[4] = "|raw|line" }
    }
    #expect(problem?.line == 5, "\(String(describing: problem))")
    #expect(problem?.message == "is missing or empty")
    #expect(problem?.field != nil && problem?.hint != nil)
  }

  @Test(arguments: records)
  func `a byte order mark is refused where loaders fail on it`(_ format: ManifestFormat) throws {
    let problem = try problem(format) { $0[0] = "\u{FEFF}" + $0[0] }
    guard ![ManifestFormat.audiofolder, .csv, .tsv].contains(format) else {
      return #expect(problem == nil)
    }
    #expect(problem?.message.contains("byte order mark; ") == true)
    #expect(problem?.line == 1 && problem?.hint?.contains("sed") == true)
  }

  @Test(arguments: records)
  func `a damaged gzip file is refused`(_ format: ManifestFormat) throws {
    guard let path = try sample(format, .gzip, in: directory) else { return }
    let bytes = try readFile(path)
    try directory.write(baseName(of: path), bytes.prefix(bytes.count - 12))
    let problem = #expect(throws: Problem.self) {
      try format.open(path, keys: format.sampleKeys).surveyed()
    }
    #expect(problem?.file == path)
  }

  @Test(arguments: [ManifestFormat.audiofolder, .coqui, .speechbrain, .csv])
  func `a quote that does not end is refused with the line where it starts`(
    _ format: ManifestFormat
  ) throws {
    let problem = try problem(format) { $0[3].replace("line", with: "\"line") }
    if format == .csv {
      // The text is the first column, so the quote opens a field.
      #expect(problem?.line == 4 && problem?.message.contains("does not end") == true)
    } else {
      #expect(problem?.line == 4 || problem?.message.contains("fields, and") == true)
    }
    let inside = try self.problem(format) { $0[3].replace("line", with: "\"line\" x") }
    #expect(inside?.line == 4 && inside?.message.contains("closing quote") == true)
  }

  @Test func `a repeated id is refused where the loader refuses it`() throws {
    let problem = try problem(.speechbrain) { $0.append($0[2]) }
    #expect(problem?.line == 8 && problem?.field == "ID")
    #expect(problem?.message.contains("'utt2' occurs twice; SpeechBrain raises") == true)
    #expect(try self.problem(.wenet) { $0.append($0[2]) } == nil)
  }

  @Test func `a repeated column is refused`() throws {
    let problem = try problem(.coqui) { $0[0] = "wav_filename,transcript,transcript" }
    #expect(problem?.line == 1 && problem?.message.contains("'transcript' twice") == true)
  }

  @Test(arguments: ["/abs/a.wav", "../a.wav", "audio/../../a.wav"])
  func `a path that leads out of an audiofolder is an obstacle`(_ path: String) throws {
    let file = try directory.write(
      "metadata.csv", "file_name,text\naudio/1.wav,x\n\(path),y\n")
    let traits = try ManifestFormat.audiofolder.open(file).surveyed().traits
    #expect(traits.relativePathObstacle?.line == 3)
    #expect(traits.relativePathObstacle?.message.contains("datasets refuses it") == true)
  }

  @Test func `an id that is a number keeps its place in the probe`() throws {
    let keys = ManifestKeys(audio: "a", text: "t", id: "n")
    let path = try directory.write("d.jsonl", #"{"n": 7, "a": "/a.wav", "t": "x"}"# + "\n")
    let corpus = try ManifestFormat.jsonl.open(path, keys: keys)
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe/utterances")
    try corpus.writeProbe(
      [],
      checkUtterances: [
        ProbedUtterance(id: "m1", speaker: injectedSpeakers[0], utterance: utterances[0])
      ], traits: traits, in: directory("probe"), appearingAs: "")
    #expect(
      try lines(of: directory("probe/probe.jsonl"))
        == [#"{"n": "m1", "a": "utterances/m1.wav", "t": "x"}"#])
  }
}
