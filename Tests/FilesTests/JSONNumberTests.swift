import Files
import Randomness
import Testing

@Suite struct JSONNumberTests {
  private func number(_ text: String) throws -> Double {
    try scan(text) { scanner throws(JSONError) in try scanner.number() }
  }

  private func integer(_ text: String) throws -> Int {
    try scan(text) { scanner throws(JSONError) in try scanner.integer() }
  }

  /// Compares bit patterns with the standard library's result, which distinguishes 0 and -0.
  private func agrees(_ text: String) throws -> Bool {
    try number(text).bitPattern == Double(text)?.bitPattern
  }

  @Test(arguments: [
    "0", "-0", "0.0", "-0.0", "0.1", "1.25", "-123.456", "999999999999999", "1000000000000000",
    "9999999999999999", "0.00000000000001", "0.000000000000001", "9007199254740993",
    "0.30000000000000004", "1e22", "1e23", "1.7976931348623157e308", "5e-324", "1e-400",
    "2.2250738585072011e-308", "123456789012345678901234567890", "8.5e0", "-1E+2",
  ])
  func `a number is the nearest double`(text: String) throws {
    #expect(try agrees(text))
  }

  @Test func `random decimals are read as the standard library reads them`() throws {
    var random = Seed(short: 6).stream("decimals")
    for _ in 0..<40_000 {
      var text = random.coin() ? "-" : ""
      text += String(1 + random.below(9))
      for _ in 0..<random.below(17) { text += String(random.below(10)) }
      if random.below(4) > 0 {
        text += "."
        for _ in 0...random.below(17) { text += String(random.below(10)) }
      }
      if random.below(4) == 0 {
        text += random.pick(["e", "E", "e+", "e-"]) + String(random.below(320))
      }
      if Double(text)!.isFinite {
        #expect(try agrees(text), "\(text)")
      } else {
        #expect(throws: JSONError.self, "\(text)") { try number(text) }
      }
    }
  }

  @Test(arguments: ["1e309", "-1e309", "1.8e308", "1e999999999"])
  func `a number beyond the largest double is refused at its position`(text: String) {
    let error = #expect(throws: JSONError.self) { try number(" \(text)") }
    #expect(error?.offset == 1)
  }

  @Test func `random doubles survive writing and reading`() throws {
    var random = Seed(short: 7).stream("doubles")
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      var writer = JSONWriter()
      writer.number(value)
      let text = String(decoding: writer.bytes, as: UTF8.self)
      #expect(try number(text) == value, "\(text)")
    }
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("-17", -17), ("3.0", 3), ("1e3", 1000), ("2.50e1", 25),
    ("9007199254740993", 9_007_199_254_740_993), ("-9007199254740993", -9_007_199_254_740_993),
    ("9223372036854775807", .max), ("-9223372036854775808", .min),
  ])
  func `a whole number is read exactly`(text: String, expected: Int) throws {
    #expect(try integer(text) == expected)
  }

  @Test(arguments: ["1.5", "-0.1", "1e-1", "9223372036854775808", "1e30", "1e999"])
  func `a number that is not whole is refused at its position`(text: String) {
    let error = #expect(throws: JSONError.self) { try integer("  \(text)") }
    #expect(error?.offset == 2)
    #expect(error?.message.hasPrefix("expected a whole number, found ") == true)
  }

  @Test(arguments: ["-", "+1", ".5", "x", "01", "1.", "1e"])
  func `text that is not a number is refused`(text: String) {
    #expect(throws: JSONError.self) { try number(text) }
    #expect(throws: JSONError.self) { try integer(text) }
  }
}
