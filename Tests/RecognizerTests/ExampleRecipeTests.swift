import Recognizer
import TestSupport
import Testing

/// The recipes in Fixtures/examples/recipes.
@Suite struct ExampleRecipeTests {
  @Test(arguments: [("example-corpus", 16_000), ("spoken-digits", 8_000)])
  func `an example recipe is read`(_ name: String, _ rate: Int) throws {
    let configuration = try ConfigurationFile.read(
      "\(packageRoot)/Fixtures/examples/recipes/\(name).yml")
    #expect(configuration.model.sampleRate == rate)
  }
}
