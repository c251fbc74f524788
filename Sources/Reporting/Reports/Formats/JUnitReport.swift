import Scoring

/// `junit.xml`, with a test case for each assertion under a name that stays the same in every run.
///
/// A failed assertion is a `failure`. An inconclusive one is a `failure` of type `inconclusive`,
/// unless the caller allows inconclusive results. Warnings and waived failures are `skipped` with
/// their message, because JUnit has no state between passed and failed.
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

  /// The child of a test case that did not pass; nil for one that passed.
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
      return allowsInconclusive && !assertion.isMissing
        ? Element("skipped", ["message": "inconclusive: \(message)"])
        : Element("failure", ["type": "inconclusive", "message": message], text: message)
    }
  }
}
