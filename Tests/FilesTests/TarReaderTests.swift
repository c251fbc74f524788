import Files
import TestSupport
import Testing

@Suite struct TarReaderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func members(_ tar: TarBytes) throws -> [String: [UInt8]] {
    let reader = try TarReader(try directory.write("a.tar", tar.bytes))
    var members: [String: [UInt8]] = [:]
    while let member = try reader.next() {
      members[member.name] = try reader.content(of: member)
      let source = AudioSource(reader.path, member: member.name, bytes: member.bytes)
      #expect(try source.content() == members[member.name])
    }
    return members
  }

  private func problem(_ tar: TarBytes) throws -> Problem? {
    do throws(Problem) {
      let reader = try TarReader(directory("a.tar"))
      while try reader.next() != nil {}
      return nil
    } catch {
      return error
    }
  }

  private func problem(_ bytes: [UInt8]) throws -> Problem? {
    try directory.write("a.tar", bytes)
    return try problem(TarBytes())
  }

  private let long = [UInt8](repeating: 7, count: 20_000)

  @Test func `members have their names, places and contents`() throws {
    let tar = TarBytes([("a.txt", Array("one".utf8)), ("b/c.wav", long), ("empty", [])])
    #expect(try members(tar) == ["a.txt": Array("one".utf8), "b/c.wav": long, "empty": []])
  }

  @Test func `directories and attributes of the archive are skipped`() throws {
    var tar = TarBytes()
    tar.add("d/", [], type: "5")
    tar.add("pax", Array("20 comment=whatever\n".utf8), type: "g")
    tar.add("d/a.wav", [1, 2])
    tar.end()
    #expect(try members(tar) == ["d/a.wav": [1, 2]])
  }

  @Test func `long names come from GNU headers, POSIX attributes and prefixes`() throws {
    let name = String(repeating: "long/", count: 40) + "é.wav"
    var tar = TarBytes()
    tar.add("././@LongLink", Array(name.utf8) + [0], type: "L")
    tar.add(String(name.prefix(100)), [1])
    let record = " path=x\(name)\n"
    let length = record.utf8.count + 3
    tar.add("PaxHeaders/x", Array("\(length)\(record)".utf8), type: "x")
    tar.add("short", [2])
    tar.add("b.wav", [3], magic: "ustar\u{0}00", prefix: "folder/of/posix")
    // GNU tar has other values at the place of the prefix.
    tar.add("c.wav", [4], prefix: "0000")
    tar.end()
    #expect(
      try members(tar) == [name: [1], "x\(name)": [2], "folder/of/posix/b.wav": [3], "c.wav": [4]])
  }

  @Test func `the size of POSIX attributes takes precedence`() throws {
    var tar = TarBytes()
    tar.add("x", Array("12 size=600\n".utf8), type: "x")
    tar.add("a.wav", [UInt8](repeating: 9, count: 600), stated: 0)
    tar.end()
    #expect(try members(tar) == ["a.wav": [UInt8](repeating: 9, count: 600)])
  }

  @Test(arguments: [1, 300, 511, 512, 700, 1024, 1535])
  func `an archive that was cut off is refused`(_ size: Int) throws {
    let whole = TarBytes([("a.wav", [UInt8](repeating: 1, count: 1000))]).bytes
    let problem = try problem(Array(whole.prefix(size)))
    #expect(problem?.kind == .badData && problem?.file == directory("a.tar"))
    #expect(problem?.hint == "was the file copied completely?", "\(String(describing: problem))")
  }

  @Test func `the place of the damage is named`() throws {
    var bytes = TarBytes([("a.wav", [1]), ("b.wav", [2])]).bytes
    bytes[1024 + 3] ^= 1
    let problem = try problem(bytes)
    #expect(problem?.message.hasPrefix("at byte 1024: ") == true)
    #expect(problem?.message.contains("damaged") == true)
  }

  @Test func `members after the end mark are refused`() throws {
    let one = TarBytes([("a.wav", [1])]).bytes
    let problem = try problem(one + one)
    #expect(problem?.message.contains("more follows the end") == true)
    // Zeros after the end fill up a record.
    #expect(try self.problem(one + [UInt8](repeating: 0, count: 9_000)) == nil)
  }

  @Test(arguments: ["/etc/passwd", "../a.wav", "a/../../b.wav", "a\nb.wav", "a\u{7F}.wav", ".."])
  func `a hostile name is refused`(_ name: String) throws {
    let problem = try problem(TarBytes([("ok.wav", [1]), (name, [1])]).bytes)
    #expect(problem?.kind == .badData && problem?.message.contains("at byte 1024") == true)
    // The message cannot control a terminal.
    #expect(problem?.description.contains("a\nb") == false)
  }

  @Test(arguments: ["1", "2", "3", "4", "6", "S", "?"])
  func `links, devices and sparse files are refused`(_ type: Character) throws {
    var tar = TarBytes()
    tar.add("a.wav", [], type: type)
    tar.end()
    #expect(try problem(tar.bytes)?.message.contains("is no regular file") == true)
  }

  @Test(arguments: [
    "5 p", "999 path=a\n", "12 path=abc", "0 path=a\n", "12345678 a=b\n", "9 size=x\n",
    "25 GNU.sparse.name=a.wav\n",
  ])
  func `damaged attributes are refused`(_ record: String) throws {
    var tar = TarBytes()
    tar.add("x", Array(record.utf8), type: "x")
    tar.add("a.wav", [1])
    tar.end()
    #expect(try problem(tar.bytes)?.message.contains("attributes of a member are damaged") == true)
  }

  @Test func `a size beyond the file does not trap`() throws {
    var tar = TarBytes()
    tar.add("a.wav", [1], stated: 0o77_777_777_777)
    tar.end()
    #expect(try problem(tar.bytes)?.message.contains("ends in the member") == true)
    var bytes = TarBytes([("a.wav", [1])]).bytes
    for index in 124..<136 { bytes[index] = 0xFF }
    var sum = bytes[0..<512].reduce(0) { $0 + Int($1) }
    sum += 8 * 0x20 - bytes[148..<156].reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    let field = String(repeating: "0", count: 6 - digits.count) + digits + "\0 "
    bytes.replaceSubrange(148..<156, with: field.utf8)
    #expect(try problem(bytes)?.message.contains("not a tar archive") == true)
  }

  @Test func `other kinds of files are named`() throws {
    #expect(try problem([])?.message.contains("too short") == true)
    let text = Array(String(repeating: "no archive ", count: 60).utf8)
    #expect(try problem(text)?.message.contains("is not a tar archive") == true)
    let zip = Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 3, count: 600)
    #expect(try problem(zip)?.message.contains("a zip archive") == true)
    let gzip: [UInt8] = [0x1F, 0x8B] + [UInt8](repeating: 3, count: 600)
    #expect(try problem(gzip)?.hint?.contains("gunzip") == true)
    #expect(throws: Problem.self) { try TarReader(directory.path) }
  }
}
