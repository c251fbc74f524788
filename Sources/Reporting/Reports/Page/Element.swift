/// An element of SVG or XML with everything in it. Written out, it is always well-formed.
struct Element: Hashable, Sendable {
  var name: String
  var attributes: [Attribute]
  var text: String?
  var children: [Element]

  struct Attribute: Hashable, Sendable {
    var name: String
    var value: String
  }

  init(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String? = nil,
    _ children: [Element] = []
  ) {
    self.name = name
    self.attributes = attributes.map { Attribute(name: $0.key, value: $0.value) }
    self.text = text
    self.children = children
  }

  /// A line for each element that has no element in it.
  func markup(indent: String = "") -> String {
    var start = "\(indent)<\(name)"
    for attribute in attributes {
      start += " \(attribute.name)=\"\(escapedMarkup(attribute.value))\""
    }
    if children.isEmpty {
      return start + (text.map { ">\(escapedMarkup($0))</\(name)>" } ?? "/>") + "\n"
    }
    let inner = children.map { $0.markup(indent: indent + " ") }.joined()
    return "\(start)>\n\(inner)\(indent)</\(name)>\n"
  }
}
