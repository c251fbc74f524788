/// The next step after a problem: text with typed references to settings.
///
/// A module below the command knows its settings and not how a user states them. It writes
/// `"choose another \(OutputSetting.output)"`, and the command prints `choose another --output`.
package struct Hint: Sendable {
  fileprivate enum Part: Sendable {
    case text(String)
    /// The raw value of a setting.
    case setting(String)
  }

  fileprivate var parts: [Part] = []

  package init(_ text: String) { parts = [.text(text)] }

  package init?(_ text: String?) {
    guard let text else { return nil }
    self.init(text)
  }

  /// - Parameter name: turns the raw value of a setting, such as `audio_key`, into the name that the
  ///   user knows.
  package func text(naming name: (String) -> String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .setting(let setting): name(setting)
      }
    }.joined()
  }

  /// The text with settings by their own names, such as `audio_key`.
  package var text: String { text { $0 } }
}

/// The settings of a module that its hints refer to. Raw values are names in `snake_case`.
package protocol HintSetting: RawRepresentable, CaseIterable, Sendable where RawValue == String {}

extension Hint: ExpressibleByStringInterpolation {
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var parts: [Part] = []

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.text(literal)) }
    }

    package mutating func appendInterpolation(_ setting: some HintSetting) {
      parts.append(.setting(setting.rawValue))
    }

    package mutating func appendInterpolation(_ text: String) { parts.append(.text(text)) }

    package mutating func appendInterpolation(_ number: some Numeric) {
      parts.append(.text("\(number)"))
    }

    package mutating func appendInterpolation(_ hint: Hint) { parts += hint.parts }
  }

  package init(stringLiteral text: String) { self.init(text) }

  package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

  package static func + (left: Hint, right: Hint) -> Hint { "\(left)\(right)" }
}
