import Platform
import Randomness

/// The factor of the samples that changes their level by `decibels`.
func amplitude(decibels: Double) -> Double { pow(10, decibels / 20) }

/// Independent samples of a normal distribution with mean 0 and variance 1 (Box and Muller 1958).
func gaussianNoise(_ count: Int, from random: inout RandomStream) -> [Float] {
  var noise: [Float] = []
  noise.reserveCapacity(count + 1)
  while noise.count < count {
    // 1 − u is above 0, so that the logarithm is finite.
    let radius = (-2 * log(1 - random.unit())).squareRoot()
    let angle = 2 * Double.pi * random.unit()
    noise.append(Float(radius * cos(angle)))
    noise.append(Float(radius * sin(angle)))
  }
  return Array(noise.prefix(count))
}
