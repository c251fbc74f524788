/// The arithmetic mean. NaN for no values.
package func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
