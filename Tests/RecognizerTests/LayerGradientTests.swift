import KernelInterface
import Kernels
import Randomness
import Recognizer
import Testing

/// Compares the backward pass of every layer with central differences of its forward pass, for each
/// element of parameters and input.
@Suite struct LayerGradientTests {
  private static let shape = Architecture(
    melBins: 8, subsamplingFactor: 2, dModel: 8, nLayers: 1, nHeads: 2, convKernelSize: 5,
    ffExpansionFactor: 2, symbols: 5)

  /// dL/dp = (8·(L(p+h) - L(p-h)) - (L(p+2h) - L(p-2h)))/12h has an error of h⁴/30 times the fifth
  /// derivative, which is a factor of 3e-8 for h = 1/32. So a tolerance of 1e-4 of the largest
  /// element allows a fifth derivative some thousand times as large. Rounding adds at most
  /// (8+8+1+1)/12h times the rounding error of L.
  private func check(_ layer: LoneLayer, sourceLocation: SourceLocation = #_sourceLocation) {
    let h: Float = 0x1p-5
    let (parameters, input) = layer.gradient()
    let noise = 1.5 / Double(h) * layer.rounding()
    func compare(_ name: String, _ start: MutableFloats, _ expected: ArraySlice<Float>) {
      let largest = Double(expected.reduce(0) { max($0, $1.magnitude) })
      let tolerance = noise + 1e-4 * largest
      #expect(
        tolerance < 0.02 * largest, "\(name): \(tolerance) would hide errors in \(largest)",
        sourceLocation: sourceLocation)
      for (index, predicted) in expected.enumerated() {
        let before = start[index]
        func value(_ steps: Float) -> Double {
          start[index] = before + steps * h
          defer { start[index] = before }
          return layer.value()
        }
        let measured =
          (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * Double(h))
        #expect(
          (measured - Double(predicted)).magnitude <= tolerance,
          "\(name)[\(index)]: \(predicted) for \(measured) ± \(tolerance)",
          sourceLocation: sourceLocation)
      }
    }
    for entry in layer.layout.entries {
      let range = entry.parameter.offset..<entry.parameter.offset + entry.parameter.count
      compare(entry.name, layer.values.base + range.lowerBound, parameters[range])
    }
    compare("input", layer.x.base, input[...])
  }

  private func lone(
    _ isa: ISA = .best, frames: Int = 9, dropout: Float = 0, _ make: LoneLayer.Make
  ) -> LoneLayer {
    LoneLayer(
      frames: frames, columns: Self.shape.dModel, shape: Self.shape, isa: isa,
      dropout: dropout > 0 ? Dropout(rate: dropout, key: 3) : nil, make)
  }

  @Test(arguments: ISA.available) func linear(isa: ISA) {
    check(
      lone(isa) { builder in
        let layer = Linear("linear", inputs: Self.shape.dModel, outputs: 13, in: &builder)
        return (
          nil,
          { x, pass in
            let y = pass.arena.take(rows: x.rows, columns: layer.outputs)
            layer.forward(x, into: y, pass)
            return (
              y,
              { dy, gradient in
                let dx = pass.arena.take(rows: x.rows, columns: x.columns)
                layer.backward(dy, x: x, into: dx, gradient, pass)
                return dx
              }
            )
          }
        )
      })
  }

  /// The layer is y = norm(x), or x + norm(x) if `isResidual`.
  @Test(arguments: ISA.available, [false, true])
  func `layer norm`(isa: ISA, isResidual: Bool) {
    check(
      lone(isa) { builder in
        let layer = LayerNorm("norm", size: Self.shape.dModel, in: &builder)
        return (
          nil,
          { x, pass in
            let y = pass.arena.take(rows: x.rows, columns: x.columns)
            let saved = layer.forward(x, into: y, pass)
            if isResidual { pass.kernels.addScaled(y.count, 1, x.base, to: y.base) }
            return (
              y,
              { dy, gradient in
                let dx = dy.copied(pass)
                layer.backward(dy, x: x, saved, into: dx, adds: isResidual, gradient, pass)
                return dx
              }
            )
          }
        )
      })
  }

  @Test(arguments: ISA.available, [8, 9])
  func subsampling(isa: ISA, frames: Int) {
    check(
      lone(isa, frames: frames) { builder in
        let layer = Subsampling(
          "subsampling", inputs: Self.shape.dModel, outputs: 6, in: &builder)
        return (
          nil,
          { x, pass in
            let (y, saved) = layer.forward(x, pass)
            return (
              y,
              { dy, gradient in
                let dx = pass.arena.take(rows: x.rows, columns: x.columns)
                layer.backward(dy, saved, into: dx, gradient, pass)
                return dx
              }
            )
          }
        )
      })
  }

  /// The output layer with log-softmax and CTC. L is the weighted loss.
  @Test(arguments: ISA.available) func `CTC head`(isa: ISA) {
    check(
      lone(isa) { builder in
        let layer = Linear(
          "output", inputs: Self.shape.dModel, outputs: Self.shape.symbols, in: &builder)
        let targets: [Int32] = [2, 2, 4, 1]
        return (
          nil,
          { x, pass in
            let logits = pass.arena.take(rows: x.rows, columns: layer.outputs)
            let y = pass.arena.take(rows: x.rows, columns: layer.outputs)
            let dLogits = pass.arena.take(rows: x.rows, columns: layer.outputs)
            layer.forward(x, into: logits, pass)
            pass.kernels.logSoftmax(
              rows: y.rows, columns: y.columns, logits.base, into: y.base)
            let loss = pass.arena.take(rows: 1, columns: 1)
            loss.base[0] = pass.kernels.ctc(
              frames: y.rows, symbols: y.columns, length: targets.count, y.base, labels: targets,
              gradient: dLogits.base,
              scratch: pass.arena.take(
                pass.kernels.ctcScratch(frames: y.rows, length: targets.count)))
            return (
              loss,
              { dLoss, gradient in
                let dx = pass.arena.take(rows: x.rows, columns: x.columns)
                pass.kernels.scale(dLogits.count, dLoss.base[0], dLogits.base, into: dLogits.base)
                layer.backward(dLogits, x: x, into: dx, gradient, pass)
                return dx
              }
            )
          }
        )
      })
  }

  // MARK: - Modules, whose backward pass replaces the gradient in place

  private static func inPlace<Saved>(
    _ forward: @escaping (Matrix, Pass) -> (Matrix, Saved),
    _ backward: @escaping (Matrix, Saved, Gradient, Pass) -> Void
  ) -> LoneLayer.Forward {
    { x, pass in
      let (y, saved) = forward(x, pass)
      return (
        y,
        { dy, gradient in
          let dx = dy.copied(pass)
          backward(dx, saved, gradient, pass)
          return dx
        }
      )
    }
  }

  @Test(arguments: ISA.available, [0, 0.3])
  func `feed-forward module`(isa: ISA, dropout: Float) {
    check(
      lone(isa, dropout: dropout) { builder in
        let module = FeedForward("module", Self.shape, in: &builder)
        return (nil, Self.inPlace(module.forward, module.backward))
      })
  }

  @Test(arguments: ISA.available, [0, 0.3])
  func `convolution module`(isa: ISA, dropout: Float) {
    check(
      lone(isa, dropout: dropout) { builder in
        let module = ConvolutionModule("module", Self.shape, in: &builder)
        return (nil, Self.inPlace(module.forward, module.backward))
      })
  }

  /// With 70 frames, scores are computed in two bands.
  @Test(arguments: ISA.available, [(9, 0), (9, 0.3), (70, 0)] as [(Int, Float)])
  func `self-attention with relative positions`(isa: ISA, _ variant: (frames: Int, dropout: Float))
  {
    check(
      lone(isa, frames: variant.frames, dropout: variant.dropout) { builder in
        let module = SelfAttention("module", block: 0, Self.shape, in: &builder)
        return (module.position, Self.inPlace(module.forward, module.backward))
      })
  }

  @Test(arguments: ISA.available) func `a whole block`(isa: ISA) {
    check(
      lone(isa) { builder in
        let block = ConformerBlock(number: 0, Self.shape, in: &builder)
        return (block.attention.position, Self.inPlace(block.forward, block.backward))
      })
  }
}
