/// A number that is enough while the next smaller one is not; `nil` if none up to `most` is enough.
///
/// Doubling, then bisection: it finds the smallest such number if `isEnough` is monotone, and else
/// one of several.
/// - Precondition: 0 <= least <= most.
package func smallestCount(
  from least: Int, most: Int, where isEnough: (Int) -> Bool
) -> Int? {
  precondition(0 <= least && least <= most, "no number from \(least) to \(most)")
  var (low, high) = (least - 1, least)
  while !isEnough(high) {
    if high == most { return nil }
    (low, high) = (high, min(max(1, 2 * high), most))
  }
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if isEnough(middle) { high = middle } else { low = middle }
  }
  return high
}
