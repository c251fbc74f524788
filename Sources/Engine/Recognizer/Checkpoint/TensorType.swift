/// The supported element types of safetensors files.
package enum TensorType: String, CaseIterable, Sendable {
  case float32 = "F32"
  case float64 = "F64"
  case int64 = "I64"
  case uint8 = "U8"

  /// The size of an element in bytes.
  package var size: Int {
    switch self {
    case .float32: 4
    case .float64, .int64: 8
    case .uint8: 1
    }
  }
}

/// A Swift type with the same bytes as a `TensorType`. Files are little-endian, as are all
/// supported machines.
package protocol TensorElement: BitwiseCopyable, Sendable {
  static var tensorType: TensorType { get }
}

extension Float: TensorElement { package static var tensorType: TensorType { .float32 } }
extension Double: TensorElement { package static var tensorType: TensorType { .float64 } }
extension Int64: TensorElement { package static var tensorType: TensorType { .int64 } }
extension UInt8: TensorElement { package static var tensorType: TensorType { .uint8 } }

/// The description of a tensor in a header. Elements are row-major: the last index varies fastest.
package struct TensorDescription: Hashable, Sendable {
  package let name: String
  package let type: TensorType
  /// The sizes of the dimensions; empty for a scalar.
  package let shape: [Int]

  package init(_ name: String, _ type: TensorType, shape: [Int]) {
    (self.name, self.type, self.shape) = (name, type, shape)
  }

  /// The number of elements, or nil if a size is negative or the number of bytes overflows.
  var checkedCount: Int? {
    var count = 1
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflows else { return nil }
      count = product
    }
    return count <= Int.max / 8 ? count : nil
  }
}
