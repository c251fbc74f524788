import Files
import Foundation
import Scoring
import Testing

@Suite struct CalendarDateTests {
  @Test(arguments: ["2026-12-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
  func `a day is unchanged by parsing and printing`(text: String) throws {
    let day = try #require(CalendarDate(text))
    #expect("\(day)" == text)
    #expect(
      try JSONCoding.decoded([CalendarDate].self, from: JSONCoding.encoded([day], pretty: false))
        == [day])
  }

  @Test(arguments: [
    "", "2026", "2026-1-01", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "2025-02-29",
    "1900-02-29", "26-12-31", "2026-12-31T00:00", "2026/12/31", "-026-12-31", "+026-12-31",
    "２０２６-12-31", "2026-12-3１", "0000-01-01",
  ])
  func `a text that is not a day is refused`(text: String) {
    #expect(CalendarDate(text) == nil)
    #expect(throws: Problem.self) {
      try JSONCoding.decoded([CalendarDate].self, from: Array("[\"\(text)\"]".utf8))
    }
  }

  /// The reference is Foundation's calendar, through 1900, which is no leap year, and 2000, which
  /// is.
  @Test func `every day of Foundation's calendar is valid and in order`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    var date = calendar.date(from: DateComponents(year: 1899, month: 12, day: 25))!
    var before: CalendarDate?
    for _ in 0..<40_000 {
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let day = try #require(
        CalendarDate(year: parts.year!, month: parts.month!, day: parts.day!))
      if let before { #expect(before < day) }
      before = day
      date = calendar.date(byAdding: .day, value: 1, to: date)!
    }
  }
}
