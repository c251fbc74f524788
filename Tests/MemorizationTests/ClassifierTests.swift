import Foundation
import Memorization
import Randomness
import Testing

@Suite struct ClassifierTests {
  struct Case: Decodable {
    let form: ClassifierForm
    let errorWeight, width, memoryWidth, bias: Double
    let rows, tests: [[Double]]
    let labels, weights, errors, decisions: [Double]
    let leaveOneOut, ridge: [Double]?

    var system: LeastSquaresSystem? {
      LeastSquaresSystem(
        rows: rows,
        parameters: ClassifierParameters(
          form, errorWeight: errorWeight, width: width, memoryWidth: memoryWidth))
    }
  }

  @Test func `weights, errors and decisions agree with numpy`() throws {
    for wanted in try fixture("least-squares-classifier", of: Case.self) {
      let classifier = try #require(wanted.system).classifier(labels: wanted.labels)
      #expect(agree(classifier.bias, wanted.bias))
      for (found, expected) in [
        (classifier.weights, wanted.weights), (classifier.errors, wanted.errors),
        (wanted.tests.map(classifier.decision), wanted.decisions),
      ] {
        #expect(zip(found, expected).allSatisfy { agree($0, $1) }, "\(wanted.form)")
      }
    }
  }

  @Test func `without the bias the weights are those of scikit-learn's kernel ridge`() throws {
    for wanted in try fixture("least-squares-classifier", of: Case.self) {
      guard let ridge = wanted.ridge else { continue }
      let system = try #require(wanted.system)
      let classifier = system.classifier(labels: wanted.labels)
      for (row, expected) in ridge.enumerated() {
        #expect(agree(classifier.weights[row] + system.eta[row] * classifier.bias, expected))
      }
    }
  }

  @Test func `leaving one out agrees with training without it`() throws {
    for wanted in try fixture("least-squares-classifier", of: Case.self) {
      let system = try #require(wanted.system)
      let found = system.leaveOneOut(
        labels: wanted.labels, diagonal: system.borderedInverseDiagonal)
      #expect((found == nil) == (wanted.form != .lssvm))
      for (decision, expected) in zip(found ?? [], wanted.leaveOneOut ?? []) {
        #expect(agree(decision, expected))
      }
    }
  }

  @Test func `the machines with memory have no training error`() throws {
    for wanted in try fixture("least-squares-classifier", of: Case.self) {
      let classifier = try #require(wanted.system).classifier(labels: wanted.labels)
      let margins = zip(wanted.rows, wanted.labels).map { classifier.decision($0) * $1 }
      if wanted.form == .lssvm {
        #expect(margins.contains { abs($0 - 1) > 1e-3 })
      } else {
        #expect(margins.allSatisfy { abs($0 - 1) < 1e-6 })
      }
    }
  }

  @Test func `a memory that reaches no other row leaves LSSVM`() throws {
    for wanted in try fixture("least-squares-classifier", of: Case.self)
    where wanted.form != .lssvm {
      func classifier(_ form: ClassifierForm) throws -> LeastSquaresClassifier {
        let system = LeastSquaresSystem(
          rows: wanted.rows,
          parameters: ClassifierParameters(
            form, errorWeight: wanted.errorWeight, width: wanted.width, memoryWidth: 1e-3))
        return try #require(system).classifier(labels: wanted.labels)
      }
      let (plain, other) = (try classifier(.lssvm), try classifier(wanted.form))
      for test in wanted.tests.prefix(5) {
        #expect(abs(plain.decision(test) - other.decision(test)) < 1e-7)
      }
    }
  }

  @Test func `a factor times its transpose is the matrix`() throws {
    var random = Seed(short: 3).stream("cholesky")
    let rows = (0..<17).map { _ in (0..<20).map { _ in SimulatedTraining.normal(&random) } }
    let matrix = SymmetricMatrix(size: 17) { a, b in
      zip(rows[a], rows[b]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let cholesky = try #require(Cholesky(matrix))
    let right = (0..<17).map { Double($0) - 3 }
    let solution = cholesky.solve(right)
    for row in 0..<17 {
      let product = (0..<17).reduce(0) { $0 + matrix[row, $1] * solution[$1] }
      #expect(abs(product - right[row]) < 1e-8)
      let unit = cholesky.solve((0..<17).map { $0 == row ? 1 : 0 })
      #expect(abs(cholesky.inverseDiagonal[row] - unit[row]) < 1e-9 * max(1, abs(unit[row])))
    }
    #expect(Cholesky(SymmetricMatrix(size: 2) { $0 == $1 ? 1 : 2 }) == nil)
    #expect(Cholesky(SymmetricMatrix(size: 1) { _, _ in .nan }) == nil)
  }
}
