import Files
import Recognizer
import TestSupport
import Testing

@Suite struct ConfigurationFileTests {
  @Test func `a recipe is read`() throws {
    let configuration = try ConfigurationFile.parse(
      """
      # a small one
      model: {sample_rate: 8000, mel_bins: 40, subsampling: 2, width: 64, dropout: 0}
      tokens:
        kind: pieces
        vocabulary: 1_000
      training:
        seed: 7
        steps: 5000
        batch_size: 64
        optimizer: {kind: sgd, learning_rate: 1e-2, momentum: 0.5}
        schedule: inverse-sqrt
        clip: per-core
        max_grad_norm: 2
        cores: 8
      augmentation: {time_masks: 0, time_width: .1}
      """)
    var expected = RecognizerConfiguration()
    expected.model.sampleRate = 8_000
    expected.model.melBins = 40
    expected.model.subsampling = 2
    expected.model.width = 64
    expected.model.dropout = 0
    expected.tokens.kind = .pieces
    expected.tokens.vocabulary = 1_000
    expected.training.seed = 7
    expected.training.steps = 5_000
    expected.training.batchSize = 64
    expected.training.optimizer.kind = .sgd
    expected.training.optimizer.learningRate = 0.01
    expected.training.optimizer.momentum = 0.5
    expected.training.schedule = .inverseSquareRoot
    expected.training.clip = .perCore
    expected.training.maxGradNorm = 2
    expected.training.cores = 8
    expected.augmentation.timeMasks = 0
    expected.augmentation.timeWidth = 0.1
    #expect(configuration == expected)
    #expect(configuration.training.length == .steps(5_000))
  }

  @Test(arguments: ["", "# nothing\n", "{}", "model: {}\ntraining: {optimizer: {}}"])
  func `what is left out has its default`(text: String) throws {
    #expect(try ConfigurationFile.parse(text) == RecognizerConfiguration())
  }

  @Test(arguments: [
    ("max_grad_norm: 0.5", "max_grad_norm"), ("{cores: 2, clip: per-example}", "cores"),
    ("clip: adaptive-per-core\n  max_grad_norm: 2", "max_grad_norm"),
  ])
  func `a bound that nothing is held to is refused, unless somebody decides`(
    settings: String, field: String
  ) throws {
    let text = "training:\n  \(settings)\n"
    let problem = #expect(throws: Problem.self) { try ConfigurationFile.parse(text) }
    #expect(problem?.field == field && problem?.line == ((settings.contains("\n") ? 3 : 2)))
    _ = try ConfigurationFile.parse(text, clip: .unclipped)
    _ = try ConfigurationFile.parse("training: {clip: per-core, cores: 2, max_grad_norm: 0.5}")
  }

  @Test func `a byte order mark is no part of a recipe`() throws {
    let place = try TemporaryDirectory()
    let path = try place.write(
      "recipe.yml", [0xEF, 0xBB, 0xBF] + Array("model:\n  width: 32\n".utf8))
    #expect(try ConfigurationFile.read(path).model.width == 32)
  }

  /// JSON is YAML too, so this finds a field that one of the two does not know.
  @Test(arguments: OptimizerConfiguration.Kind.allCases)
  func `every field can be written in a file`(kind: OptimizerConfiguration.Kind) throws {
    var configuration = RecognizerConfiguration()
    configuration.training.epochs = 3
    var optimizer = OptimizerConfiguration()
    optimizer.kind = kind
    switch kind {
    case .adamw: (optimizer.beta1, optimizer.beta2, optimizer.epsilon) = (0.8, 0.99, 1e-6)
    case .sgd: optimizer.momentum = 0.7
    }
    configuration.training.optimizer = optimizer
    let json = String(decoding: JSONCoding.encoded(configuration, pretty: true), as: UTF8.self)
    #expect(try ConfigurationFile.parse(json, clip: .unclipped) == configuration)
    let read = try JSONCoding.decoded(RecognizerConfiguration.self, from: json.utf8)
    #expect(read == configuration)
    for name in ["epochs", "mel_bins", kind == .adamw ? "beta1" : "momentum"] {
      #expect(json.contains("\"\(name)\""))
    }
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int?
    let field: String?
    let says: String
    var testDescription: String { text }

    init(_ text: String, _ line: Int?, _ field: String?, _ says: String) {
      (self.text, self.line, self.field, self.says) = (text, line, field, says)
    }
  }

