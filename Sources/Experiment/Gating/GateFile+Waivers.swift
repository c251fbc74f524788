import Files
import Scoring
import Yams

extension GateFile {
  /// The list under `waivers`, if any.
  static func waivers(_ node: Node?) throws(Problem) -> [Waiver] {
    guard let node else { return [] }
    guard let items = node.sequence else {
      throw Problem(
        .badData, "expected a list of waivers", line: node.mark?.line, field: "waivers")
    }
    var waivers: [Waiver] = []
    for item in items { waivers.append(try waiver(item)) }
    return waivers
  }

  private static func waiver(_ node: Node) throws(Problem) -> Waiver {
    guard let mapping = node.mapping else {
      throw Problem(
        .badData, "expected a waiver such as {metric: memorization, until: 2026-12-31, reason: …}",
        line: node.mark?.line, field: "waivers")
    }
    let settings = YAMLSettings(mapping, of: node)
    try settings.refuseUnknown(known: ["metric", "repetitions", "speeds", "until", "reason"])
    let waiver = Waiver(
      try settings.required("metric", YAMLSettings.word),
      repetitions: try settings.optional("repetitions", YAMLSettings.tiers),
      speeds: try settings.optional("speeds", YAMLSettings.speeds),
      until: try settings.required("until", day), reason: try settings.required("reason", text))
    guard waiver.metric != .detection || (waiver.repetitions == nil && waiver.speeds == nil) else {
      throw Problem(
        .badData, "detection is over all tiers and speeds together", line: node.mark?.line,
        field: waiver.speeds == nil ? "repetitions" : "speeds")
    }
    return waiver
  }

  /// Unquoted, YAML 1.1 reads a day as a moment; what is written is meant.
  private static func day(_ node: Node) -> Result<CalendarDate, YAMLSettings.Expected> {
    node.scalar.flatMap { CalendarDate($0.string) }.map(Result.success)
      ?? .failure(.init("a day such as 2026-12-31"))
  }

  private static func text(_ node: Node) -> Result<String, YAMLSettings.Expected> {
    guard let text = node.scalar?.string, text.contains(where: { !$0.isWhitespace }) else {
      return .failure(.init("a reason, in words"))
    }
    // It is printed into logs, where such characters could hide or turn round what stands there.
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
    }
    guard isPlain else { return .failure(.init("a reason without control characters")) }
    return .success(text)
  }
}
