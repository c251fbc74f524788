extension Design {
  /// The voice of the fixed block, coin or tracer with this number, among so many voices.
  ///
  /// Coins and tracers take the voices of the fixed blocks in turn, so that every voice has the same
  /// share of the coins as of the blocks. Tiers and controls then have the same mix of voices,
  /// although the controls come from both: with six blocks and four voices, two voices have two
  /// blocks and twice as many coins. If coins went to all voices equally, a gap between a tier and
  /// the controls would contain a difference between voices.
  func voice(ofTurn turn: Int, voices: Int) -> Int {
    (blocks > 0 ? turn % blocks : turn) % voices
  }

  /// The number of each voice's items at one speed, if so many coins, tracers or fixed blocks take
  /// turns.
  func itemsOfVoices(_ items: Int, voices: Int) -> [Int] {
    let turns = min(items, blocks > 0 ? blocks : voices)
    var counts = Array(repeating: 0, count: voices)
    for turn in 0..<turns {
      counts[voice(ofTurn: turn, voices: voices)] += (items - turn + turns - 1) / turns
    }
    return counts
  }

  /// The number of coins of each voice at one speed, without the voices that have none.
  func coins(voices: Int) -> [Int] {
    itemsOfVoices(coins, voices: voices).filter { $0 > 0 }
  }
}
