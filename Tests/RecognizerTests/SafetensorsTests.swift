import Files
import Randomness
import Recognizer
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a file assembled by hand is read`() throws {
    let file = try SafetensorsFile(directory.write("x", SafetensorsSample.bytes))
    #expect(file.metadata == ["format": "pt", "a\"b": "é"])
    #expect(
      file.tensors == [
        TensorDescription("a", .int64, shape: []), TensorDescription("b", .float32, shape: [2]),
        TensorDescription("c", .uint8, shape: [0, 3]),
      ])
    #expect(try file.values(of: "a", as: Int64.self) == [-2])
    #expect(try file.values(of: "b", as: Float.self) == [1, -0.5])
    #expect(try file.values(of: "c", as: UInt8.self) == [])
    var pair: [Float] = [0, 0, 7]
    try file.read("b", shape: [2], into: &pair)
    #expect(pair == [1, -0.5, 7])
  }

  @Test func `an error names the tensor that is missing or different`() throws {
    let path = try directory.write("x", SafetensorsSample.bytes)
    let file = try SafetensorsFile(path)
    var values: [Float] = [0, 0]
    let shape = #expect(throws: Problem.self) { try file.read("b", shape: [1, 2], into: &values) }
    #expect(shape?.field == "b.shape" && shape?.file == path)
    let type = #expect(throws: Problem.self) { try file.values(of: "a", as: Float.self) }
    #expect(type?.field == "a.dtype" && type?.file == path)
    let name = #expect(throws: Problem.self) { try file.values(of: "d", as: Float.self) }
    #expect(name?.field == "d" && name?.file == path)
  }

  private func write(_ path: String, seed: UInt64) throws -> [[Float]] {
    var random = Seed(short: seed).stream("tensors")
    let shapes = [[3, 5], [], [0], [70_000], [1]]
    let values = shapes.map { (0..<$0.reduce(1, *)).map { _ in Float(random.unit()) } }
    let descriptions =
      [TensorDescription("step", .int64, shape: [1])]
      + shapes.enumerated().map { TensorDescription("layer \($0) \"é\"", .float32, shape: $1) }
      + [TensorDescription("loss", .float64, shape: [2]), .init("flags", .uint8, shape: [3])]
    let output = try SafetensorsOutput(
      path, metadata: ["b": "line\nend", "a": "{\"x\": 1}"], tensors: descriptions)
    try output.write("step", [Int64.min])
    for (index, tensor) in values.enumerated() { try output.write("layer \(index) \"é\"", tensor) }
    try output.write("loss", [Double.pi, -.infinity])
    try output.write("flags", [UInt8(1), 2, 255])
    try output.close()
    return values
  }

  @Test func `a written file is read back`() throws {
    let path = directory("model.safetensors")
    let values = try write(path, seed: 1)
    let file = try SafetensorsFile(path)
    #expect(file.metadata == ["b": "line\nend", "a": "{\"x\": 1}"])
    #expect(file.tensors.map(\.name).first == "step" && file.tensors.count == 8)
    for (index, tensor) in values.enumerated() {
      #expect(try file.values(of: "layer \(index) \"é\"", as: Float.self) == tensor)
    }
    #expect(try file.values(of: "step", as: Int64.self) == [.min])
    #expect(try file.values(of: "loss", as: Double.self) == [.pi, -.infinity])
    #expect(try file.values(of: "flags", as: UInt8.self) == [1, 2, 255])
    // The data starts at a multiple of eight bytes.
    let bytes = try directory.read("model.safetensors")
    #expect(bytes[0] % 8 == 0)
  }

  @Test func `the same tensors give the same bytes and replace an existing file`() throws {
    _ = try write(directory("a"), seed: 2)
    try directory.write("b", "something else")
    _ = try write(directory("b"), seed: 2)
    #expect(try directory.read("a") == directory.read("b"))
    #expect(try directory.names() == ["a", "b"])
  }

  @Test func `an unfinished file is not left behind`() throws {
    try directory.write("a", "old")
    do {
      let output = try SafetensorsOutput(
        directory("a"), metadata: [:], tensors: [.init("x", .float32, shape: [1])])
      try output.write("x", [Float(1)])
    }
    #expect(try directory.names() == ["a"])
    #expect(try directory.read("a") == Array("old".utf8))
  }

  @Test func `a file without tensors is valid`() throws {
    try SafetensorsOutput(directory("a"), metadata: [:], tensors: []).close()
    #expect(try SafetensorsFile(directory("a")).tensors == [])
    #expect(try directory.read("a") == SafetensorsSample.file(header: "{}      ", data: []))
  }

  @Test func `a path that cannot be written is refused`() throws {
    #expect(throws: Problem.self) {
      try SafetensorsOutput(directory("none/a"), metadata: [:], tensors: [])
    }
    try directory.makeDirectory("folder")
    #expect(throws: Problem.self) {
      try SafetensorsOutput(directory("folder"), metadata: [:], tensors: []).close()
    }
    #expect(try directory.names() == ["folder"])
  }
}
