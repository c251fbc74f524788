import RealModule

/// The number of samples after which a text comes out of a model with at least an even chance, from the
/// loss of the text: a negative log-likelihood −ln P(text | audio) in nats, as CTC's loss is.
///
/// Each sample is the text with probability p = e^−loss, so the number is the smallest n with
/// 1 − (1 − p)^n ≥ ½, which is ⌈ln ½ / ln(1 − p)⌉ (probabilistic extraction, Hayes et al. 2024, arXiv
/// 2410.19482).
package func samplesForEvenChance(loss: Double) -> Double {
  let probability = Double.exp(-loss)
  guard probability < 0.5 else { return 1 }
  return (Double.log(0.5) / .log(onePlus: -probability)).rounded(.up)
}
