import KernelInterface
import Kernels
import Randomness
import Testing

/// Random numbers in -1...1 for one shape, and calls of the three kernels with them.
private struct Case: CustomStringConvertible {
  let isa: ISA
  let frames: Int
  let channels: Int
  let kernelSize: Int
  let x, dy, w, bias: GuardedFloats

  init(_ isa: ISA, _ frames: Int, _ channels: Int, _ kernelSize: Int) {
    var random = RandomStream(key: [UInt8](repeating: UInt8(kernelSize), count: 32))
    func numbers(_ count: Int) -> GuardedFloats {
      GuardedFloats((0..<count).map { _ in Float(2 * random.unit() - 1) })
    }
    (self.isa, self.frames, self.channels, self.kernelSize) = (isa, frames, channels, kernelSize)
    (x, dy) = (numbers(frames * channels), numbers(frames * channels))
    (w, bias) = (numbers(kernelSize * channels), numbers(channels))
  }

  var description: String {
    "\(isa): \(frames) frames, \(channels) channels, kernel size \(kernelSize)"
  }
  var reference: DepthwiseReference {
    DepthwiseReference(frames: frames, channels: channels, kernelSize: kernelSize)
  }
  var inputsAreIntact: Bool { [x, dy, w, bias].allSatisfy(\.isIntact) }
  private var scratch: GuardedFloats {
    GuardedFloats(unset: isa.kernels.depthwiseScratch(frames: frames, kernelSize: kernelSize))
  }

  func forward(into y: GuardedFloats) -> Bool {
    let scratch = scratch
    isa.kernels.depthwise(
      frames: frames, channels: channels, kernelSize: kernelSize, x.readOnly, w.readOnly,
      bias: bias.readOnly, into: y.start, scratch: scratch.start)
    return scratch.isIntact && y.isIntact && inputsAreIntact
  }

  func backwardInput(into dx: GuardedFloats) -> Bool {
    let scratch = scratch
    isa.kernels.depthwiseBackwardInput(
      frames: frames, channels: channels, kernelSize: kernelSize, dy.readOnly, w.readOnly,
      into: dx.start,
      scratch: scratch.start)
    return scratch.isIntact && dx.isIntact && inputsAreIntact
  }

  func backwardWeights(_ dw: GuardedFloats, _ dBias: GuardedFloats) -> Bool {
    let scratch = scratch
    isa.kernels.depthwiseBackwardWeights(
      frames: frames, channels: channels, kernelSize: kernelSize, x.readOnly, dy.readOnly,
      dw: dw.start,
      dBias: dBias.start, scratch: scratch.start)
    return scratch.isIntact && dw.isIntact && dBias.isIntact && inputsAreIntact
  }
}

@Suite struct DepthwiseTests {
  private static func cases(_ isa: ISA) -> [Case] {
    var cases: [Case] = []
    for frames in [0, 1, 2, 3, 5, 8, 13, 31, 40] {
      for channels in [1, 3, 4, 7, 8, 16, 17, 29, 36] {
        for kernelSize in [1, 3, 5, 7, 9, 15, 31] {
          cases.append(Case(isa, frames, channels, kernelSize))
        }
      }
    }
    return cases + [Case(isa, 250, 144, 15), Case(isa, 1003, 40, 31), Case(isa, 9, 0, 3)]
  }

  /// Compares sums of `terms` products of numbers up to 1. Every step is rounded by at most 2⁻²⁴ of
  /// the partial sum, which is at most `terms`.
  private func expectSums(
    _ values: [Float], _ expected: [Double], terms: Int, _ comment: Comment
  ) {
    let tolerance = Double(terms + 1) * Double(terms + 1) * 0x1p-24
    let isClose = zip(values, expected).allSatisfy { abs(Double($0) - $1) <= tolerance }
    #expect(isClose && values.count == expected.count, comment)
  }

