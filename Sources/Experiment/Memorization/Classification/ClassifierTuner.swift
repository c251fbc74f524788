import Randomness

/// One fold of a cross-validation: the classifiers of all parameters on its training rows. Factorisations
/// do not depend on labels, so they are computed once for all labelings.
struct ClassifierTuner {
  private let trained: [Int]
  private let tested: Int
  private let candidates: [Candidate]

  /// One choice of parameters.
  private struct Candidate {
    let system: LeastSquaresSystem
    let tested: Views
    /// The diagonal for the closed leave-one-out of LSSVM.
    let diagonal: [Double]?
    /// Inner folds for the other forms: which training rows are tested by which system.
    let inner: [InnerFold]
  }

  private struct InnerFold {
    let system: LeastSquaresSystem
    let trained: [Int]
    let tested: [Int]
    let views: Views
  }

  /// The inputs of a classifier for tested rows: the kernel and the memory at each training row.
  private struct Views {
    let kernel: [[Double]]
    let memory: [[Double]]

    init(_ rows: [[Double]], _ system: LeastSquaresSystem) {
      let parameters = system.parameters
      kernel = GaussianKernel(width: parameters.width).matrix(rows, system.rows)
      memory =
        parameters.form == .lssvm
        ? rows.map { _ in [] }
        : GaussianKernel(width: parameters.memoryWidth).matrix(rows, system.rows)
    }

    func decisions(_ classifier: LeastSquaresClassifier) -> [Double] {
      zip(kernel, memory).map { classifier.decision(kernel: $0, memory: $1) }
    }
  }

  /// The grid in units of the square root of the number of features, by which distances between
  /// standardised rows grow.
  private static let widths = [0.5, 1, 3]
  private static let memoryWidths = [0.1, 0.5]
  private static let errorWeights = [0.1, 1, 10]
  private static let innerFolds = 3

  init(
    _ form: ClassifierForm, _ items: CrossValidation.Items, trained: [Int], tested: [Int],
    seed: Seed
  ) {
    let standard = Standardization(trained.map { items.rows[$0] })
    let rows = trained.map { standard.apply(items.rows[$0]) }
    self.trained = trained
    self.tested = tested.count
    let others = tested.map { standard.apply(items.rows[$0]) }
    let groups = trained.map { items.groups[$0] }
    let folds = min(Self.innerFolds, Set(groups).count)
    // The outer folds have refused duplicates in different groups.
    let inner =
      form == .lssvm
      ? nil
      : try? GroupedFolds(groups: groups, rows: rows, count: folds, seed: seed, name: "inner")
    candidates = Self.grid(form, features: rows.first?.count ?? 1).compactMap { parameters in
      guard let system = LeastSquaresSystem(rows: rows, parameters: parameters) else { return nil }
      return Candidate(
        system: system, tested: Views(others, system),
        diagonal: form == .lssvm ? system.borderedInverseDiagonal : nil,
        inner: (0..<(inner?.count ?? 0)).compactMap { fold in
          let own = rows.indices.filter { inner?.folds[$0] != fold }
          let rest = rows.indices.filter { inner?.folds[$0] == fold }
          return LeastSquaresSystem(rows: own.map { rows[$0] }, parameters: parameters).map {
            InnerFold(
              system: $0, trained: own, tested: rest,
              views: Views(rest.map { rows[$0] }, $0))
          }
        })
    }
  }

  private static func grid(_ form: ClassifierForm, features: Int) -> [ClassifierParameters] {
    let unit = Double(max(features, 1)).squareRoot()
    return widths.flatMap { width in
      errorWeights.flatMap { weight in
        (form == .lssvm ? [1] : memoryWidths).map { memory in
          ClassifierParameters(
            form, errorWeight: weight, width: width * unit, memoryWidth: memory * unit)
        }
      }
    }
  }

  /// The scores of the tested rows by the classifier with the smallest squared error on rows that were left
  /// out inside the training rows.
  /// - Parameter labels: the labels of all items.
  func scores(_ labels: [Double]) -> [Double] {
    let own = trained.map { labels[$0] }
    let errors = candidates.map { error($0, own) }
    guard let best = errors.indices.min(by: { errors[$0] < errors[$1] }) else {
      return [Double](repeating: 0, count: tested)
    }
    return candidates[best].tested.decisions(candidates[best].system.classifier(labels: own))
  }

  private func error(_ candidate: Candidate, _ labels: [Double]) -> Double {
    if let diagonal = candidate.diagonal,
      let decisions = candidate.system.leaveOneOut(labels: labels, diagonal: diagonal)
    {
      return zip(labels, decisions).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return candidate.inner.reduce(0) { sum, fold in
      let classifier = fold.system.classifier(labels: fold.trained.map { labels[$0] })
      return zip(fold.tested, fold.views.decisions(classifier)).reduce(sum) {
        $0 + (labels[$1.0] - $1.1) * (labels[$1.0] - $1.1)
      }
    }
  }
}
