import KernelInterface

extension KernelImplementation {
  @inline(never) package static func dropout(
    _ count: Int, key: UInt64, threshold: UInt32, scale: Float, _ x: Floats,
    into y: MutableFloats
  ) {
    let mixedKey = mixed(key)
    let bound = Unsigned(repeating: threshold)
    var i = 0
    while i &+ lanes <= count {
      let kept = hash(mixedKey, from: i) .>= bound
      store(all(0).replacing(with: all(scale) * load(x + i), where: kept), y + i)
      i &+= lanes
    }
    let rest = count &- i
    if rest > 0 {
      let kept = hash(mixedKey, from: i) .>= bound
      let scaled = all(scale) * loadPartial(x + i, rest)
      storePartial(all(0).replacing(with: scaled, where: kept), y + i, rest)
    }
  }
}

/// Returns hash(key, i) for one vector of i, from `start` on: the finaliser "lowbias32" (Wellons
/// 2018, hash-prospector). The low half of the mixed key is added before it and the high half in
/// its middle.
@inline(always) private func hash(_ mixedKey: UInt64, from start: Int) -> Unsigned {
  let low = UInt32(truncatingIfNeeded: mixedKey)
  let high = UInt32(truncatingIfNeeded: mixedKey &>> 32)
  let first = UInt32(truncatingIfNeeded: start) &+ low
  var h = unsafeBitCast(laneNumbers, to: Unsigned.self) &+ Unsigned(repeating: first)
  h = (h ^ (h &>> 16)) &* Unsigned(repeating: 0x7feb_352d)
  h ^= Unsigned(repeating: high)
  h = (h ^ (h &>> 15)) &* Unsigned(repeating: 0x846c_a68b)
  return h ^ (h &>> 16)
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014). Without it, keys that differ in one
/// bit would give correlated choices.
@inline(always) private func mixed(_ key: UInt64) -> UInt64 {
  var z = key &+ 0x9e37_79b9_7f4a_7c15
  z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z &>> 31)
}
