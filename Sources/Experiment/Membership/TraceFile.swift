import Files
import Traces

/// A trace table and the file that it was read from.
package struct TraceFile: Sendable {
  package let path: String
  package let table: TraceTable

  package init(path: String, table: TraceTable) {
    self.path = path
    self.table = table
  }

  package static func read(_ path: String) throws(Problem) -> TraceFile {
    TraceFile(path: path, table: try TraceReader.read(path))
  }
}