  static let mistakes: [Mistake] = [
    Mistake("- 1", 1, nil, "expected a section"),
    Mistake("modell: {}", 1, "modell", "did you mean 'model'?"),
    Mistake("model: {}\nspeed: 1", 2, "speed", "known here: model, tokens"),
    Mistake("\nmodel:\n  widht: 144", 3, "widht", "did you mean 'width'?"),
    Mistake("training:\n  optimizer:\n    lerning_rate: 1", 3, "lerning_rate", "'learning_rate'"),
    Mistake("model:\n  width: wide", 2, "width", "found 'wide'"),
    Mistake("model:\n  width: 1.5", 2, "width", "a whole number"),
    Mistake("model:\n  width: [1]", 2, "width", "found a list"),
    Mistake("model:\n  width: 99999999999999999999", 2, "width", "a whole number"),
    Mistake("model: 3", 1, "model", "expected a section"),
    Mistake("training:\n  seed: -1", 2, "seed", "from 0"),
    Mistake("training:\n  max_grad_norm: .nan", 2, "max_grad_norm", "a number"),
    Mistake("training:\n  clip: per_core", 2, "clip", "did you mean 'per-core'?"),
    Mistake("training:\n  optimizer:\n    kind: adam", 3, "kind", "did you mean 'adamw'?"),
    Mistake("model:\n  blocks: 2\n  taps: 14", 3, "taps", "odd"),
    Mistake("training:\n  optimizer:\n    beta1: 1", 3, "beta1", "below 1"),
    Mistake("training:\n  optimizer:\n    momentum: 0.9", 3, "momentum", "'adamw' has no such key"),
    Mistake("training:\n  optimizer:\n    kind: sgd\n    beta2: 0.9", 4, "beta2", "'sgd' has no"),
    Mistake("training:\n  epochs: 1\n  steps: 2", 3, "steps", "either"),
    Mistake("model: {mel_bins: 20}", nil, "frequency_width", "wider"),
    Mistake("model:\n  width: 8\n  width: 16", 2, nil, "twice"),
    Mistake("model: {", 2, nil, "is not YAML"),
    Mistake("a: *b", nil, nil, "is not YAML"),
    Mistake("? [a]\n: 1", 1, "?", "unknown key"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with its line`(mistake: Mistake) throws {
    let problem = try #require(throws: Problem.self) { try ConfigurationFile.parse(mistake.text) }
    if let line = mistake.line { #expect(problem.line == line, "\(problem)") }
    #expect(problem.field == mistake.field, "\(problem)")
    #expect("\(problem)".contains(mistake.says), "\(problem)")
  }

  @Test func `a file's mistake names the file`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("train.yml", "model:\n  taps: 2\n")
    let problem = #expect(throws: Problem.self) { try ConfigurationFile.read(path) }
    #expect(problem.map { "\($0)" }?.hasPrefix("\(path):2: \"taps\": ") == true)
    try directory.write("latin.yml", [0x61, 0x3A, 0x20, 0xE9])
    #expect(throws: Problem.self) { try ConfigurationFile.read(directory("latin.yml")) }
    #expect(throws: Problem.self) { try ConfigurationFile.read(directory("none.yml")) }
  }

  @Test(arguments: ["[", "- ", "{a: ", "? ", "- [", "a: {b: "])
  func `nesting without end is refused`(opening: String) throws {
    let text = String(repeating: opening, count: (1 << 16) / opening.utf8.count)
    #expect(throws: Problem.self) { try ConfigurationFile.parse(text) }
  }
}
