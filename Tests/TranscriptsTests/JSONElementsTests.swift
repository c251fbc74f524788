import Files
import Foundation
import Testing
import Transcripts

/// The elements of arrays equal those of Foundation's parser.
@Suite struct JSONElementsTests {
  private func elements(_ text: String) throws -> [(line: Int, text: String)] {
    let file = try TemporaryFile(text.utf8, named: "array")
    var elements = JSONElements(try TranscriptLines(file.path))
    var found: [(line: Int, text: String)] = []
    while let element = try elements.next() {
      found.append((element.number, String(decoding: element.bytes, as: UTF8.self)))
    }
    return found
  }

  private var objects: [[String: Any]] {
    (0..<40).map { number in
      [
        "id": "c\(number)", "text": "a \"b\" ] } , \\ [ { é", "list": [1, [2, "]"], ["k": "}"]],
        "number": number, "null": NSNull(), "empty": [], "object": [:],
      ]
    }
  }

  @Test(
    arguments: [[], [.prettyPrinted], [.sortedKeys, .prettyPrinted]]
      as [JSONSerialization.WritingOptions])
  func `elements of an array are found however it is written`(
    _ options: JSONSerialization.WritingOptions
  ) throws {
    let data = try JSONSerialization.data(withJSONObject: objects, options: options)
    let found = try elements(String(decoding: data, as: UTF8.self))
    #expect(found.count == objects.count)
    for (element, object) in zip(found, objects) {
      let parsed = try JSONSerialization.jsonObject(with: Data(element.text.utf8))
      #expect(parsed as? NSDictionary == object as NSDictionary)
    }
  }

  @Test func `objects in sequence are found with their lines`() throws {
    let found = try elements("{\"a\": 1}\n\n{\n\"b\": 2}\n{\"c\":\n3} {\"d\": 4}")
    #expect(found.map(\.line) == [1, 3, 5, 6])
    #expect(found.map(\.text) == ["{\"a\": 1}", "{\n\"b\": 2}", "{\"c\":\n3}", "{\"d\": 4}"])
  }

  @Test func `scalars are elements too`() throws {
    #expect(
      try elements("[1, \"a,]\", null,true ,\n2]").map(\.text) == [
        "1", "\"a,]\"", "null", "true ", "2",
      ])
  }

  @Test(arguments: ["[", "[1", "[1,", "[{", "[{\"a\": \"b\n\"}]", "[1] 2"])
  func `damaged arrays are refused`(_ text: String) throws {
    #expect(throws: Problem.self) { try elements(text) }
  }
}
