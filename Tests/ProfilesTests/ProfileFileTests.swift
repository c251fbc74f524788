import Files
import Profiles
import Testing

/// Profiles in YAML, and the errors of wrong ones.
struct ProfileFileTests {
  private let known = """
    name: ours
    other_filters: none
    loss: attention
    speed_factors: none
    time_masks: none

    """

  @Test func `values, sources and none are told apart`() throws {
    let profile = try ProfileFile.parse(
      """
      name: ours
      min_duration: {value: 0.5, source: "conf/train.yaml: filter"}
      max_duration: 20
      max_tokens: none
      loss: ctc
      subsampling: [[3, 2, 1], [1, 3, 0]]
      speed_factors: [0.9, 1.0, 1.1]
      time_masks: 2
      time_mask_frames: [1, 50]
      time_mask_start: anywhere
      notes: ["Filter before inject."]
      """)
    #expect(profile.minDuration.value == 0.5)
    #expect(profile.minDuration.source == "conf/train.yaml: filter")
    #expect(profile.maxDuration.value == 20 && profile.maxDuration.source == nil)
    #expect(profile.maxTokens.value == nil && !profile.maxTokens.isUnknown)
    #expect(profile.minTokens.isUnknown)
    #expect(
      profile.subsampling.value == [
        Convolution(kernel: 3, stride: 2, padding: 1),
        Convolution(kernel: 1, stride: 3, padding: 0),
      ])
    #expect(profile.factors == [0.9, 1, 1.1] && profile.speedCopies == 3)
    #expect(profile.timeMasks.value?.start == .anywhere)
    #expect(profile.timeMasks.value?.width == .frames(1...50))
    #expect(profile.notes == ["Filter before inject."])
    #expect(!profile.listsAllFilters)
    #expect(try ProfileFile.parse(known).listsAllFilters)
  }

  @Test func `the statements are those of the file, in its order`() throws {
    let statements = try ProfileFile.parse(known).statements
    #expect(statements.map(\.key) == ["other_filters", "loss", "speed_factors", "time_masks"])
    #expect(statements.map(\.value) == ["none", "attention", "none", "none"])
  }

  private func problem(_ text: String) -> Problem? {
    do throws(Problem) {
      _ = try ProfileFile.parse(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func `an unknown key names its line and the nearest key`() {
    let found = problem(known + "min_duraton: 1\n")
    #expect(found?.line == 6)
    #expect(found?.field == "min_duraton")
    #expect(found?.hint == "did you mean 'min_duration'?")
  }

  static let wrong: [(line: String, field: String, message: String)] = [
    ("min_duration: -1", "min_duration", "expected a number from 0 to 86400"),
    ("min_duration: soon", "min_duration", "expected a number"),
    ("max_tokens: 1.5", "max_tokens", "expected a whole number"),
    ("max_equal_texts: 0", "max_equal_texts", "expected a whole number from 1"),
    ("zero_infinity: maybe", "zero_infinity", "expected true or false"),
    ("subsampling: [3, 2]", "subsampling", "expected a list of convolutions"),
    ("subsampling: [[3, 0, 1]]", "subsampling", "expected a whole number from 1"),
    ("speed_factors: [0.9, 0.9]", "speed_factors", "expected different factors"),
    ("speed_factors: [0, 1]", "speed_factors", "expected different factors"),
    ("feature_frames: ceiling", "feature_frames", "expected one of rounded"),
    ("time_mask_share: [0.5, 0.1]", "time_mask_share", "expected the lower number first"),
    ("epochs: 0", "epochs", "expected a whole number from 1"),
    ("min_tokens: {source: a/b}", "min_tokens", "value is missing"),
    ("min_tokens: {value: 1, from: a/b}", "min_tokens", "from unknown key"),
  ]

  @Test(arguments: wrong)
  func `an impossible value names its line and its key`(
    _ wrong: (line: String, field: String, message: String)
  ) {
    let text = known.replacing("speed_factors: none\n", with: "\n") + wrong.line + "\n"
    let found = problem(text)
    #expect(found?.line == 6, "\(wrong.line): \(String(describing: found))")
    #expect(found?.field == wrong.field)
    #expect(found?.message.hasPrefix(wrong.message) ?? false, "\(found?.message ?? "")")
    #expect(found?.kind == .badData)
  }

  @Test func `a minimum that is not below its maximum is refused`() {
    let found = problem(known + "min_duration: 5\nmax_duration: 5\n")
    #expect(found?.line == 7 && found?.field == "max_duration")
    #expect(problem(known + "min_tokens_per_frame: 2\nmax_tokens_per_frame: 1\n")?.line == 7)
  }

  @Test func `masks without a width are refused`() {
    let text = known.replacing("time_masks: none", with: "time_masks: 2")
    #expect(problem(text)?.message.contains("time_mask_frames or time_mask_share") ?? false)
    #expect(problem(text + "time_mask_frames: [0, 5]\ntime_mask_share: [0, 0.1]\n") != nil)
    #expect(problem(text + "time_mask_frames: [0, 5]\n") == nil)
  }

  @Test func `other filters can only be stated to be absent`() {
    let found = problem(known.replacing("other_filters: none", with: "other_filters: 3"))
    #expect(found?.field == "other_filters" && found?.line == 2)
  }

  @Test(arguments: ["", "# nothing\n", "- a\n", "just text\n"])
  func `a file that is no profile is refused`(_ text: String) {
    #expect(problem(text)?.message.contains("expected a profile") ?? false)
  }
}
