import Files
import Randomness
import Testing

@Suite struct UTF8Tests {
  @Test(arguments: [
    ([], true), ([0x41], true), ([0x80], false), ([0xC3, 0xA9], true), ([0xC3], false),
    ([0xC0, 0x80], false), ([0xED, 0xA0, 0x80], false), ([0xF4, 0x8F, 0xBF, 0xBF], true),
    ([0xF4, 0x90, 0x80, 0x80], false), ([0xE0, 0x80, 0xAF], false), ([0xFF], false),
    ([0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x80], false),
    ([0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x80, 0x61], false),
  ])
  func `well-formed UTF-8 is recognised`(bytes: [UInt8], isUTF8: Bool) {
    #expect(bytes[...].isUTF8 == isUTF8)
    #expect((bytes[...].text != nil) == isUTF8)
  }

  @Test func `the result for random bytes equals the standard library's`() {
    var random = Seed(short: 4).stream("utf8")
    let pieces: [[UInt8]] = ["a", "é", "語", "🙂", "\u{0}", "\u{7F}"].map { Array($0.utf8) }
    var well = 0
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<random.below(24) { bytes += random.coin() ? pieces[0] : random.pick(pieces) }
      if random.coin(), !bytes.isEmpty {
        bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      // Every start, so that groups of eight bytes begin anywhere.
      let slice = bytes.dropFirst(random.below(9))
      let expected = String(validating: slice, as: UTF8.self) != nil
      #expect(slice.isUTF8 == expected, "\(Array(slice))")
      well += expected ? 1 : 0
    }
    #expect((5_000..<19_000).contains(well))
  }
}
