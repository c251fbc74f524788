import Files
import Recognizer
import Testing

@Suite struct ConfigurationVariationTests {
  private let recipe = RecognizerConfiguration()

  @Test func `one key of any section changes, and nothing else`() throws {
    let wide = try ConfigurationFile.vary(recipe, "d_model", to: "96")
    #expect(wide.model.dModel == 96)
    var expected = recipe
    expected.model.dModel = 96
    #expect(wide == expected)
    #expect(
      try ConfigurationFile.vary(recipe, "learning_rate", to: "5e-4").training.optimizer
        .learningRate == 5e-4)
    #expect(try ConfigurationFile.vary(recipe, "epochs", to: "7").training.epochs == 7)
    #expect(
      try ConfigurationFile.vary(recipe, "clip", to: "per-example").training.clip == .perExample)
    #expect(try ConfigurationFile.vary(recipe, "vocab_size", to: "64").tokens.vocabSize == 64)
    #expect(try ConfigurationFile.vary(recipe, "time_masks", to: "0").augmentation.timeMasks == 0)
  }

  @Test func `a norm has an effect only with a clipping that uses it`() throws {
    #expect(throws: Problem.self) {
      try ConfigurationFile.vary(recipe, "max_grad_norm", to: "1")
    }
    var clipped = recipe
    clipped.training.clip = .perExample
    #expect(
      try ConfigurationFile.vary(clipped, "max_grad_norm", to: "0.5").training.maxGradNorm == 0.5)
  }

  @Test(arguments: [
    ("d_modell", "64", "did you mean 'd_model'?"), ("optimizer", "sgd", "name a key"),
    ("d_model", "65", "even number"), ("d_model", "many", "a whole number"),
    ("d_model", "64}, tokens: {kind: words", "no value of a recipe"), ("d_model", "", "no value"),
    ("n_heads", "5", "equal, even parts"),
  ])
  func `other keys and values are refused`(_ key: String, _ value: String, _ words: String) {
    let problem = #expect(throws: Problem.self) {
      try ConfigurationFile.vary(recipe, key, to: value)
    }
    #expect(problem?.kind == .usage && problem?.line == nil && problem?.field != nil)
    let text = problem.map { "\($0)" } ?? ""
    #expect(text.contains(words), "\(text)")
  }
}
