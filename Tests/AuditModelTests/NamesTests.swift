import AuditModel
import Randomness
import TestSupport
import Testing

@Suite struct NamesTests {
  private let names = Names(seed: Seed(short: 1))

  @Test func `a name is twenty hexadecimal digits`() {
    let digits = Set("0123456789abcdef")
    for purpose in ["probe 1 a", "train 1 0 a", ""] {
      let name = names.name(purpose)
      #expect(name.count == 20)
      #expect(name.allSatisfy(digits.contains))
    }
  }

  @Test func `names are distinct and reproducible`() {
    let all = (0..<20_000).map { names.name("probe \($0)") }
    #expect(Set(all).count == all.count)
    #expect(names.name("probe 7") == all[7])
  }

  @Test func `every digit is equally likely at every place`() {
    var counts = Array(repeating: [Character: Int](), count: 20)
    for number in 0..<4_000 {
      for (place, digit) in names.name("train \(number)").enumerated() {
        counts[place][digit, default: 0] += 1
      }
    }
    for place in counts { #expect(place.count == 16 && isUniform(Array(place.values))) }
  }

  @Test func `without the secret a name cannot be computed`() {
    #expect(Names(seed: Seed(short: 2)).name("probe 1 a") != names.name("probe 1 a"))
  }

  @Test func `a speaker is a letter and eight digits, the same for one voice`() {
    #expect(names.speaker("slt").count == 9)
    #expect(names.speaker("slt").first == "u")
    #expect(names.speaker("slt") == names.speaker("slt"))
    #expect(names.speaker("slt") != names.speaker("rms"))
  }
}
