package enum CommonWords {
  package static let all: [String] = (0..<300).map { "word\($0)" }
}
