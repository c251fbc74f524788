import ArgumentParser
import Membership
import Memorization

/// A classifier on several features of the trace table.
struct ClassifierOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Also train a classifier on several features: lssvm, mimm or wimm.",
      discussion: """
        Tuning happens inside each fold, and the p-value repeats the whole procedure with permuted \
        labels. MIMM and WIMM are reconstructions; LSSVM is usually at least as good.
        """, valueName: "form"))
  var classifier: ClassifierForm?

  @Option(
    help: ArgumentHelp(
      "The features, separated by commas: loss, difference, lira-online, loss-iqr, gradient-norm, "
        + "input-gradient-norm, curvature (default: all that the table has).", valueName: "list"))
  var features: FeatureList?

  @Option(help: ArgumentHelp("The number of folds of the classifier.", valueName: "number"))
  var folds = 10

  @Option(
    help: ArgumentHelp(
      "The number of permutations for the p-value of the classifier; 0 for none.",
      valueName: "number"))
  var permutations = 199

  func validate() throws {
    guard (2...1_000).contains(folds) else {
      throw ValidationError("'--folds' takes a number from 2 to 1000.")
    }
    guard (0...99_999).contains(permutations) else {
      throw ValidationError("'--permutations' takes a number from 0 to 99999.")
    }
    guard classifier != nil || features == nil else {
      throw ValidationError("'--features' needs '--classifier'.")
    }
  }

  var request: ClassifierResult.Request? {
    classifier.map { form in
      var request = ClassifierResult.Request(form)
      request.features = features?.values
      request.folds = folds
      request.permutations = permutations
      return request
    }
  }
}

extension ClassifierForm: ExpressibleByArgument {}

/// Features separated by commas, such as `loss,curvature`.
struct FeatureList: ExpressibleByArgument {
  let values: [ClassifierFeature]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { ClassifierFeature(rawValue: String($0)) }
    guard !values.isEmpty, values.count == parts.count, Set(values).count == values.count else {
      return nil
    }
    self.values = values
  }
}
