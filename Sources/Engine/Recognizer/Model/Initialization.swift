import Kernels
import Randomness

extension ParameterLayout {
  /// Sets the initial values of all parameters. Each parameter has its own random stream, named
  /// after it, so that models with other dimensions agree in all parameters of equal shape.
  package func initialize(_ values: Buffer, seed: Seed) {
    precondition(values.count == count)
    for entry in entries {
      let parameter = entry.parameter
      let start = values.base + parameter.offset
      switch entry.initialization {
      case .zeros: start.update(repeating: 0, count: parameter.count)
      case .ones: start.update(repeating: 1, count: parameter.count)
      case .uniform(let fanIn):
        var stream = seed.stream("initialization/\(entry.name)")
        let limit = 1 / Double(fanIn).squareRoot()
        for index in 0..<parameter.count {
          start[index] = Float((2 * stream.unit() - 1) * limit)
        }
      }
    }
  }
}
