import KernelInterface
import KernelsBase

#if arch(x86_64)
  import KernelsZAVX2
  import KernelsZAVX512

  /// A function of glibc 2.33 and newer (sys/platform/x86.h). For each CPUID leaf it returns four
  /// words as the processor reports them, then four words of the features that the operating system
  /// enables.
  @_silgen_name("__x86_get_cpuid_feature_leaf")
  private func cpuFeatures(_ leaf: UInt32) -> UnsafePointer<UInt32>
#endif

/// An instruction set for which kernels exist.
package enum ISA: String, CaseIterable, Sendable, Comparable {
  /// The baseline of every processor: SSE2 on x86-64, NEON on arm64.
  case base
  /// AVX2 with FMA and BMI (x86-64-v3).
  case avx2
  /// AVX-512 F, DQ, CD, BW and VL (x86-64-v4).
  case avx512

  package static func < (a: ISA, b: ISA) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }

  /// The widest instruction set that this processor and its operating system support.
  package static let best: ISA = {
    #if arch(x86_64)
      // Index 0 is leaf 1 and index 1 is leaf 7. Words 5 and 6 are the enabled bits of EBX and ECX.
      let leaf7 = cpuFeatures(1)[5]
      let leaf1 = cpuFeatures(0)[6]
      let avx2 = [5, 3, 8].allSatisfy { leaf7 >> UInt32($0) & 1 == 1 } && leaf1 >> 12 & 1 == 1
      let avx512 = [16, 17, 28, 30, 31].allSatisfy { leaf7 >> UInt32($0) & 1 == 1 }
      return avx2 ? avx512 ? .avx512 : .avx2 : .base
    #else
      return .base
    #endif
  }()

  /// The instruction sets that this processor supports, narrowest first.
  package static var available: [ISA] { allCases.filter { $0 <= best } }

  package var kernels: any KernelSet.Type {
    precondition(self <= .best, "this processor does not support \(rawValue)")
    #if arch(x86_64)
      return switch self {
      case .base: KernelsBase.KernelImplementation.self
      case .avx2: KernelsZAVX2.KernelImplementation.self
      case .avx512: KernelsZAVX512.KernelImplementation.self
      }
    #else
      return KernelsBase.KernelImplementation.self
    #endif
  }
}
