import Files
import Scoring
import Settings

extension GateFile {
  /// Reads the list under `waivers`, if there is one.
  static func waivers(_ value: SettingsValue?) throws(Problem) -> [Waiver] {
    guard let value else { return [] }
    guard let items = value.list else {
      throw Problem(.badData, "expected a list of waivers", line: value.line, field: "waivers")
    }
    var waivers: [Waiver] = []
    for item in items { waivers.append(try waiver(item)) }
    return waivers
  }

  private static func waiver(_ item: SettingsValue) throws(Problem) -> Waiver {
    guard let settings = item.section else {
      throw Problem(
        .badData, "expected a waiver such as {metric: memorization, until: 2026-12-31, reason: …}",
        line: item.line, field: "waivers")
    }
    try settings.check(known: ["metric", "repetitions", "speeds", "until", "reason"])
    let metric: Waiver.Metric = try settings.required("metric", SettingsValue.word)
    let waiver = Waiver(
      metric,
      repetitions: try settings.optional("repetitions", tiers),
      speeds: try settings.optional("speeds", speeds),
      until: try settings.required("until", day), reason: try settings.required("reason", reason))
    if case .analysis(let metric) = waiver.metric,
      let field = ["repetitions", "speeds"].first(where: { settings[$0] != nil })
    {
      throw Problem(
        .badData, "a limit on \(metric.rawValue) has neither tiers nor speeds",
        line: settings[field]?.line ?? item.line, field: field, hint: "leave '\(field)' out")
    }
    guard
      waiver.metric != .report(.detection) || (waiver.repetitions == nil && waiver.speeds == nil)
    else {
      throw Problem(
        .badData, "detection covers all tiers and speeds together", line: item.line,
        field: waiver.speeds == nil ? "repetitions" : "speeds")
    }
    return waiver
  }

  private static func day(_ value: SettingsValue) throws(Problem) -> CalendarDate {
    guard let day = value.text.flatMap({ CalendarDate($0) }) else {
      throw value.expected("a day such as 2026-12-31")
    }
    return day
  }

  private static func reason(_ value: SettingsValue) throws(Problem) -> String {
    guard let text = value.text, text.contains(where: { !$0.isWhitespace }) else {
      throw value.expected("a reason, in words")
    }
    // The reason is printed to logs, where control characters could hide or reverse other text.
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
    }
    guard isPlain else { throw value.expected("a reason without control characters") }
    return text
  }
}
