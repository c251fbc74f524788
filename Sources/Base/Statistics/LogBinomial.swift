import RealModule

/// log C(n, k), for 0 <= k <= n. The absolute error is about 2⁻⁵²·n·log(n).
func logBinomial(_ n: Int, _ k: Int) -> Double {
  precondition(0 <= k && k <= n, "\(k) of \(n)")
  return .logGamma(Double(n + 1)) - .logGamma(Double(k + 1)) - .logGamma(Double(n - k + 1))
}
