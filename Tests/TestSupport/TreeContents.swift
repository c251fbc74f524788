import Foundation

/// Every file below a directory with its bytes, every link with where it leads, every directory with
/// nothing: two trees are equal when these are.
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
