import KernelInterface
import Kernels
import Testing

@Suite struct LayerNormTests {
  @Test(arguments: [0, 1, 2, 5], [0, 1_000] as [Float])
  func `rows are normalised, even far from zero`(rows: Int, distance: Float) {
    everyCase { k, columns, place in
      let x = PaddedFloats(numbers(rows * columns, 1).map { $0 + distance }, place)
      let gain = PaddedFloats(numbers(columns, 2), place)
      let bias = PaddedFloats(numbers(columns, 3), place)
      let y = PaddedFloats(numbers(rows * columns, 4), place)
      let means = PaddedFloats(numbers(rows, 5), place)
      let scales = PaddedFloats(numbers(rows, 6), place)
      k.layerNorm(
        rows: rows, columns: columns, x.p, gain: gain.p, bias: bias.p, into: y.p,
        means: means.p, scales: scales.p)

      let xs = Twin.rows(x.values.doubles, columns)
      let twin = Twin.layerNorm(
        x.values.doubles, gain: gain.values.doubles, bias: bias.values.doubles)
      let terms = Double(columns)
      // n additions and a division for the mean; it shifts all of a row's deviations.
      let shift = xs.map { (terms + 1) * u * Twin.mean($0.map(abs)) }
      expectClose(means.values, xs.map(Twin.mean), within: { shift[$0] }, "means")
      // The shift adds its square to the variance; each deviation, square and sum is rounded, and
      // then division, root and reciprocal. The root halves the error, but keep it.
      let scaleError = xs.indices.map {
        (terms + 8) * u + shift[$0] * shift[$0] * Twin.scale(xs[$0]) * Twin.scale(xs[$0])
      }
      expectClose(
        scales.values, xs.map(Twin.scale), within: { scaleError[$0] * Twin.scale(xs[$0]) },
        "scales")
      expectClose(
        y.values, twin,
        within: {
          let r = $0 / columns
          let g = abs(Double(gain.p[$0 % columns]))
          let b = abs(Double(bias.p[$0 % columns]))
          let n = abs(xs[r][$0 % columns] - Twin.mean(xs[r])) * Twin.scale(xs[r])
          return g * (shift[r] * Twin.scale(xs[r]) * (1 + scaleError[r]) + n * scaleError[r])
            + 4 * u * (g * n + b)
        }, "y")
      expectIntact(x, gain, bias, y, means, scales)
    }
  }

  @Test func `a constant row becomes the bias`() {
    let bias = numbers(33, 2)
    for set in instructionSets {
      var y = bias.map { _ in Float(0) }
      var means: [Float] = [0]
      var scales: [Float] = [0]
      set.kernels.layerNorm(
        rows: 1, columns: 33, [Float](repeating: 0.75, count: 33), gain: numbers(33, 1),
        bias: bias, into: &y, means: &means, scales: &scales)
      #expect(y == bias)
      #expect(means == [0.75])
    }
  }

