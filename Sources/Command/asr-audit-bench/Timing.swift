import Foundation
import KernelInterface
import Kernels

func secondsOn(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

/// The processor time of this thread, on which other programs have little influence.
private func threadSeconds() -> Double { secondsOn(CLOCK_THREAD_CPUTIME_ID) }

private func seconds(_ runs: Int, _ body: () -> Void) -> Double {
  let start = threadSeconds()
  for _ in 0..<runs { body() }
  return threadSeconds() - start
}

/// Returns the median seconds of one run of each body. The bodies take turns, so that temporary
/// load affects all of them.
/// - Parameter total: the number of seconds for each body.
func medianSeconds(_ bodies: [() -> Void], total: Double) -> [Double] {
  // About twenty samples, each much longer than reading the clock.
  let sample = min(total / 20, 2e-3)
  let runs = bodies.map { body -> Int in
    body()
    var count = 1
    while seconds(count, body) < sample / 2 && count < 1 << 30 { count *= 2 }
    return count
  }
  var samples = bodies.map { _ in [Double]() }
  let start = threadSeconds()
  repeat {
    for (i, body) in bodies.enumerated() {
      samples[i].append(seconds(runs[i], body) / Double(runs[i]))
    }
  } while threadSeconds() - start < total * Double(bodies.count)
  return samples.map { $0.sorted()[$0.count / 2] }
}

/// The peak rates of this machine.
struct MachineCeilings {
  private let flops: [Double]
  private let seconds: Double
  private var bandwidths: [Int: Double] = [:]

  init(_ kernels: [any KernelSet.Type], seconds: Double) {
    self.seconds = seconds
    let rounds = 10_000
    let times = medianSeconds(
      kernels.map { set in { _ = set.peak(rounds: rounds) } }, total: seconds)
    flops = zip(kernels, times).map { Double($0.peakFlops * rounds) / $1 }
  }

  /// The peak rate for a kind of work, in work per second.
  /// - Parameter set: the index of the kernel set.
  mutating func rate(for work: Work, set: Int) -> Double {
    switch work {
    case .flops: flops[set]
    case .bytes(let bytes): bandwidth(bytes)
    }
  }

  /// The bytes read and written per second by a copy that reads and writes `bytes` in total.
  private mutating func bandwidth(_ bytes: Int) -> Double {
    if let known = bandwidths[bytes] { return known }
    let count = (bytes + 7) / 8
    let source = Buffer(count, all: 1)
    let target = Buffer(count)
    let time = medianSeconds([{ memcpy(target.base, source.base, 4 * count) }], total: seconds)[0]
    let rate = Double(bytes) / time
    bandwidths[bytes] = rate
    return rate
  }
}
