import Kernels

/// Where one parameter stands in a vector of all: [rows, columns], row-major.
package struct Parameter: Hashable, Sendable {
  package let offset: Int
  package let rows: Int
  package let columns: Int
  package var count: Int { rows * columns }
}

/// Which parameter stands where, in the order of the checkpoint.
///
/// Weights, gradients and the optimizer's moments are vectors of one float for each parameter, all
/// laid out alike.
package struct ParameterLayout: Sendable {
  package struct Entry: Sendable {
    package let name: String
    package let parameter: Parameter
    /// A matrix's gradient may be set by the first utterance of a sum; all others are added to.
    package let isMatrix: Bool
    /// Weight decay pulls weights towards zero. Biases and gains it leaves alone, as the training
    /// code of BERT (Devlin et al. 2019) does and most recipes since.
    package let decays: Bool
    package let initialization: Initialization
  }

  package enum Initialization: Sendable {
    case zeros, ones
    /// Uniform within ±1/√fanIn, the usual one for linear layers.
    case uniform(fanIn: Int)
  }

  package private(set) var entries: [Entry] = []
  /// Floats in a vector of all.
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

  /// Taps of a convolution of each channel by itself: small, and added to like a vector.
  package mutating func depthwise(_ name: String, taps: Int, channels: Int) -> Parameter {
    add(name, taps, channels, isMatrix: false, decays: true, .uniform(fanIn: taps))
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
