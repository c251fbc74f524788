import Scoring

/// `junit.xml`: a test case for each assertion, named alike from run to run.
///
/// A failure that nothing excuses is a `failure`; so is an assertion that stays open, of type
/// `inconclusive`, unless that was allowed. What is only a warning, or waived, is `skipped` with its
/// message, for JUnit has no word between green and red.
package enum JUnitReport {
  package static func render(_ report: Report, allowsInconclusive: Bool = false) -> String {
    let cases = Assertion.all(of: report).map { assertion in
      (assertion: assertion, mark: mark(assertion, allowsInconclusive))
    }
    let suite = report.gateResult == nil ? "verdict" : "gate"
    func count(_ name: String) -> String { String(cases.count { $0.mark?.name == name }) }
    let element = Element(
      "testsuites", ["name": "asr-audit"],
      [
        Element(
          "testsuite",
          [
            "name": "asr-audit \(suite)", "tests": String(cases.count),
            "failures": count("failure"), "errors": "0", "skipped": count("skipped"), "time": "0",
          ],
          properties(report)
            + cases.map { assertion, mark in
              Element(
                "testcase",
                ["classname": "asr-audit.\(suite)", "name": assertion.name, "time": "0"],
                mark.map { [$0] } ?? [])
            })
      ])
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element.markup()
  }

  /// The label and the date of the report; empty without them.
  private static func properties(_ report: Report) -> [Element] {
    let properties = report.origin.map { name, value in
      Element("property", ["name": name, "value": value])
    }
    return properties.isEmpty ? [] : [Element("properties", [:], properties)]
  }

  /// Nil for a case that passed.
  private static func mark(_ assertion: Assertion, _ allowsInconclusive: Bool) -> Element? {
    let message = assertion.message
    switch assertion.outcome {
    case .passed: return nil
    case _ where assertion.isWarning:
      return Element("skipped", ["message": "warning only: \(message)"])
    case .failed:
      if let waiver = assertion.waiver {
        return Element("skipped", ["message": "waived: \(waiver): \(message)"])
      }
      return Element(
        "failure", ["type": assertion.rule.rawValue, "message": message], text: message)
    case .inconclusive:
      return allowsInconclusive
        ? Element("skipped", ["message": "inconclusive: \(message)"])
        : Element("failure", ["type": "inconclusive", "message": message], text: message)
    }
  }
}
