import Files
import Kernels
import Randomness
import Recognizer
import Testing

/// The gradient with respect to the features, against differences of the loss.
@Suite struct InputGradientTests {
  private func gradient(_ tiny: TinyModel, dropout: Dropout? = nil) -> [Float] {
    tiny.prepared.refresh(frames: tiny.prepared.maxFrames, on: tiny.pool)
    let parameters = Buffer(tiny.count)
    let features = Buffer(tiny.features.count)
    _ = tiny.model.lossAndGradient(
      tiny.input, targets: tiny.targets, length: tiny.targets.count, scale: 1,
      tiny.prepared.weights, tiny.workspace, dropout: dropout,
      into: Gradient(values: parameters.base, matrices: .sets),
      features: Matrix(features.base, rows: tiny.frames, columns: tiny.input.columns))
    return Array(UnsafeBufferPointer(start: features.base, count: features.count))
  }

  /// Moves single frames along their gradient, so that a frame with a wrong gradient is found. The
  /// reasons for step and tolerance are those of `ModelGradientTests`.
  private func check(_ tiny: TinyModel, dropout: Dropout? = nil) {
    let gradient = gradient(tiny, dropout: dropout)
    let bins = tiny.input.columns
    let values = tiny.features.base
    var stream = Seed(short: 9).stream("directions")
    for frame in 0..<tiny.frames {
      let range = frame * bins..<(frame + 1) * bins
      let along = gradient[range]
      let random = range.map { _ in Float(stream.unit() - 0.5) }
      let norm = along.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let randomNorm = random.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let direction = zip(along, random).map { $0 / max(norm, 1e-12) + $1 / randomNorm }
      let predicted = zip(along, direction).reduce(0) { $0 + $1.0 * $1.1 }
      let step = min(0.05 / max(predicted.magnitude, 1e-6), 0.05)
      let before = range.map { values[$0] }
      func loss(_ distance: Float) -> Float {
        for (index, place) in range.enumerated() {
          values[place] = before[index] + distance * direction[index]
        }
        return tiny.loss(dropout: dropout)
      }
      let measured = (loss(step) - loss(-step)) / (2 * step)
      for (index, place) in range.enumerated() { values[place] = before[index] }
      #expect(
        (measured - predicted).magnitude <= 0.02 * predicted.magnitude + 2e-3,
        "frame \(frame): gradient \(predicted), difference \(measured)")
    }
  }

  @Test(arguments: ISA.available, [2, 4])
  func `the gradient of every frame is the derivative of the loss`(isa: ISA, factor: Int) {
    check(TinyModel(subsamplingFactor: factor, isa: isa))
  }

  @Test(arguments: [36, 37, 38, 39])
  func `frames at the end have their gradient at every length`(_ frames: Int) {
    check(TinyModel(frames: frames, subsamplingFactor: 4, nLayers: 1))
  }

  @Test func `the gradient is right with dropout`() {
    check(TinyModel(), dropout: Dropout(rate: 0.3, key: 5))
  }

  @Test func `asking for the gradient of the features changes no other gradient`() {
    let tiny = TinyModel()
    let (loss, expected) = tiny.lossAndGradient()
    let parameters = Buffer(tiny.count)
    let features = Buffer(tiny.features.count)
    let same = tiny.model.lossAndGradient(
      tiny.input, targets: tiny.targets, length: tiny.targets.count, scale: 1,
      tiny.prepared.weights, tiny.workspace, dropout: nil,
      into: Gradient(values: parameters.base, matrices: .sets),
      features: Matrix(features.base, rows: tiny.frames, columns: tiny.input.columns))
    #expect(same == loss)
    #expect(Array(UnsafeBufferPointer(start: parameters.base, count: tiny.count)) == expected)
  }
}

/// The measurements of `Probe`, against the same in a few lines.
@Suite struct ProbeTests {
  /// One utterance several times, with different numbers of frames.
  private final class Examples: BatchSource, @unchecked Sendable {
    let tiny: TinyModel
    let lengths: [Int]
    let targets: Targets

    init(_ tiny: TinyModel, _ lengths: [Int]) {
      self.tiny = tiny
      self.lengths = lengths
      targets = Targets(tiny.targets)
    }

    var count: Int { lengths.count }
    func frames(_ position: Int) -> Int { lengths[position] }
    func load(_ position: Int, thread: Int) throws(Problem) -> LoadedExample {
      LoadedExample(
        features: tiny.input.rows(0..<lengths[position]), targets: targets.base,
        length: targets.count)
    }
  }

