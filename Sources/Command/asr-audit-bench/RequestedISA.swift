import ArgumentParser
import Foundation
import Kernels

extension ISA {
  /// Those to measure: all that this processor has, or the one that `ASR_AUDIT_ISA` names.
  static func requested(
    in environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> [ISA] {
    guard let name = environment["ASR_AUDIT_ISA"] else { return available }
    guard let isa = ISA(rawValue: name) else {
      let names = allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("ASR_AUDIT_ISA is '\(name)'; it can be \(names), or not be set")
    }
    guard available.contains(isa) else {
      let names = available.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("ASR_AUDIT_ISA is '\(name)', but this processor runs only \(names)")
    }
    return [isa]
  }
}
