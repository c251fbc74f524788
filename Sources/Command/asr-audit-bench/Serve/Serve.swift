import ArgumentParser
import Foundation
import Kernels

/// The server that Scripts/benchmark engine compares with other programs.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves timing requests on standard input, one JSON object per line.",
    discussion: """
      Scripts/benchmark engine sends the requests; Scripts/benchmarks/engine.py documents them and \
      the answers. The answer to a request that cannot be served is {"error": "…"}.
      """)

  @Option(help: "The largest number of threads of any request.")
  var threads = 1

  func validate() throws {
    guard (1...1_024).contains(threads) else {
      throw ValidationError("'--threads' must be 1 to 1024, not \(threads).")
    }
  }

  func run() throws {
    let session = Session(isa: try ISA.requested().last!, threads: threads)
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    while let line = readLine() {
      let answer: any Encodable
      do {
        answer = try request(from: line).answer(in: session)
      } catch {
        answer = Refusal(error: "\(error)")
      }
      FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
    }
  }
}

/// A request: one line of standard input.
protocol Request: Decodable {
  associatedtype Answer: Encodable
  func answer(in session: Session) throws -> Answer
}

private struct Refusal: Encodable {
  let error: String
}

/// The kind of a request, its "op".
private enum Operation: String, Decodable {
  case gemm, ctc, open, step, transcribe
  case multiplyAdd = "multiply_add"
  case editDistance = "edit_distance"

  var request: any Request.Type {
    switch self {
    case .gemm: ProductRequest.self
    case .ctc: CTCRequest.self
    case .open: OpenRequest.self
    case .step: StepRequest.self
    case .transcribe: TranscribeRequest.self
    case .multiplyAdd: MultiplyAddRequest.self
    case .editDistance: EditDistanceRequest.self
    }
  }
}

private func request(from line: String) throws -> any Request {
  struct Envelope: Decodable { let op: Operation }
  let (decoder, data) = (JSONDecoder(), Data(line.utf8))
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(decoder.decode(Envelope.self, from: data).op.request, from: data)
}