  private func probe(_ tiny: TinyModel, draws: Int, threads: Int, seed: UInt64 = 3) -> Probe {
    var settings = Probe.Settings()
    settings.draws = draws
    settings.seed = Seed(short: seed)
    let probe = Probe(tiny.model, settings, pool: WorkerPool(threads: threads))
    probe.values.base.update(from: tiny.prepared.values.base, count: tiny.count)
    probe.weightsChanged()
    return probe
  }

  private func gradient(_ tiny: TinyModel, _ x: Matrix) -> (loss: Float, norms: [Float]) {
    let parameters = Buffer(tiny.count)
    let features = Buffer(x.rows * x.columns)
    let loss = tiny.model.lossAndGradient(
      x, targets: tiny.targets, length: tiny.targets.count,
      scale: 1 / Float(tiny.targets.count), tiny.prepared.weights, tiny.workspace, dropout: nil,
      into: Gradient(values: parameters.base, matrices: .sets),
      features: Matrix(features.base, rows: x.rows, columns: x.columns))
    return (loss, Array(UnsafeBufferPointer(start: features.base, count: features.count)))
  }

  @Test func `norm and curvature equal those of single gradients`() throws {
    let tiny = TinyModel()
    tiny.prepared.refresh(frames: tiny.prepared.maxFrames, on: tiny.pool)
    let examples = Examples(tiny, [37, 30])
    let found = try probe(tiny, draws: 2, threads: 1).measure(examples, ids: ["a", "b"])
    for (position, id) in ["a", "b"].enumerated() {
      let x = tiny.input.rows(0..<examples.lengths[position])
      let (loss, here) = gradient(tiny, x)
      #expect(found[position].loss == Double(loss))
      let norm = here.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      #expect(abs(found[position].inputGradientNorm! - norm) < 1e-6 * norm)
      var (curvature, trace, size) = (0.0, 0.0, 0.0)
      for draw in 0..<2 {
        var stream = Seed(short: 3).stream("trace/curvature/\(id)/\(draw)")
        var words: [UInt64] = []
        for _ in 0...(here.count / 64) { words.append(stream.next()) }
        let moved = Buffer(here.count)
        for index in here.indices {
          let isPositive = words[index / 64] >> UInt64(index % 64) & 1 == 1
          moved.base[index] = x.base[index] + (isPositive ? 1e-3 : -1e-3)
        }
        let (_, there) = gradient(
          tiny, Matrix(moved.base, rows: x.rows, columns: x.columns))
        curvature += zip(here, there).reduce(0.0) { sum, pair in
          sum + Double(pair.1 - pair.0) * Double(pair.1 - pair.0)
        }.squareRoot()
        for index in here.indices {
          let isPositive = words[index / 64] >> UInt64(index % 64) & 1 == 1
          let change = Double(there[index] - here[index])
          trace += isPositive ? change : -change
          size += abs(change)
        }
      }
      curvature /= 2
      // The mean of v'Hv, which is the trace of the Hessian on average; either sign is possible.
      #expect(abs(found[position].hessianTrace! - trace / 2e-3) < 1e-6 * size / 2e-3)
      #expect(abs(found[position].curvature! - curvature) < 1e-5 * curvature)
      #expect(curvature > 0)
    }
  }

  @Test func `results depend neither on threads nor on the other utterances`() throws {
    let tiny = TinyModel()
    let ids = ["a", "b", "c", "d"]
    let one = try probe(tiny, draws: 2, threads: 1)
      .measure(Examples(tiny, [37, 20, 37, 31]), ids: ids)
    let two = try probe(tiny, draws: 2, threads: 2)
      .measure(Examples(tiny, [37, 20, 37, 31]), ids: ids)
    #expect(one == two)
    // Equal sound under another id has other signs.
    #expect(one[0].loss == one[2].loss && one[0].curvature != one[2].curvature)
    let last = try probe(tiny, draws: 2, threads: 1).measure(Examples(tiny, [31]), ids: ["d"])
    #expect(last[0] == one[3])
    let other = try probe(tiny, draws: 2, threads: 1, seed: 4)
      .measure(Examples(tiny, [31]), ids: ["d"])
    #expect(other[0].curvature != one[3].curvature)
  }

  @Test func `a text that does not fit has a transcript and no loss`() throws {
    let tiny = TinyModel()
    let found = try probe(tiny, draws: 1, threads: 1).measure(Examples(tiny, [6]), ids: ["a"])
    #expect(found[0].loss == nil && found[0].curvature == nil && found[0].worstToken == nil)
  }
}
