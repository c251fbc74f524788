import Files
import Settings

/// Profiles in YAML.
///
///     name: my-recipe
///     title: our Conformer-CTC recipe
///     min_duration: {value: 0.5, source: conf/train.yaml}
///     max_duration: 20
///     other_filters: none
///     loss: ctc
///     zero_infinity: true
///     feature_frames: floor
///     subsampling: [[3, 2, 1], [3, 2, 1]]
///     speed_factors: none
///     time_masks: none
///     notes: ["Run the filter for equal texts before inject."]
///
/// A key that is not there is unknown, and an utterance that an unknown rule may hit does not count
/// as surviving. `none` states that the recipe does not have the filter; `other_filters: none` states
/// it for all filters that the profile does not list.
package enum ProfileFile {
  private static let largestFile = 1 << 20

  package static func read(_ path: String) throws(Problem) -> Profile {
    try SettingsDocument.read(path, limit: largestFile, parse: parse)
  }

  package static func parse(_ text: String) throws(Problem) -> Profile {
    guard let root = try SettingsDocument.root(of: text), let section = root.section else {
      throw Problem(
        .badData, "expected a profile with keys such as name, min_duration and loss",
        hint: "asr-audit profiles show nemo-conformer prints one")
    }
    let reader = try ProfileReader(section)
    var profile = Profile()
    profile.name = try section.required("name", ProfileReader.text)
    profile.title = try section.optional("title", ProfileReader.text) ?? profile.name
    profile.toolkit = try section.optional("toolkit", ProfileReader.text) ?? ""
    profile.version = try section.optional("version", ProfileReader.text) ?? ""
    profile.notes = try section.optional("notes", notes) ?? []
    profile.statements = reader.statements
    try readFilters(reader, into: &profile)
    try readModel(reader, into: &profile)
    try readAugmentation(reader, into: &profile)
    return profile
  }

  private static func notes(_ value: SettingsValue) throws(Problem) -> [String] {
    guard let items = value.list else { throw value.expected("a list of sentences") }
    var notes: [String] = []
    for item in items { notes.append(try ProfileReader.text(item)) }
    return notes
  }

  private static func readFilters(
    _ reader: ProfileReader, into profile: inout Profile
  ) throws(Problem) {
    let seconds = ProfileReader.number(in: 0...86_400)
    let rate = ProfileReader.number(in: 0...100_000)
    let count = ProfileReader.count(in: 0...1_000_000)
    profile.minDuration = try reader.setting(.minDuration, seconds)
    profile.maxDuration = try reader.setting(.maxDuration, seconds)
    if let bounds = try reader.setting(.durationBounds, durationBounds).value {
      profile.durationBounds = bounds
    }
    profile.minTokens = try reader.setting(.minTokens, count)
    profile.maxTokens = try reader.setting(.maxTokens, count)
    profile.minWords = try reader.setting(.minWords, count)
    profile.minCharacters = try reader.setting(.minCharacters, count)
    profile.maxCharacters = try reader.setting(.maxCharacters, count)
    profile.minCharactersPerSecond = try reader.setting(.minCharactersPerSecond, rate)
    profile.maxCharactersPerSecond = try reader.setting(.maxCharactersPerSecond, rate)
    profile.maxTokensPerSecond = try reader.setting(.maxTokensPerSecond, rate)
    profile.minTokensPerFrame = try reader.setting(.minTokensPerFrame, rate)
    profile.maxTokensPerFrame = try reader.setting(.maxTokensPerFrame, rate)
    profile.minFeatureFrames = try reader.setting(.minFeatureFrames, count)
    profile.minOutputFrames = try reader.setting(.minOutputFrames, count)
    profile.minFrameSurplus = try reader.setting(.minFrameSurplus, count)
    profile.maxEqualTexts = try reader.setting(
      .maxEqualTexts, ProfileReader.count(in: 1...1_000_000))
    let others = try reader.setting(.otherFilters) { value throws(Problem) -> Bool in
      throw value.expected("none", hint: "leave the key out if there may be other filters")
    }
    if case .none = others { profile.listsAllFilters = true }
    try requireOrder(profile.minDuration, profile.maxDuration, .maxDuration, reader)
    try requireOrder(profile.minTokens, profile.maxTokens, .maxTokens, reader)
    try requireOrder(profile.minCharacters, profile.maxCharacters, .maxCharacters, reader)
    try requireOrder(
      profile.minCharactersPerSecond, profile.maxCharactersPerSecond, .maxCharactersPerSecond,
      reader)
    try requireOrder(
      profile.minTokensPerFrame, profile.maxTokensPerFrame, .maxTokensPerFrame, reader)
  }

  private static func requireOrder<Value: Comparable>(
    _ least: Setting<Value>, _ most: Setting<Value>, _ key: ProfileKey, _ reader: ProfileReader
  ) throws(Problem) {
    guard let least = least.value, let most = most.value, most <= least else { return }
    throw Problem(
      .badData, "expected more than the minimum of \(least), found \(most)",
      line: reader.line(of: key), field: key.rawValue)
  }

  private static func durationBounds(
    _ value: SettingsValue
  ) throws(Problem) -> Profile.DurationBounds {
    try SettingsValue.word(value)
  }

  private static func readModel(
    _ reader: ProfileReader, into profile: inout Profile
  ) throws(Problem) {
    profile.loss = try reader.setting(.loss, SettingsValue.word)
    profile.zeroInfinity = try reader.setting(.zeroInfinity, ProfileReader.truth)
    profile.sampleRate =
      try reader.setting(.sampleRate, ProfileReader.count(in: 1_000...384_000)).value
    profile.featureFrames = try reader.setting(.featureFrames, SettingsValue.word)
    if let shift = try reader.setting(.frameShift, ProfileReader.number(in: 0.001...1)).value {
      profile.frameShift = shift
    }
    profile.subsampling = try reader.setting(.subsampling, ProfileReader.convolutions)
    let few = ProfileReader.count(in: 0...100)
    profile.addedTokens = try reader.setting(.addedTokens, few).value ?? 0
    profile.lostOutputFrames = try reader.setting(.lostOutputFrames, few).value ?? 0
  }

  private static func readAugmentation(
    _ reader: ProfileReader, into profile: inout Profile
  ) throws(Problem) {
    profile.speedFactors = try reader.setting(.speedFactors, ProfileReader.factors)
    if let selection: Profile.SpeedSelection = try reader.setting(
      .speedSelection, SettingsValue.word
    ).value {
      profile.speedSelection = selection
    }
    if let order: Profile.SpeedOrder = try reader.setting(.speedOrder, SettingsValue.word).value {
      profile.speedOrder = order
    }
    profile.timeMasks = try timeMasks(reader)
    profile.epochs = try reader.setting(.epochs, ProfileReader.count(in: 1...1_000_000))
  }

  private static func timeMasks(_ reader: ProfileReader) throws(Problem) -> Setting<TimeMasks> {
    let count = try reader.setting(.timeMasks, ProfileReader.count(in: 0...100))
    let frames = try reader.setting(
      .timeMaskFrames, ProfileReader.pair(ProfileReader.count(in: 0...10_000)))
    let share = try reader.setting(
      .timeMaskShare, ProfileReader.pair(ProfileReader.number(in: 0...1)))
    var masks = TimeMasks()
    if let start: TimeMasks.Start = try reader.setting(.timeMaskStart, SettingsValue.word).value {
      masks.start = start
    }
    if let unit: TimeMasks.Unit = try reader.setting(.timeMaskUnit, SettingsValue.word).value {
      masks.unit = unit
    }
    masks.cap = try reader.setting(.timeMaskCap, ProfileReader.number(in: 0...1)).value
    guard case .value(let number, let source) = count else {
      if case .none(let source) = count { return .none(source: source) }
      return .unknown
    }
    masks.count = number
    switch (frames.value, share.value) {
    case (let frames?, nil): masks.width = .frames(frames)
    case (nil, let share?): masks.width = .share(share)
    case (nil, nil), (_?, _?):
      guard number > 0 else { break }
      throw Problem(
        .badData, "needs either time_mask_frames or time_mask_share",
        line: reader.line(of: .timeMasks), field: ProfileKey.timeMasks.rawValue)
    }
    return .value(masks, source: source)
  }
}
