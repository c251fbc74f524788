import AuditModel
import Files
import Foundation
import Injection
import Randomness
import Speech
import TestSupport
import Testing

/// The properties of the probe set's files must not distinguish trained canaries from controls.
@Suite struct MetadataTests {
  private static let audits = 20

  /// The voices of canaries: a synthesizer, or recordings of single words.
  enum Voices: CaseIterable { case flite, wordBank }

  /// A word bank of tones of random loudness and length, with two speakers.
  private func makeBank(in directory: TemporaryDirectory) throws -> WordBank {
    var chance = Seed(short: 5).stream("bank")
    for number in 0..<48 {
      let word =
        "\("bdfgklmnprst".map(String.init)[number % 12])a\(["ro", "li", "mu", "ne"][number / 12])"
      for speaker in ["anna", "bert"] {
        let frames = 300 + chance.below(500)
        let loudness = 0.2 + 0.5 * chance.unit()
        let pitch = Double(200 + 15 * number)
        let samples = (0..<frames).map { Float(loudness * sin(pitch * Double($0) / 1_300)) }
        try directory.makeDirectory("bank/\(word)/\(speaker)")
        try AudioFile.write(
          Waveform(samples: samples, sampleRate: 8_000),
          to: directory("bank/\(word)/\(speaker)/1.wav"),
          as: AudioFormat(sampleRate: 8_000, channels: 1, container: .wav))
      }
    }
    return try WordBank(directory("bank"))
  }

  private func synthesizer(
    _ voices: Voices, in directory: TemporaryDirectory
  ) throws -> InjectionRequest.Voices {
    switch voices {
    case .flite: return InjectionRequest.Voices(synthesizer: FliteSynthesizer())
    case .wordBank:
      let bank = try makeBank(in: directory)
      var voices = InjectionRequest.Voices(synthesizer: bank)
      voices.words = .list(bank.words, name: bank.description)
      return voices
    }
  }

  /// A canary that was assigned at random, and its probe file.
  private struct Probe {
    let isTrained: Bool
    let path: String
    let status: stat
    /// The position of the file in its directory, in the order of the file system.
    let position: Int
    /// The position of the entry in the probe set's manifest.
    let entry: Int
    /// The bytes of the header that do not depend on the length and the samples.
    let header: [[UInt8]]
  }

  private func probes(
    _ corpus: InjectedCorpus, _ voices: InjectionRequest.Voices? = nil, seed: UInt64
  ) throws -> [Probe] {
    let output = corpus.directory("out\(seed)")
    let ledger = try corpus.inject {
      $0.experiment.seed = Seed(short: seed)
      $0.output.path = output
      // Each copy is a file, so the design has few canaries.
      $0.experiment.design.repetitions = [1, 8]
      $0.experiment.design.allocation = [1, 1]
      $0.experiment.design.blocks = 10
      $0.experiment.design.tracers = 0
      $0.maxShare = 0.1
      if let voices { $0.voices = voices }
    }.ledger
    let folder = "\(output)/probe/utterances"
    let order = try namesInDirectoryOrder(folder)
    let entries = try corpus.entries("out\(seed)/probe/probe.json").map { baseName(of: $0.audio) }
    return try ledger.canaries.filter { $0.role != .tracer }.map { canary in
      let name = try #require(order.first { $0.hasPrefix(canary.probeID) })
      var status = stat()
      try #require(lstat("\(folder)/\(name)", &status) == 0)
      return Probe(
        isTrained: canary.role == .trained, path: "\(folder)/\(name)", status: status,
        position: try #require(order.firstIndex(of: name)),
        entry: try #require(entries.firstIndex(of: name)),
        header: try header(of: "\(folder)/\(name)"))
    }
  }

  private func header(of path: String) throws -> [[UInt8]] {
    let bytes = try readFile(path)
    let ranges = path.hasSuffix(".wav") ? [0..<4, 8..<40] : [0..<8, 18..<21, 42..<60]
    return ranges.map { Array(bytes[$0]) }
  }

  private func namesInDirectoryOrder(_ path: String) throws -> [String] {
    let stream = try #require(opendir(path))
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// The probability that a feature of a trained canary exceeds that of a control, ties counted half.
  private func auc(_ probes: [Probe], _ feature: (Probe) -> Int) -> Double {
    let trained = probes.filter(\.isTrained).map(feature)
    let controls = probes.filter { !$0.isTrained }.map(feature)
    var wins = 0.0
    for value in trained {
      for other in controls { wins += value > other ? 1 : value == other ? 0.5 : 0 }
    }
    return wins / Double(trained.count * controls.count)
  }

  @Test(arguments: AudioFormat.Container.allCases, Voices.allCases)
  func `no property of a probe file tells its role`(
    _ container: AudioFormat.Container, _ voices: Voices
  ) throws {
    let corpus = try InjectedCorpus(
      format: AudioFormat(sampleRate: 8_000, channels: 1, container: container), seconds: 900)
    let synthesizer = try synthesizer(voices, in: corpus.directory)
    let audits = try (1...Self.audits).map {
      try probes(corpus, synthesizer, seed: UInt64($0))
    }
    #expect(Set(audits.joined().map(\.header)).count == 1)
    let features: [(name: String, of: (Probe) -> Int)] = [
      ("inode", { Int($0.status.st_ino) }),
      ("size", { Int($0.status.st_size) }),
      ("links", { Int($0.status.st_nlink) }),
      ("mode", { Int($0.status.st_mode) }),
      ("blocks", { Int($0.status.st_blocks) }),
      ("access time", { nanoseconds($0.status.st_atim) }),
      ("modification time", { nanoseconds($0.status.st_mtim) }),
      ("change time", { nanoseconds($0.status.st_ctim) }),
      ("position in the directory", { $0.position }),
      ("position in the manifest", { $0.entry }),
    ]
    for (name, feature) in features {
      let mean = audits.map { auc($0, feature) }.reduce(0, +) / Double(audits.count)
      let trained = Double(audits[0].count { $0.isTrained })
      let controls = Double(audits[0].count) - trained
      // The standard deviation of the Mann-Whitney statistic without ties.
      let deviation = ((trained + controls + 1) / (12 * trained * controls)).squareRoot()
      let tolerance = 3 * deviation / Double(audits.count).squareRoot()
      #expect(abs(mean - 0.5) < tolerance, "\(name): AUC \(mean), tolerance \(tolerance)")
    }
  }

  @Test func `all files and directories of an audit have one time`() throws {
    let corpus = try InjectedCorpus()
    try corpus.inject()
    var times: Set<Int> = []
    let paths = try FileManager.default.subpathsOfDirectory(atPath: corpus.directory("out"))
    for path in paths {
      var status = stat()
      try #require(lstat(corpus.directory("out/\(path)"), &status) == 0)
      times.insert(nanoseconds(status.st_mtim))
      // The list of the paths has read directories and links.
      if status.st_mode & S_IFMT == S_IFREG { times.insert(nanoseconds(status.st_atim)) }
    }
    #expect(paths.count > 100)
    #expect(times.count == 1)
  }
}

private func nanoseconds(_ time: timespec) -> Int {
  Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
}
