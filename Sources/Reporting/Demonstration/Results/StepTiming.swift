import Files

/// The time that one command of a demonstration took: a line of `timings.jsonl`.
///
///     {"command":"train","output":"…","seconds":12.3,"cpu_seconds":24.1}
package struct StepTiming: Decodable, Hashable, Sendable {
  package var command: String
  package var output: String?
  package var seconds: Double
  /// Processor time of all threads. It depends less on other load than the wall-clock time.
  package var cpuSeconds: Double

  package init(command: String, output: String?, seconds: Double, cpuSeconds: Double) {
    self.command = command
    self.output = output
    self.seconds = seconds
    self.cpuSeconds = cpuSeconds
  }

  /// Reads all lines of a file.
  package static func all(in path: String) throws(Problem) -> [StepTiming] {
    var timings: [StepTiming] = []
    for (number, line) in try readFile(path).split(separator: UInt8(ascii: "\n")).enumerated() {
      do throws(Problem) {
        timings.append(try JSONCoding.decoded(Self.self, from: Array(line)))
      } catch {
        throw error.located(in: path, line: number + 1)
      }
    }
    return timings
  }

  /// The line, with its line break. Times are rounded to milliseconds.
  package var line: String {
    var json = JSONWriter()
    json.beginObject()
    json.field("command", command)
    if let output { json.field("output", output) }
    json.field("seconds", Self.milliseconds(seconds))
    json.field("cpu_seconds", Self.milliseconds(cpuSeconds))
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self) + "\n"
  }

  private static func milliseconds(_ seconds: Double) -> Double {
    (seconds * 1000).rounded() / 1000
  }
}
