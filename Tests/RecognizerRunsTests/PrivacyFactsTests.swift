import Files
import Foundation
import Randomness
import Recognizer
import RecognizerRuns
import TestSupport
import Testing

/// The seed of the noise, and the facts that a promise states beside epsilon.
@Suite struct PrivacyFactsTests {
  private let tones: ToneRuns

  init() throws { tones = try ToneRuns() }

  private func promise(_ output: String) throws -> PrivacyPromise {
    try #require(
      try PrivacyPromise.read(ModelFile.open(RunFiles(tones.place(output)).model).file))
  }

  private func seed(_ output: String) throws -> Seed? {
    try TrainingStateFile.noiseSeed(of: RunFiles(tones.place(output)).openState().file)
  }

  @Test func `a seed of the system differs in each run, and the state keeps it until the end`()
    throws
  {
    for name in ["one", "two"] { try tones.train(tones.request(name, PrivateRecipe.secret)) }
    #expect(try tones.files("one")[0] != tones.files("two")[0])
    #expect(try promise("one").noiseSeed == .system && seed("one") == nil)
    try tones.train(tones.request("part", PrivateRecipe.secret), stoppingAfter: 5)
    #expect(try seed("part") != nil)
    try FileManager.default.copyItem(atPath: tones.place("part"), toPath: tones.place("copy"))
    for (name, threads) in [("part", 1), ("copy", 3)] {
      var request = tones.request(name, PrivateRecipe.secret)
      (request.resumes, request.threads) = (true, threads)
      #expect(try tones.train(request).summary.isComplete)
      #expect(try seed(name) == nil)
      // A finished run is complete without its seed.
      #expect(try tones.train(request).summary.isComplete)
    }
    #expect(try tones.files("part") == tones.files("copy"))
  }

  @Test func `a run without the seed of its noise cannot go on`() throws {
    try tones.train(tones.request("run", PrivateRecipe.secret), stoppingAfter: 5)
    let state = RunFiles(tones.place("run")).state
    var bytes = try Data(readFile(state))
    let place = try #require(bytes.range(of: Data("asr-audit.noise-seed".utf8)))
    bytes.replaceSubrange(place, with: Data("asr-audit.other-seed".utf8))
    try bytes.write(to: URL(fileURLWithPath: state))
    var request = tones.request("run", PrivateRecipe.secret)
    request.resumes = true
    let problem = tones.reports(of: request).problem
    #expect(problem?.message.contains("seed of the noise") == true && problem?.file == state)
  }

  @Test func `a promise says what epsilon does not cover, also after an interruption`() throws {
    var request = tones.request("traced", PrivateRecipe.shuffled)
    request.writesTraces = true
    try tones.train(request, stoppingAfter: 5)
    request.resumes = true
    try tones.train(request)
    #expect(try promise("traced").uncovered == [.log, .traces, .tokens])
    var tuned = tones.request("tuned", PrivateRecipe.plain)
    tuned.start = RunFiles(tones.place("traced")).model
    try tones.train(tuned, stoppingAfter: 5)
    (tuned.start, tuned.resumes) = (nil, true)
    try tones.train(tuned)
    #expect(try promise("tuned").uncovered == [.log, .initialModel])
  }

  @Test(arguments: [PrivateRecipe.plain, PrivateRecipe.shuffled])
  func `utterances of equal sound are counted, and their epsilon is larger`(
    recipe: RecognizerConfiguration
  ) throws {
    let line = try tones.line("same", "one", seconds: 0.92)
    try tones.write("more.json", adding: line, line, line)
    try tones.train(tones.request("run", manifest: "more.json", recipe))
    let promise = try promise("run")
    #expect(promise.copies == 3 && promise.utterances == 15)
    #expect(try #require(promise.epsilonOfCopies) > 2 * promise.epsilon!)
  }

  @Test func `copies of a canary are counted by their text`() throws {
    var request = tones.request("run", PrivateRecipe.plain)
    let names = try readUtterances(request.manifest, format: nil).utterances.map(\.name)
    // 0, 3 and 6 have the text "one", and 1 has another one.
    request.canaries = [names[0], names[3], names[6], names[1]]
    try tones.train(request)
    #expect(try promise("run").copies == 3)
  }
}
