/// An element of HTML, SVG or XML, with its attributes and its content.
///
/// All markup of pages and of JUnit files is written by `markup()`, which escapes every attribute
/// value and every text. The result is therefore always well formed.
struct Element: Hashable, Sendable {
  enum Node: Hashable, Sendable {
    case element(Element)
    /// Text, which is escaped.
    case text(String)
    /// Text that is written as it is: the page's style sheet, its script, and line breaks.
    case verbatim(String)
  }

  struct Attribute: Hashable, Sendable {
    var name: String
    var value: String
  }

  var name: String
  var attributes: [Attribute]
  var content: [Node]
  /// Whether each child stands on a line of its own. False where white space would be visible.
  var isBlock: Bool

  /// Makes an element whose children stand on lines of their own.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Element] = []
  ) {
    self.init(name, attributes, children.map(Node.element), isBlock: !children.isEmpty)
  }

  /// Makes an element that contains only text.
  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes, [.text(text)], isBlock: false)
  }

  /// Makes an element with mixed content on one line.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], inline content: [Node]
  ) {
    self.init(name, attributes, content, isBlock: false)
  }

  private init(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: [Node], isBlock: Bool
  ) {
    self.name = name
    self.attributes = attributes.map { Attribute(name: $0.key, value: $0.value) }
    self.content = content
    self.isBlock = isBlock
  }

  /// The element as markup, with a line break at the end.
  func markup() -> String {
    var markup = ""
    write(to: &markup, indent: "")
    return markup + "\n"
  }

  /// HTML elements that have neither content nor an end tag. All others get an end tag, which XML
  /// and SVG allow as well.
  private static let voidElements: Set = ["meta", "br"]

  private func write(to markup: inout String, indent: String) {
    markup += "<\(name)"
    for attribute in attributes {
      markup += " \(attribute.name)=\"\(escapedMarkup(attribute.value))\""
    }
    markup += ">"
    if Self.voidElements.contains(name) { return }
    for node in content {
      if isBlock { markup += "\n\(indent) " }
      switch node {
      case .element(let child): child.write(to: &markup, indent: indent + " ")
      case .text(let text): markup += escapedMarkup(text)
      case .verbatim(let text): markup += text
      }
    }
    markup += isBlock ? "\n\(indent)</\(name)>" : "</\(name)>"
  }
}
