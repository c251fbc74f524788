import Kernels

/// The place of a parameter in the vector of all parameters: [rows, columns], row-major.
package struct Parameter: Hashable, Sendable {
  package let offset: Int
  package let rows: Int
  package let columns: Int
  package var count: Int { rows * columns }
}

/// The places of all parameters, in the order of the checkpoint.
///
/// Weights, gradients and the optimizer's moments are vectors with this layout.
package struct ParameterLayout: Sendable {
  package struct Entry: Sendable {
    package let name: String
    package let parameter: Parameter
    /// Whether the first utterance of a sum overwrites the gradient. Other gradients are always
    /// added to.
    package let isMatrix: Bool
    /// Whether weight decay applies: to weights but not to biases and gains, as in BERT (Devlin et
    /// al. 2019).
    package let decays: Bool
    package let initialization: Initialization
  }

  package enum Initialization: Sendable {
    case zeros, ones
    /// Uniform within ±1/√fanIn, the default of PyTorch's linear layers.
    case uniform(fanIn: Int)
  }

  package private(set) var entries: [Entry] = []
  /// The number of floats of all parameters.
  package private(set) var count = 0

  package init() {}

  package mutating func matrix(_ name: String, rows: Int, columns: Int) -> Parameter {
    add(name, rows, columns, isMatrix: true, decays: true, .uniform(fanIn: columns))
  }

  package mutating func vector(
    _ name: String, _ columns: Int, _ initialization: Initialization = .zeros
  ) -> Parameter {
    add(name, 1, columns, isMatrix: false, decays: false, initialization)
  }

  /// The kernel of a depthwise convolution, [kernelSize, channels]. Its gradient is added to, like
  /// a vector's.
  package mutating func depthwise(_ name: String, kernelSize: Int, channels: Int) -> Parameter {
    add(name, kernelSize, channels, isMatrix: false, decays: true, .uniform(fanIn: kernelSize))
  }

  private mutating func add(
    _ name: String, _ rows: Int, _ columns: Int, isMatrix: Bool, decays: Bool,
    _ initialization: Initialization
  ) -> Parameter {
    let parameter = Parameter(offset: count, rows: rows, columns: columns)
    count += parameter.count
    entries.append(
      Entry(
        name: name, parameter: parameter, isMatrix: isMatrix, decays: decays,
        initialization: initialization))
    return parameter
  }
}
