/// A syntax error, or a value of another kind than the caller asked for.
package struct JSONError: Error, Hashable, Sendable {
  package let message: String
  /// The position in bytes, counted from 0 at the first byte scanned.
  package let offset: Int
  package var field: String?

  package init(message: String, offset: Int, field: String? = nil) {
    self.message = message
    self.offset = offset
    self.field = field
  }
}
