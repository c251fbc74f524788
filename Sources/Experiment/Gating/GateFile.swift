import AuditModel
import Files
import Scoring
import Yams

/// Limits and waivers in YAML, by themselves or in a team's `asr-audit.yml`.
///
///     gate:
///       - memorization: {max: 0.10, repetitions: [1, 2]}
///       - near-memorization: {max: 0.20, repetitions: [8, 16], speeds: [2], level: warn}
///       - regression: {max-increase: 0.10, repetitions: [1, 2, 4, 8, 16]}
///       - detection: {level: error}
///     waivers:
///       - {metric: memorization, repetitions: [8, 16], until: 2026-12-31, reason: "fixed in v2"}
///
/// `max`, `max-increase` (default 0.10): above 0, below 1. `repetitions`: tiers that are pooled.
/// `speeds`: default all. `level`: `error` (default), `warn` or `off`. A waiver names its `metric`,
/// its last day `until` and a `reason`; without `repetitions` or `speeds` it covers any. Any other
/// key is an error that names the nearest known one.
package struct GateFile: Hashable, Sendable {
  package let limits: [GateLimit]
  package let waivers: [Waiver]
  /// Of each limit.
  private let lines: [Int?]
  private var path: String?

  /// Calls `body` with each limit; what it throws gets the limit's place in the file.
  package func eachLimit(_ body: (GateLimit) throws(Problem) -> Void) throws(Problem) {
    for (limit, line) in zip(limits, lines) {
      do throws(Problem) {
        try body(limit)
      } catch {
        throw error.located(in: path ?? "gate file", line: line)
      }
    }
  }

  package static func read(_ path: String) throws(Problem) -> GateFile {
    let bytes = try readFile(path, limit: 1 << 20)
    guard let text = bytes.withoutByteOrderMark.text else {
      throw Problem(.badData, "is not UTF-8", file: path)
    }
    do throws(Problem) {
      var file = try parse(text)
      file.path = path
      return file
    } catch {
      throw error.located(in: path)
    }
  }

  package static func parse(_ text: String) throws(Problem) -> GateFile {
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
    let file = YAMLSettings(mapping, of: root)
    try file.refuseUnknown(known: ["gate", "waivers"])
    guard let items = mapping["gate"]?.sequence, !items.isEmpty else {
      throw Problem(
        .badData, "expected a list of one limit or more",
        line: (mapping["gate"] ?? root).mark?.line, field: "gate")
    }
    return GateFile(
      limits: try limits(items), waivers: try waivers(mapping["waivers"]),
      lines: items.map { $0.mark?.line })
  }

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
