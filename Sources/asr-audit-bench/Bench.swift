import Files
import Glibc
import KernelInterface
import Kernels
import Randomness
import Recognizer

func now() -> Double { var t = timespec(); clock_gettime(CLOCK_MONOTONIC, &t); return Double(t.tv_sec) + 1e-9 * Double(t.tv_nsec) }

final class RandomBatch: BatchSource, @unchecked Sendable {
  var items: [(Buffer, Int, [Int32])] = []
  let mel: Int
  init(seconds: [Double], mel: Int, symbols: Int, cps: Double) {
    self.mel = mel
    var s = Seed(short: 3).stream("x")
    for sec in seconds {
      let f = Int(sec * 100) - 2
      let b = Buffer(f * mel)
      for i in 0..<b.count { b.base[i] = Float(s.unit() * 2 - 1) }
      items.append((b, f, (0..<Int(sec * cps)).map { _ in Int32(1 + s.below(symbols - 1)) }))
    }
  }
  var count: Int { items.count }
  func frames(_ p: Int) -> Int { items[p].1 }
  func load(_ p: Int, thread: Int) throws(Problem) -> LoadedExample {
    let (b, f, t) = items[p]
    return t.withUnsafeBufferPointer { LoadedExample(features: Matrix(b.base, rows: f, columns: mel), targets: $0.baseAddress!, length: t.count) }
  }
}
@main struct Bench {
  static func main() throws {
    let big = CommandLine.arguments.contains("big")
    let threads = CommandLine.arguments.contains("2") ? 2 : 1
    let a = Architecture(melBins: 80, subsampling: 4, width: big ? 256 : 96, blocks: big ? 6 : 4, heads: 4, taps: 15, expansion: 4, symbols: 256)
    let model = Conformer(a, kernels: ISA.best.kernels)
    let mixed = (0..<16).map { 2 + 10 * Double($0) / 15 }
    for (name, secs) in [("mixed", mixed), ("equal", Array(repeating: 7, count: 16))] {
    for clip in [Clipping.none, .perExample(bound: 1), .perCore(bound: 1, cores: 4)] {
      let pool = WorkerPool(threads: threads)
      let batch = RandomBatch(seconds: secs, mel: 80, symbols: 256, cps: 5)
      let frames = batch.items.map { a.outputFrames($0.1) }
      let prepared = PreparedWeights(model, maxFrames: frames.max()!, threads: threads)
      model.layout.initialize(prepared.values, seed: Seed(short: 1))
      let g = BatchGradient(model, clipping: clip, lanes: 4, pool: pool)
      let opt = Optimizer(.adamW(beta1: 0.9, beta2: 0.98, epsilon: 1e-9, decay: 0), count: model.layout.count, kernels: model.kernels)
      var times: [Double] = []
      var loss = 0.0
      for step in 1...(big ? 4 : 8) {
        let t = now()
        prepared.refresh(frames: frames.max()!, on: pool)
        let o = try g.compute(batch, prepared.weights)
        opt.move(prepared.values.base, along: g.gradient, rate: 1e-4, step: step, on: pool)
        times.append(now() - t); loss = o.loss
      }
      times.sort()
      let total = frames.reduce(0, +)
      let flops = 6 * Double(model.layout.count) * Double(total)
      print(name, clip, "params", model.layout.count, "frames", total, "median ms", times[times.count / 2] * 1e3, "min", times[0] * 1e3, "GF/s of weight products", flops / times[0] * 1e-9, "loss", loss)
    }}
  }
}
