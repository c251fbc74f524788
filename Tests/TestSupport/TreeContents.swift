import Foundation

/// The content of a directory tree by path: the bytes of files, the targets of links, and nothing for
/// directories. Two trees are equal if their contents are.
package func treeContents(_ path: String) throws -> [String: Data] {
  var contents: [String: Data] = [:]
  let manager = FileManager.default
  for name in try manager.subpathsOfDirectory(atPath: path) {
    let file = "\(path)/\(name)"
    let type = try manager.attributesOfItem(atPath: file)[.type] as? FileAttributeType
    switch type {
    case .typeSymbolicLink?:
      contents[name] = Data("-> \(try manager.destinationOfSymbolicLink(atPath: file))".utf8)
    case .typeDirectory?: contents[name + "/"] = Data()
    default: contents[name] = try Data(contentsOf: URL(fileURLWithPath: file))
    }
  }
  return contents
}
