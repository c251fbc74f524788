import KernelInterface
import Kernels
import Testing

@Suite struct LayerNormTests {
  @Test(arguments: [0, 1, 2, 5], [0, 1_000] as [Float])
  func `rows are normalised, even with a large mean`(rows: Int, distance: Float) {
    everyCase { k, columns, place in
      let x = PaddedFloats(numbers(rows * columns, 1).map { $0 + distance }, place)
      let gain = PaddedFloats(numbers(columns, 2), place)
      let bias = PaddedFloats(numbers(columns, 3), place)
      let y = PaddedFloats(numbers(rows * columns, 4), place)
      let means = PaddedFloats(numbers(rows, 5), place)
      let rstds = PaddedFloats(numbers(rows, 6), place)
      k.layerNorm(
        rows: rows, columns: columns, x.p, gain: gain.p, bias: bias.p, into: y.p,
        means: means.p, rstds: rstds.p)

      let xs = Reference.rows(x.values.doubles, columns)
      let reference = Reference.layerNorm(
        x.values.doubles, gain: gain.values.doubles, bias: bias.values.doubles)
      let terms = Double(columns)
      // The mean has the error of n additions and a division, which shifts all deviations of the
      // row.
      let shift = xs.map { (terms + 1) * u * Reference.mean($0.map(abs)) }
      expectClose(means.values, xs.map(Reference.mean), within: { shift[$0] }, "means")
      // The square of the shift is added to the variance. Each deviation, square and sum is
      // rounded, and then division, root and reciprocal. The root would halve the error.
      let rstdError = xs.indices.map {
        (terms + 8) * u + shift[$0] * shift[$0] * Reference.rstd(xs[$0]) * Reference.rstd(xs[$0])
      }
      expectClose(
        rstds.values, xs.map(Reference.rstd), within: { rstdError[$0] * Reference.rstd(xs[$0]) },
        "rstds")
      expectClose(
        y.values, reference,
        within: {
          let r = $0 / columns
          let g = abs(Double(gain.p[$0 % columns]))
          let b = abs(Double(bias.p[$0 % columns]))
          let n = abs(xs[r][$0 % columns] - Reference.mean(xs[r])) * Reference.rstd(xs[r])
          return g * (shift[r] * Reference.rstd(xs[r]) * (1 + rstdError[r]) + n * rstdError[r])
            + 4 * u * (g * n + b)
        }, "y")
      expectIntact(x, gain, bias, y, means, rstds)
    }
  }

  @Test func `a constant row becomes the bias`() {
    let bias = numbers(33, 2)
    for set in instructionSets {
      var y = bias.map { _ in Float(0) }
      var means: [Float] = [0]
      var rstds: [Float] = [0]
      set.kernels.layerNorm(
        rows: 1, columns: 33, [Float](repeating: 0.75, count: 33), gain: numbers(33, 1),
        bias: bias, into: &y, means: &means, rstds: &rstds)
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
      let xs = Reference.rows(x.values.doubles, columns)
      let means = PaddedFloats(xs.map { Float(Reference.mean($0)) }, place)
      let rstds = PaddedFloats(xs.map { Float(Reference.rstd($0)) }, place)
      let startX =
        adds ? numbers(rows * columns, 4) : [Float](repeating: .nan, count: rows * columns)
      let startGain = numbers(columns, 5)
      let startBias = numbers(columns, 6)
      let dx = PaddedFloats(startX, place)
      let dGain = PaddedFloats(startGain, place)
      let dBias = PaddedFloats(startBias, place)
      k.layerNormBackward(
        rows: rows, columns: columns, x.p, gain: gain.p, means: means.p, rstds: rstds.p,
        dy.p, into: dx.p, adds: adds, dGain: dGain.p, dBias: dBias.p)

      var (forX, xTerms) = ([Double](), [Double]())
      var (forGain, forBias) = (startGain.doubles, startBias.doubles)
      var (gainTerms, biasTerms) = (forGain.map(abs), forBias.map(abs))
      for r in 0..<rows {
        let factor = Double(rstds.p[r])
        let n = xs[r].map { ($0 - Double(means.p[r])) * factor }
        let d = (0..<columns).map { Double(dy.p[r * columns + $0]) }
        let g = (0..<columns).map { d[$0] * Double(gain.p[$0]) }
        let product = dot(g, n) / Double(columns)
        let absolute = dot(g.map(abs), n.map(abs)) / Double(columns)
        for c in 0..<columns {
          let before = adds ? Double(startX[r * columns + c]) : 0
          forX.append(factor * (g[c] - Reference.mean(g) - n[c] * product) + before)
          xTerms.append(
            factor * (abs(g[c]) + Reference.mean(g.map(abs)) + abs(n[c]) * absolute) + abs(before))
          forGain[c] += d[c] * n[c]
          gainTerms[c] += abs(d[c] * n[c])
          forBias[c] += d[c]
          biasTerms[c] += abs(d[c])
        }
      }
      // The two means of a row have as many additions as columns. n, its products and the last sum
      // have at most ten more roundings.
      expectClose(dx.values, forX, within: { (Double(columns) + 10) * u * xTerms[$0] }, "dx")
      // One addition per row; n has three roundings and its product one.
      expectClose(
        dGain.values, forGain, within: { Double(rows + 4) * u * gainTerms[$0] }, "dGain")
      expectClose(
        dBias.values, forBias, within: { Double(rows) * u * biasTerms[$0] }, "dBias")
      expectIntact(x, gain, means, rstds, dy, dx)
      expectIntact(dGain, dBias)
    }
  }

  @Test(arguments: [2, 7, 19])
  func `gradients agree with finite differences`(columns: Int) {
    let x = numbers(3 * columns, 1)
    let gain = numbers(columns, 2)
    let bias = numbers(columns, 3)
    let dy = numbers(3 * columns, 4)
    func loss(_ x: [Double], _ gain: [Double], _ bias: [Double]) -> Double {
      dot(Reference.layerNorm(x, gain: gain, bias: bias), dy.doubles)
    }
    for set in instructionSets {
      var y = x
      var means = [Float](repeating: 0, count: 3)
      var rstds = means
      var dx = x
      var dGain = [Float](repeating: 0, count: columns)
      var dBias = dGain
      set.kernels.layerNorm(
        rows: 3, columns: columns, x, gain: gain, bias: bias, into: &y, means: &means,
        rstds: &rstds)
      set.kernels.layerNormBackward(
        rows: 3, columns: columns, x, gain: gain, means: means, rstds: rstds, dy, into: &dx,
        adds: false, dGain: &dGain, dBias: &dBias)
      // Some hundred roundings of terms of at most 9·√columns, times rstd for dx. The third
      // derivative grows with the cube of rstd: h²/6·rstd³·9·columns.
      let rstd = Double(rstds.max()!)
      let rounding = 100 * u * 9 * Double(columns).squareRoot()
      let truncation = 1e-8 / 6 * rstd * rstd * rstd * 9 * Double(columns)
      let tolerance = rounding * (1 + rstd) + truncation
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

  @Test func `NaN affects only its row`() {
    var x = numbers(4 * 19, 1)
    x[19 + 17] = .nan
    for set in instructionSets {
      var y = x
      var means = [Float](repeating: 0, count: 4)
      var rstds = means
      set.kernels.layerNorm(
        rows: 4, columns: 19, x, gain: numbers(19, 2), bias: numbers(19, 3), into: &y,
        means: &means, rstds: &rstds)
      #expect(y[19..<38].allSatisfy { $0.isNaN })
      #expect((y[..<19] + y[38...]).allSatisfy { $0.isFinite })
    }
  }
}