  @Test(arguments: ISA.available)
  func `the result is the weighted sum over neighbouring frames`(isa: ISA) {
    for c in Self.cases(isa) {
      let y = GuardedFloats(unset: c.frames * c.channels)
      let isIntact = c.forward(into: y)
      #expect(isIntact, "\(c)")
      let expected = c.reference.forward(c.x.doubles, c.w.doubles, bias: c.bias.doubles)
      expectSums(y.values, expected, terms: c.kernelSize + 1, "\(c)")
    }
  }

  @Test(arguments: ISA.available)
  func `the gradient of the input agrees with the reference implementation`(isa: ISA) {
    for c in Self.cases(isa) {
      let dx = GuardedFloats(unset: c.frames * c.channels)
      let isIntact = c.backwardInput(into: dx)
      #expect(isIntact, "\(c)")
      let expected = c.reference.backwardInput(c.dy.doubles, c.w.doubles)
      expectSums(dx.values, expected, terms: c.kernelSize, "\(c)")
    }
  }

  @Test(arguments: ISA.available)
  func `the gradients of weights and bias are added`(isa: ISA) {
    for c in Self.cases(isa) {
      let dw = GuardedFloats([Float](repeating: 0.5, count: c.kernelSize * c.channels))
      let dBias = GuardedFloats([Float](repeating: -0.5, count: c.channels))
      let isIntact = c.backwardWeights(dw, dBias)
      #expect(isIntact, "\(c)")
      let expected = c.reference.backwardWeights(c.x.doubles, c.dy.doubles).map { $0 + 0.5 }
      expectSums(dw.values, expected, terms: c.frames, "\(c)")
      var sums = [Double](repeating: -0.5, count: c.channels)
      for (i, value) in c.dy.doubles.enumerated() { sums[i % c.channels] += value }
      expectSums(dBias.values, sums, terms: c.frames, "\(c)")
    }
  }

  /// ⟨dy, y - bias⟩ = ⟨dx, x⟩ = ⟨dw, w⟩, because the convolution is linear in x and in w.
  @Test(arguments: ISA.available)
  func `forward and backward are adjoint`(isa: ISA) {
    func inner(_ a: GuardedFloats, _ b: GuardedFloats) -> Double {
      zip(a.doubles, b.doubles).map(*).reduce(0, +)
    }
    for c in [Case(isa, 37, 19, 15), Case(isa, 6, 8, 31), Case(isa, 300, 33, 3)] {
      for i in 0..<c.channels { c.bias.start[i] = 0 }
      let y = GuardedFloats(unset: c.frames * c.channels)
      let dx = GuardedFloats(unset: c.frames * c.channels)
      let dw = GuardedFloats([Float](repeating: 0, count: c.kernelSize * c.channels))
      let dBias = GuardedFloats([Float](repeating: 0, count: c.channels))
      let isIntact = c.forward(into: y) && c.backwardInput(into: dx) && c.backwardWeights(dw, dBias)
      #expect(isIntact)
      let forward = inner(c.dy, y)
      // The products are at most 1. Each sum has `kernelSize` terms (`frames` for dw), rounded as
      // above.
      let products = Double(c.frames * c.kernelSize * c.channels)
      #expect(abs(forward - inner(dx, c.x)) <= products * Double(c.kernelSize) * 0x1p-23)
      #expect(abs(forward - inner(dw, c.w)) <= products * Double(c.frames) * 0x1p-23)
    }
  }

  @Test(arguments: ISA.available)
  func `frames outside the range count as zero next to infinities`(isa: ISA) {
    let c = Case(isa, 3, 5, 31)
    for i in 0..<c.x.count { c.x.start[i] = .infinity }
    for i in 0..<c.w.count { c.w.start[i] = 1 }
    let y = GuardedFloats(unset: 15)
    #expect(c.forward(into: y))
    #expect(y.values.allSatisfy { $0 == .infinity })
  }
}
