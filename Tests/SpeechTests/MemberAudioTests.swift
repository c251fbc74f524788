import Files
import Speech
import TestSupport
import Testing

/// Audio in archives is read as the same audio in files.
@Suite struct MemberAudioTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// An archive with a sound between two other members, and the same sound in a file.
  private func archived(
    _ format: AudioFormat
  ) throws -> (file: String, source: AudioSource) {
    let file = directory("sound.\(format.container.rawValue)")
    try AudioFile.write(noise(30_001, sampleRate: format.sampleRate), to: file, as: format)
    let writer = try TarWriter(directory("a.tar"))
    try writer.add("before.txt", [1, 2, 3])
    try writer.add("sound", try readFile(file))
    try writer.add("after.wav", Array("RIFF and no audio".utf8))
    try writer.close()
    let reader = try TarReader(directory("a.tar"))
    while let member = try reader.next() {
      guard member.name == "sound" else { continue }
      return (file, AudioSource(reader.path, member: member.name, bytes: member.bytes))
    }
    throw Problem(.badData, "the archive has no sound")
  }

  @Test(arguments: AudioFileTests.formats)
  func `headers, samples and parts are equal`(_ format: AudioFormat) throws {
    let (file, source) = try archived(format)
    #expect(try AudioFile.header(of: source) == AudioFile.header(of: file))
    #expect(try AudioFile.read(source).samples == AudioFile.read(file).samples)
    for part in [0..<30_001, 0..<1, 29_999..<30_001, 1_000..<20_000] {
      #expect(
        try AudioFile.read(source) { _ in part }.samples
          == AudioFile.read(file) { _ in part }.samples)
    }
    let reader = try AudioReader(source)
    _ = try reader.read { _ in 5..<9 }
    // Reading everything afterwards starts again.
    #expect(try reader.readAll().samples == AudioFile.read(file).samples)
  }

  @Test func `a member that is no audio is named`() throws {
    let (_, source) = try archived(AudioFileTests.formats[0])
    let other = AudioSource(source.path, member: "after.wav", bytes: 0..<20)
    let problem = #expect(throws: Problem.self) { try AudioFile.read(other) }
    #expect(problem?.file == "\(directory("a.tar"))(after.wav)" && problem?.kind == .badData)
    let beyond = AudioSource(source.path, member: "x", bytes: 0..<10_000_000)
    #expect(throws: Problem.self) { try AudioFile.read(beyond) }
    let missing = AudioSource(directory("none.tar"), member: "x", bytes: 0..<10)
    #expect(throws: Problem.self) { try AudioFile.read(missing) }
    #expect(!missing.isPresent && source.isPresent && source.name == "sound")
  }
}
