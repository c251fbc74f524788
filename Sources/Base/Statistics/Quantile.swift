/// The quantile of ascending numbers, with linear interpolation (Hyndman and Fan 1996, type 7).
///
/// - Parameters:
///   - share: a number in 0...1.
///   - sorted: at least one number.
package func quantile(_ share: Double, ofAscending sorted: [Double]) -> Double {
  let place = share * Double(sorted.count - 1)
  let low = Int(place)
  let high = min(low + 1, sorted.count - 1)
  return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
}
