import Files
import Randomness
import Recognizer
import TestSupport
import Testing

@Suite struct HostileSafetensorsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Reads all tensors.
  private func readAll(_ path: String) throws(Problem) {
    let file = try SafetensorsFile(path)
    for tensor in file.tensors {
      switch tensor.type {
      case .float32: _ = try file.values(of: tensor.name, as: Float.self)
      case .float64: _ = try file.values(of: tensor.name, as: Double.self)
      case .int64: _ = try file.values(of: tensor.name, as: Int64.self)
      case .uint8: _ = try file.values(of: tensor.name, as: UInt8.self)
      }
    }
  }

  @Test func `a truncated file is refused`() throws {
    for count in 0..<SafetensorsSample.bytes.count {
      let path = try directory.write("x", SafetensorsSample.bytes.prefix(count))
      let problem = #expect(throws: Problem.self, "\(count)") { try readAll(path) }
      #expect(problem?.file == path && problem?.kind == .badData)
    }
    let path = try directory.write("x", SafetensorsSample.bytes + [0])
    #expect(throws: Problem.self) { try readAll(path) }
  }

  static func one(_ entry: String) -> String { #"{"x":{\#(entry)}}"# }

  /// Invalid headers of files with four bytes of data, and the field that the error names.
  static let headers: [(String, String)] = [
    ("", "header"), ("[]", "header"), ("null", "header"), (" {}", "header"), ("{", "header"),
    ("{} x", "header"), ("{}", "header"),
    (#"{"x":1}"#, "header"), (#"{"x":{}}"#, "x"), (#"{"":{}}"#, "header"),
    (#"{"a\u0000":{}}"#, "header"), (#"{"x":[[[[[[]]]]]]}"#, "header"),
    (#"{"__metadata__":{"a":1}}"#, "header"), (#"{"__metadata__":[]}"#, "header"),
    (#"{"__metadata__":{"a":"","a":""}}"#, "__metadata__.a"),
    (#"{"__metadata__":{},"__metadata__":{}}"#, "__metadata__"),
    (one(#""dtype":"F32","shape":[1]"#), "x"),
    (one(#""dtype":"F32","data_offsets":[0,4]"#), "x"),
    (one(#""shape":[1],"data_offsets":[0,4]"#), "x"),
    (one(#""dtype":"F16","shape":[2],"data_offsets":[0,4]"#), "x.dtype"),
    (one(#""dtype":"f32","shape":[1],"data_offsets":[0,4]"#), "x.dtype"),
    (one(#""dtype":4,"shape":[1],"data_offsets":[0,4]"#), "header"),
    (one(#""dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]"#), "x.dtype"),
    (one(#""dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":1"#), "x"),
    (one(#""dtype":"F32","shape":[-1],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":[1.5],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":["1"],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":[[1]],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":1,"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]"#), "x.shape"),
    (one(#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#), "x.data_offsets"),
    (one(#""dtype":"F32","shape":[1],"data_offsets":[4,0]"#), "x.data_offsets"),
    (one(#""dtype":"F32","shape":[1],"data_offsets":[-4,0]"#), "x.data_offsets"),
    (one(#""dtype":"F32","shape":[1],"data_offsets":[0,4,8]"#), "x.data_offsets"),
    (one(#""dtype":"F32","shape":[1],"data_offsets":[]"#), "x.data_offsets"),
    (one(#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#), "x.data_offsets"),
    (
      one(#""dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]"#),
      "x.data_offsets"
    ),
    (
      one(#""dtype":"F32","shape":[1],"data_offsets":[-9223372036854775808,9223372036854775807]"#),
      "x.data_offsets"
    ),
    (one(#""dtype":"U8","shape":[3],"data_offsets":[0,3]"#), "header"),
    (one(#""dtype":"U8","shape":[5],"data_offsets":[0,5]"#), "header"),
    (
      #"{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"#
        + #""y":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#, "y.data_offsets"
    ),
    (
      #"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
        + #""y":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#, "y.data_offsets"
    ),
    (
      #"{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
        + #""x":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#, "x"
    ),
  ]

  @Test(arguments: headers)
  func `an invalid header is refused`(header: String, field: String) throws {
    let path = try directory.write(
      "x", SafetensorsSample.file(header: header, data: [0, 0, 0x80, 0x3F]))
    let problem = try #require(throws: Problem.self) { try readAll(path) }
    #expect(problem.field == field, "\(problem)")
    #expect(problem.file == path)
  }

  @Test func `the header that the invalid ones are derived from is valid`() throws {
    let header = Self.one(#""dtype":"F32","shape":[1],"data_offsets":[0,4]"#)
    let bytes = SafetensorsSample.file(header: header, data: [0, 0, 0x80, 0x3F])
    let file = try SafetensorsFile(directory.write("x", bytes))
    #expect(try file.values(of: "x", as: Float.self) == [1])
  }

  @Test(arguments: [UInt64.max, 1 << 63, 1 << 32, 100_000_001, 20])
  func `a header longer than the file is refused`(length: UInt64) throws {
    var bytes = SafetensorsSample.file(header: "{}", data: [])
    for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
    let path = try directory.write("x", bytes)
    #expect(throws: Problem.self) { try readAll(path) }
  }

  @Test func `deep nesting is refused`() throws {
    let header = #"{"x":"# + String(repeating: "[", count: 200_000)
    let path = try directory.write("x", SafetensorsSample.file(header: header, data: []))
    #expect(throws: Problem.self) { try readAll(path) }
    let brackets = String(repeating: "[", count: 100_000)
    let inside = Self.one(#""dtype":"F32","data_offsets":[0,4],"shape":"# + brackets)
    let other = try directory.write("y", SafetensorsSample.file(header: inside, data: []))
    #expect(throws: Problem.self) { try readAll(other) }
  }

  @Test func `a path that is not a regular file is refused`() throws {
    #expect(throws: Problem.self) { try readAll(directory.path) }
    #expect(throws: Problem.self) { try readAll(directory("none")) }
    #expect(throws: Problem.self) { try readAll("/dev/zero") }
  }

  /// Every result except a crash is accepted. Some changes of data bytes and names must be
  /// readable.
  @Test func `a thousand corrupted files are refused or read`() throws {
    var random = Seed(short: 7).stream("flips")
    var read = 0
    for _ in 0..<1000 {
      var bytes = SafetensorsSample.bytes
      for _ in 0..<(1 + random.below(3)) {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      let path = try directory.write("x", bytes)
      do throws(Problem) {
        try readAll(path)
        read += 1
      } catch {
        #expect(error.file == path)
      }
    }
    #expect(read > 10 && read < 900)
  }
}
