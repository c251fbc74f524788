import Canaries
import Files
import Yams

/// Limits in YAML, by themselves or in a team's `asr-audit.yml`.
///
///     gate:
///       - memorization: {max: 0.10, repetitions: [1, 2]}
///       - memorization: {max: 0.20, repetitions: [8, 16], level: warn}
///
/// `max`: above 0, below 1. `repetitions`: tiers that are pooled. `level`: `error` (default), `warn`
/// or `off`. Any other key is an error that names the nearest known one.
package enum GateFile {
  package static func read(_ path: String) throws(Problem) -> [GateLimit] {
    let bytes = try readFile(path, limit: 1 << 20)
    guard let text = bytes[...].text else {
      throw Problem(.badData, "is not UTF-8", file: path)
    }
    do throws(Problem) {
      return try parse(text)
    } catch {
      throw error.located(in: path)
    }
  }

  package static func parse(_ text: String) throws(Problem) -> [GateLimit] {
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw problem(error)
    } catch {
      throw Problem(.badData, "is not YAML: \(error)")
    }
    guard let root, let mapping = root.mapping else {
      throw Problem(
        .badData, "expected a mapping with the key 'gate'",
        hint: "gate:\n    - memorization: {max: 0.10, repetitions: [1, 2]}")
    }
    try refuseUnknown(mapping, known: ["gate"])
    guard let gate = mapping["gate"], let items = gate.sequence, !items.isEmpty else {
      throw Problem(
        .badData, "expected a list of one limit or more", line: line(of: mapping["gate"] ?? root),
        field: "gate")
    }
    var limits: [GateLimit] = []
    for item in items { limits.append(try limit(item)) }
    for (index, limit) in limits.enumerated() {
      let same = limits[..<index].contains { Set($0.repetitions) == Set(limit.repetitions) }
      if same {
        throw Problem(
          .badData, "two limits for the same tiers \(limit.repetitions)",
          line: line(of: items[index]), field: "repetitions")
      }
    }
    return limits
  }

  private static func limit(_ node: Node) throws(Problem) -> GateLimit {
    guard let mapping = node.mapping else {
      throw Problem(
        .badData, "expected a limit such as memorization: {max: 0.10, repetitions: [1, 2]}",
        line: line(of: node), field: "gate")
    }
    try refuseUnknown(mapping, known: ["memorization"])
    guard let settings = mapping["memorization"]?.mapping else {
      throw Problem(
        .badData, "expected {max: …, repetitions: […]}", line: line(of: node),
        field: "memorization")
    }
    try refuseUnknown(settings, known: ["max", "repetitions", "level"])
    return GateLimit(
      max: try max(settings, node), repetitions: try repetitions(settings, node),
      level: try level(settings))
  }

  private static func max(
    _ settings: Node.Mapping, _ parent: Node
  ) throws(Problem) -> Double {
    guard let node = settings["max"] else {
      throw Problem(.badData, "there is none", line: line(of: parent), field: "max")
    }
    guard let value = node.float ?? node.int.map(Double.init), value.isFinite else {
      throw Problem(
        .badData, "expected a number, found '\(node.string ?? "something else")'",
        line: line(of: node), field: "max")
    }
    guard value > 0, value < 1 else {
      throw Problem(
        .usage, "a limit lies above 0 and below 1, not at \(value)", line: line(of: node),
        field: "max", hint: "no number of canaries can show a rate of exactly 0")
    }
    return value
  }

  private static func repetitions(
    _ settings: Node.Mapping, _ parent: Node
  ) throws(Problem) -> [Int] {
    guard let node = settings["repetitions"] else {
      throw Problem(.badData, "there are none", line: line(of: parent), field: "repetitions")
    }
    let tiers = node.sequence.map { $0.map(\.int) } ?? [node.int]
    let numbers = tiers.compactMap { $0 }
    guard !numbers.isEmpty, numbers.count == tiers.count, numbers.allSatisfy({ $0 >= 1 }),
      Set(numbers).count == numbers.count
    else {
      throw Problem(
        .badData, "expected different numbers from 1, such as [1, 2]", line: line(of: node),
        field: "repetitions")
    }
    return numbers
  }

  private static func level(_ settings: Node.Mapping) throws(Problem) -> GateLimit.Level {
    guard let node = settings["level"] else { return .error }
    // Unquoted, YAML 1.1 reads off as a Boolean; the word is meant.
    guard let name = node.scalar?.string, let level = GateLimit.Level(rawValue: name) else {
      let known = GateLimit.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw Problem(
        .badData, "expected one of \(known)", line: line(of: node), field: "level")
    }
    return level
  }

  private static func refuseUnknown(
    _ mapping: Node.Mapping, known: [String]
  ) throws(Problem) {
    for (key, _) in mapping {
      let name = key.string ?? "?"
      guard !known.contains(name) else { continue }
      let meant = nearest(to: name, among: known)
      throw Problem(
        .badData, "unknown key", line: line(of: key), field: name,
        hint: meant.map { "did you mean '\($0)'?" }
          ?? "known here: \(known.joined(separator: ", "))")
    }
  }

  private static func line(of node: Node) -> Int? { node.mark?.line }

  private static func problem(_ error: YamlError) -> Problem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Problem(.badData, "is not YAML: \(problem)", line: mark.line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      return Problem(
        .badData, "a key is there twice: \(duplicates.joined(separator: ", "))",
        line: context.mark.line)
    default: return Problem(.badData, "is not YAML: \(error)")
    }
  }
}