  @Test(arguments: [0, 1, 2, 5], [false, true])
  func `gradients follow the formula`(rows: Int, adds: Bool) {
    everyCase { k, columns, place in
      let x = PaddedFloats(numbers(rows * columns, 1), place)
      let gain = PaddedFloats(numbers(columns, 2), place)
      let dy = PaddedFloats(numbers(rows * columns, 3), place)
      let xs = Twin.rows(x.values.doubles, columns)
      let means = PaddedFloats(xs.map { Float(Twin.mean($0)) }, place)
      let scales = PaddedFloats(xs.map { Float(Twin.scale($0)) }, place)
      let startX =
        adds ? numbers(rows * columns, 4) : [Float](repeating: .nan, count: rows * columns)
      let startGain = numbers(columns, 5)
      let startBias = numbers(columns, 6)
      let dx = PaddedFloats(startX, place)
      let dGain = PaddedFloats(startGain, place)
      let dBias = PaddedFloats(startBias, place)
      k.layerNormBackward(
        rows: rows, columns: columns, x.p, gain: gain.p, means: means.p, scales: scales.p,
        dy.p, into: dx.p, adds: adds, dGain: dGain.p, dBias: dBias.p)

      var (forX, xTerms) = ([Double](), [Double]())
      var (forGain, forBias) = (startGain.doubles, startBias.doubles)
      var (gainTerms, biasTerms) = (forGain.map(abs), forBias.map(abs))
      for r in 0..<rows {
        let factor = Double(scales.p[r])
        let n = xs[r].map { ($0 - Double(means.p[r])) * factor }
        let d = (0..<columns).map { Double(dy.p[r * columns + $0]) }
        let g = (0..<columns).map { d[$0] * Double(gain.p[$0]) }
        let product = dot(g, n) / Double(columns)
        let absolute = dot(g.map(abs), n.map(abs)) / Double(columns)
        for c in 0..<columns {
          let before = adds ? Double(startX[r * columns + c]) : 0
          forX.append(factor * (g[c] - Twin.mean(g) - n[c] * product) + before)
          xTerms.append(
            factor * (abs(g[c]) + Twin.mean(g.map(abs)) + abs(n[c]) * absolute) + abs(before))
          forGain[c] += d[c] * n[c]
          gainTerms[c] += abs(d[c] * n[c])
          forBias[c] += d[c]
          biasTerms[c] += abs(d[c])
        }
      }
      // The row's two means take as many additions as columns; n, its products and the last sum
      // take at most ten roundings more.
      expectClose(dx.values, forX, within: { (Double(columns) + 10) * u * xTerms[$0] }, "dx")
      // One addition a row; n has three roundings and its product one.
      expectClose(
        dGain.values, forGain, within: { Double(rows + 4) * u * gainTerms[$0] }, "dGain")
      expectClose(
        dBias.values, forBias, within: { Double(rows) * u * biasTerms[$0] }, "dBias")
      expectIntact(x, gain, means, scales, dy, dx)
      expectIntact(dGain, dBias)
    }
  }

  @Test(arguments: [2, 7, 19])
  func `gradients are those of finite differences`(columns: Int) {
    let x = numbers(3 * columns, 1)
    let gain = numbers(columns, 2)
    let bias = numbers(columns, 3)
    let dy = numbers(3 * columns, 4)
    func loss(_ x: [Double], _ gain: [Double], _ bias: [Double]) -> Double {
      dot(Twin.layerNorm(x, gain: gain, bias: bias), dy.doubles)
    }
    for set in instructionSets {
      var y = x
      var means = [Float](repeating: 0, count: 3)
      var scales = means
      var dx = x
      var dGain = [Float](repeating: 0, count: columns)
      var dBias = dGain
      set.kernels.layerNorm(
        rows: 3, columns: columns, x, gain: gain, bias: bias, into: &y, means: &means,
        scales: &scales)
      set.kernels.layerNormBackward(
        rows: 3, columns: columns, x, gain: gain, means: means, scales: scales, dy, into: &dx,
        adds: false, dGain: &dGain, dBias: &dBias)
      // Some hundred roundings of terms of at most 9·√columns, times the scale for dx; the third
      // derivative grows with the scale's cube: h²/6·scale³·9·columns.
      let scale = Double(scales.max()!)
      let rounding = 100 * u * 9 * Double(columns).squareRoot()
      let truncation = 1e-8 / 6 * scale * scale * scale * 9 * Double(columns)
      let tolerance = rounding * (1 + scale) + truncation
      expectClose(
        dx, finiteDifferences(at: x.doubles) { loss($0, gain.doubles, bias.doubles) },
        within: { _ in tolerance }, "dx")
      expectClose(
        dGain, finiteDifferences(at: gain.doubles) { loss(x.doubles, $0, bias.doubles) },
        within: { _ in rounding }, "dGain")
      expectClose(
        dBias, finiteDifferences(at: bias.doubles) { loss(x.doubles, gain.doubles, $0) },
        within: { _ in rounding }, "dBias")
    }
  }

  @Test func `what is not a number spoils its row and no other`() {
    var x = numbers(4 * 19, 1)
    x[19 + 17] = .nan
    for set in instructionSets {
      var y = x
      var means = [Float](repeating: 0, count: 4)
      var scales = means
      set.kernels.layerNorm(
        rows: 4, columns: 19, x, gain: numbers(19, 2), bias: numbers(19, 3), into: &y,
        means: &means, scales: &scales)
      #expect(y[19..<38].allSatisfy { $0.isNaN })
      #expect((y[..<19] + y[38...]).allSatisfy { $0.isFinite })
    }
  }
}
