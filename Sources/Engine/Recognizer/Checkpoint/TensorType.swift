/// Element types of a safetensors file that are read and written here.
package enum TensorType: String, CaseIterable, Sendable {
  case float32 = "F32"
  case float64 = "F64"
  case int64 = "I64"
  case uint8 = "U8"

  /// Bytes of one element.
  package var size: Int {
    switch self {
    case .float32: 4
    case .float64, .int64: 8
    case .uint8: 1
    }
  }
}

/// A Swift type with the bytes of a `TensorType`. The file is little-endian, and so are all
/// machines that this runs on.
package protocol TensorElement: BitwiseCopyable, Sendable {
  static var tensorType: TensorType { get }
}

extension Float: TensorElement { package static var tensorType: TensorType { .float32 } }
extension Double: TensorElement { package static var tensorType: TensorType { .float64 } }
extension Int64: TensorElement { package static var tensorType: TensorType { .int64 } }
extension UInt8: TensorElement { package static var tensorType: TensorType { .uint8 } }

/// What a header says of a tensor: row-major, the last index running fastest.
package struct TensorDescription: Hashable, Sendable {
  package let name: String
  package let type: TensorType
  /// Sizes of the dimensions; none for a single number.
  package let shape: [Int]

  package init(_ name: String, _ type: TensorType, shape: [Int]) {
    (self.name, self.type, self.shape) = (name, type, shape)
  }

  /// Elements, or nil where a size is negative or the bytes could not be counted.
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
