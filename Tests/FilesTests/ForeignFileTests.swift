import Files
import TestSupport
import Testing

@Suite struct ForeignFileTests {
  private static let pointer = """
    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 12345

    """

  @Test func `a Git LFS pointer is refused wherever a file is read`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("train.json", Self.pointer)
    for read: () throws -> Void in [{ _ = try LineReader(path) }, { _ = try readFile(path) }] {
      let problem = #expect(throws: Problem.self) { try read() }
      #expect(problem?.kind == .badData)
      #expect(problem?.file == path)
      #expect(problem?.message == "is a Git LFS pointer and not the file itself")
      #expect(problem?.hint?.contains("git lfs pull") == true)
    }
  }

  @Test func `a text about versions is no pointer`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("text", "version one of the text\n")
    #expect(try LineReader(path).next() != nil)
  }

  private static let texts: [(String, String)] = [
    ("PK\u{3}\u{4}…", "a zip archive or a spreadsheet"), ("PAR1\u{15}", "a Parquet file"),
    ("BZh91AY", "compressed with bzip2 (only gzip is read)"), ("{\0\"\0a\0", "UTF-16LE text"),
    ("\0{\0\"\0a", "UTF-16BE text"), ("a\0b", "binary data"),
    (String(repeating: "a", count: 257) + "ustar\0", "a tar archive"),
  ]

  @Test(arguments: texts)
  func `the first bytes tell the kind of file`(_ start: String, _ kind: String) {
    #expect(ForeignFile(Array(start.utf8)[...])?.kind == kind)
  }

  private static let binaries: [([UInt8], String)] = [
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd (only gzip is read)"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "compressed with xz (only gzip is read)"),
    ([0xFF, 0xFE, 0x7B, 0], "UTF-16 text"), ([0xFE, 0xFF, 0, 0x7B], "UTF-16 text"),
    ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy array"),
    ([0x80, 0x04, 0x95, 0x11], "a Python pickle"), ([0x1F, 0x8B, 8], "compressed twice"),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "an HDF5 file"),
    ([0xD6, 0xFD, 0xB2, 0x7E, 6, 0, 0, 0], "an OpenFst automaton"),
    ([8, 1, 0, 0, 0, 0, 0, 0] + Array("{\"a\"".utf8), "a safetensors file"),
    ([8, 1, 0, 0, 0, 0, 0, 0] + Array("[1]".utf8), "binary data"),
    (Array("%PDF-1.7".utf8), "a PDF document"),
  ]

  @Test(arguments: binaries)
  func `the first bytes tell the kind of binary file`(_ start: [UInt8], _ kind: String) {
    #expect(ForeignFile(start[...])?.kind == kind)
  }

  @Test(arguments: ["", "a", "{\"audio_filepath\": \"é\"}", "id,text", "日本 語", "\u{FEFF}{}"])
  func `text in UTF-8 is no other kind`(_ text: String) {
    #expect(ForeignFile(Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: [
    ("a\rb\rc", true), ("a\rb\r", true), ("a\r", false), ("abc", false), ("a\rb\nc", false),
    ("a\r\nb\r\n", false),
  ])
  func `lines that end in a carriage return alone are recognised`(_ text: String, _ isSo: Bool)
    throws
  {
    let directory = try TemporaryDirectory()
    let line = try LineReader(directory.write("text", text)).next()
    #expect(line?.hasOnlyCarriageReturns == isSo)
  }

  @Test func `a file of any size is copied`() throws {
    let directory = try TemporaryDirectory()
    let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try copyFile(directory.write("a", bytes), to: directory("b"))
    #expect(try directory.read("b") == bytes)
    let problem = #expect(throws: Problem.self) { try copyFile(directory("a"), to: directory("b")) }
    #expect(problem?.kind == .cannotWrite)
  }
}
