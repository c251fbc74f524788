/// The quantile of ascending numbers, between neighbours in a straight line (Hyndman and Fan 1996,
/// type 7).
///
/// - Parameters:
///   - share: 0...1.
///   - sorted: at least one.
package func quantile(_ share: Double, ofAscending sorted: [Double]) -> Double {
  let place = share * Double(sorted.count - 1)
  let low = Int(place)
  let high = min(low + 1, sorted.count - 1)
  return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
}

/// The median; nil without values.
package func median(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : quantile(0.5, ofAscending: values.sorted())
}
