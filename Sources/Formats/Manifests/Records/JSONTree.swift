import Files

/// A JSON object that is written field by field, with nested objects for names such as `audio.path`.
struct JSONTree {
  private indirect enum Node {
    case value([UInt8])
    case object([(key: String, node: Node)])
  }

  private var members: [(key: String, node: Node)] = []

  /// Adds a field. Fields of one nested object are written together.
  /// - Parameter path: the keys from the outermost to the innermost.
  mutating func add(_ path: [String], _ value: [UInt8]) {
    Self.insert(path[...], value, into: &members)
  }

  private static func insert(
    _ path: ArraySlice<String>, _ value: [UInt8], into members: inout [(key: String, node: Node)]
  ) {
    guard let key = path.first else { return }
    guard path.count > 1 else { return members.append((key, .value(value))) }
    if let index = members.firstIndex(where: { $0.key == key }),
      case .object(var inner) = members[index].node
    {
      insert(path.dropFirst(), value, into: &inner)
      members[index].node = .object(inner)
    } else {
      var inner: [(key: String, node: Node)] = []
      insert(path.dropFirst(), value, into: &inner)
      members.append((key, .object(inner)))
    }
  }

  var bytes: [UInt8] {
    var writer = JSONWriter()
    Self.write(members, to: &writer)
    return writer.bytes
  }

  private static func write(_ members: [(key: String, node: Node)], to writer: inout JSONWriter) {
    writer.beginObject()
    for (key, node) in members {
      writer.key(key)
      switch node {
      case .value(let bytes): writer.raw(bytes)
      case .object(let inner): write(inner, to: &writer)
      }
    }
    writer.endObject()
  }
}
