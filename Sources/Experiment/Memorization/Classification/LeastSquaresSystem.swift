import RealModule

/// The forms of least-squares classifiers.
package enum ClassifierForm: String, CaseIterable, Codable, Sendable {
  /// The least-squares support vector machine (Suykens and Vandewalle 1999).
  case lssvm
  /// The maximum generalization-memorization machine: LSSVM plus the memory of the nearest training row.
  case mimm
  /// The weighted generalization-memorization machine: all training rows contribute their memory.
  case wimm
}

/// The parameters of a least-squares classifier.
package struct ClassifierParameters: Hashable, Codable, Sendable {
  package var form: ClassifierForm
  /// The weight g of the errors, above 0.
  package var errorWeight: Double
  /// The width s of the kernel exp(-|x - z|² / 2s²), above 0.
  package var width: Double
  /// The width of the memory function exp(-|x - z|² / 2ρ²), above 0; LSSVM has none.
  package var memoryWidth: Double

  package init(
    _ form: ClassifierForm, errorWeight: Double, width: Double, memoryWidth: Double = 1
  ) {
    self.form = form
    self.errorWeight = errorWeight
    self.width = width
    self.memoryWidth = memoryWidth
  }
}

/// The linear system of a least-squares classifier for given training rows. It does not depend on the
/// labels, so one factorisation serves every permutation of them.
///
/// With the kernel K and the memory Δ_ij = δ(x_i, x_j), both Gaussian, the system is
///
///     [0  1'] [b]   [0]        H = K + I/g      (LSSVM, MIMM)
///     [1  H ] [a] = [y]        H = K + ΔΔ'/g    (WIMM)
///
/// It is solved by H η = 1, H ν = y, b = 1'ν / 1'η, a = ν - η b. The formulas of MIMM and WIMM are a
/// reconstruction from the properties that Wang, Wang and Shao (2023, arXiv 2308.16456) state; see the
/// README.
package struct LeastSquaresSystem: Sendable {
  package let rows: [[Double]]
  package let parameters: ClassifierParameters
  private let cholesky: Cholesky
  /// Δ of the training rows; nil except for WIMM.
  private let memory: [[Double]]?
  /// H⁻¹ 1.
  package let eta: [Double]

  /// The share of the mean diagonal that is added to the diagonal of WIMM's matrix, which a wide memory
  /// function makes nearly singular.
  package static let jitter = 1e-10

  /// - Parameter rows: training rows of equal length, standardised.
  /// - Returns: nil if the matrix is not positive definite to working precision.
  package init?(rows: [[Double]], parameters: ClassifierParameters) {
    let kernel = GaussianKernel(width: parameters.width)
    var memory: [[Double]]?
    var matrix = SymmetricMatrix(size: rows.count) { kernel.value(rows[$0], rows[$1]) }
    switch parameters.form {
    case .lssvm, .mimm: matrix.addToDiagonal(1 / parameters.errorWeight)
    case .wimm:
      let deltas = GaussianKernel(width: parameters.memoryWidth).matrix(rows, rows)
      let plain = matrix
      matrix = SymmetricMatrix(size: rows.count) { row, column in
        plain[row, column] + innerProduct(deltas[row], deltas[column]) / parameters.errorWeight
      }
      memory = deltas
      matrix.addToDiagonal(Self.jitter * matrix.meanDiagonal)
    }
    guard let cholesky = Cholesky(matrix) else { return nil }
    self.rows = rows
    self.parameters = parameters
    self.cholesky = cholesky
    self.memory = memory
    eta = cholesky.solve([Double](repeating: 1, count: rows.count))
  }

  /// Returns the classifier for labels of -1 and 1, one for each row.
  package func classifier(labels: [Double]) -> LeastSquaresClassifier {
    let nu = cholesky.solve(labels)
    let bias = nu.reduce(0, +) / eta.reduce(0, +)
    let weights = zip(nu, eta).map { $0 - $1 * bias }
    let shared = memory.map { deltas in deltas.map { innerProduct($0, weights) } } ?? weights
    let errors = shared.map { $0 / parameters.errorWeight }
    return LeastSquaresClassifier(
      rows: rows, parameters: parameters, weights: weights, bias: bias, errors: errors)
  }

  /// The diagonal of the weights' block of the inverse of the bordered matrix: H⁻¹ - ηη' / 1'η.
  package var borderedInverseDiagonal: [Double] {
    let sum = eta.reduce(0, +)
    return zip(cholesky.inverseDiagonal, eta).map { $0 - $1 * $1 / sum }
  }
}

/// The kernel exp(-|x - z|² / 2s²).
package struct GaussianKernel: Hashable, Sendable {
  /// s, above 0.
  package let width: Double

  package init(width: Double) { self.width = width }

  package func value(_ x: [Double], _ z: [Double]) -> Double {
    var sum = 0.0
    for place in x.indices {
      let distance = x[place] - z[place]
      sum += distance * distance
    }
    return .exp(-sum / (2 * width * width))
  }

  /// The values of all pairs, `[x][z]`.
  package func matrix(_ x: [[Double]], _ z: [[Double]]) -> [[Double]] {
    x.map { row in z.map { value(row, $0) } }
  }
}

/// Σ xᵢ zᵢ.
func innerProduct(_ x: [Double], _ z: [Double]) -> Double {
  var sum = 0.0
  for place in x.indices { sum += x[place] * z[place] }
  return sum
}
