import Foundation
import KernelInterface
import Kernels
import Randomness
import Recognizer
import Testing

@Suite struct OptimizerTests {
  /// More floats than a piece of work holds, in parameters with and without decay.
  private static let layout: ParameterLayout = {
    var layout = ParameterLayout()
    _ = layout.matrix("a.weight", rows: 7, columns: 5)
    _ = layout.vector("a.bias", 7)
    _ = layout.vector("norm.weight", 3, .ones)
    _ = layout.matrix("b.weight", rows: 200, columns: 333)
    _ = layout.depthwise("kernel.weight", kernelSize: 5, channels: 6)
    _ = layout.vector("kernel.bias", 6)
    return layout
  }()

  private static let settings: [OptimizerSettings] = [
    .adamW(beta1: 0.9, beta2: 0.98, epsilon: 1e-4, decay: 0.5), .sgd(momentum: 0.75, decay: 0.5),
  ]

  private func random(_ name: String) -> Buffer {
    let buffer = Buffer(Self.layout.count)
    var stream = Seed(short: 3).stream(name)
    for index in 0..<buffer.count { buffer.base[index] = Float(stream.unit() * 2 - 1) }
    return buffer
  }

  private func array(_ buffer: Buffer) -> [Float] {
    Array(UnsafeBufferPointer(start: buffer.base, count: buffer.count))
  }

  /// The published update rules in double precision, one parameter at a time.
  private func expected(_ settings: OptimizerSettings, steps: Int) -> [Double] {
    let start = random("values")
    let gradients = (1...steps).map { random("gradient \($0)") }
    var values: [Double] = []
    for entry in Self.layout.entries {
      let isWeight = entry.name.hasSuffix(".weight") && entry.name != "norm.weight"
      for index in entry.parameter.offset..<entry.parameter.offset + entry.parameter.count {
        var p = Double(start.base[index])
        var (m, v, velocity) = (0.0, 0.0, 0.0)
        for step in 1...steps {
          let g = Double(gradients[step - 1].base[index])
          switch settings {
          case .adamW(let beta1, let beta2, let epsilon, let decay):
            let (beta1, beta2) = (Double(beta1), Double(beta2))
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g * g
            let mean = m / (1 - pow(beta1, Double(step)))
            let square = v / (1 - pow(beta2, Double(step)))
            p -=
              0.125
              * (mean / (square.squareRoot() + Double(epsilon))
                + (isWeight ? Double(decay) * p : 0))
          case .sgd(let momentum, let decay):
            velocity = Double(momentum) * velocity + g + (isWeight ? Double(decay) * p : 0)
            p -= 0.125 * velocity
          }
        }
        values.append(p)
      }
    }
    return values
  }

  private func moved(_ settings: OptimizerSettings, steps: Int, threads: Int) -> [Float] {
    let pool = WorkerPool(threads: threads)
    let optimizer = Optimizer(settings, Self.layout, kernels: ISA.best.kernels)
    let values = random("values")
    for step in 1...steps {
      let gradient = random("gradient \(step)")
      withExtendedLifetime(gradient) {
        optimizer.move(values.base, along: gradient.base, rate: 0.125, step: step, on: pool)
      }
    }
    return array(values)
  }

  /// Three steps of a dozen operations on numbers below 4 have errors of less than a hundred times
  /// 2⁻²⁴·4 in total. The smallest root in a denominator has a similar relative error.
  @Test(arguments: settings)
  func `every parameter follows the published update, biases and gains without decay`(
    settings: OptimizerSettings
  ) {
    let found = moved(settings, steps: 3, threads: 1)
    for (index, (value, wanted)) in zip(found, expected(settings, steps: 3)).enumerated() {
      #expect((Double(value) - wanted).magnitude <= 2.5e-5, "parameter \(index)")
    }
  }

  @Test(arguments: settings)
  func `the update does not depend on the number of threads`(settings: OptimizerSettings) {
    let one = moved(settings, steps: 2, threads: 1)
    for threads in [2, 5] { #expect(moved(settings, steps: 2, threads: threads) == one) }
  }

  @Test func `all weights of a model decay except those of layer norms`() {
    for entry in TinyModel().model.layout.entries {
      let isWeight = entry.name.hasSuffix(".weight") && !entry.name.contains("norm.")
      #expect(entry.decays == isWeight, "\(entry.name)")
    }
  }
}
