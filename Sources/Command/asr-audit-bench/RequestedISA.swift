import ArgumentParser
import Foundation
import Kernels

extension ISA {
  /// The instruction sets to measure: all that this processor supports, or the one that
  /// `ASR_AUDIT_ISA` names.
  static func requested(
    in environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> [ISA] {
    guard let name = environment["ASR_AUDIT_ISA"] else { return available }
    guard let isa = ISA(rawValue: name) else {
      let names = allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("ASR_AUDIT_ISA is '\(name)'; set it to \(names), or unset it")
    }
    guard available.contains(isa) else {
      let names = available.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("ASR_AUDIT_ISA is '\(name)', but this processor supports only \(names)")
    }
    return [isa]
  }
}
