import Foundation
import Randomness

/// Feeds inputs to one reader of the program until a time limit: `asr-audit-fuzz READER [OPTION…]
/// [CORPUS…]`. The options are those of libFuzzer. `asr-audit-fuzz list` prints the readers, and
/// `asr-audit-fuzz samples DIRECTORY` writes inputs for the reader of audio.
@main enum Fuzz {
  /// libFuzzer calls C functions without a context, so the reader and its files are global. libFuzzer
  /// uses one thread.
  nonisolated(unsafe) static var reader = Reader.all[0]
  nonisolated(unsafe) static var files = ScratchFiles()

  static func main() {
    let arguments = CommandLine.arguments
    if arguments.dropFirst() == ["list"] {
      print(Reader.all.map(\.name).joined(separator: "\n"))
      exit(0)
    }
    if arguments.count == 3, arguments[1] == "samples" {
      writeAudioSamples(to: arguments[2])
      exit(0)
    }
    guard arguments.count > 1, let chosen = Reader.all.first(where: { $0.name == arguments[1] })
    else {
      let usage = "usage: asr-audit-fuzz READER [OPTION…] [CORPUS…]\n"
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    reader = chosen
    // libFuzzer keeps the array for the life of the process.
    var list = ([arguments[0]] + arguments.dropFirst(2)).map { strdup($0) } + [nil]
    var count = Int32(list.count - 1)
    let status = list.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress!
      return runDriver(&count, &start) { bytes, size in
        Fuzz.reader.test(Array(UnsafeBufferPointer(start: bytes, count: size)), Fuzz.files)
        return 0
      }
    }
    exit(status)
  }
}

// MARK: - libFuzzer

// The declarations are those of FuzzerInterface.h in LLVM's compiler-rt.

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

@_silgen_name("LLVMFuzzerMutate")
private func defaultMutation(
  _ bytes: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int
) -> Int

/// Changes an input in place: half of the time by libFuzzer's own mutations, which know the values
/// that the program compared the input with, else by the structure of the reader's format.
/// - Parameter limit: the room at `bytes`.
/// - Returns: the new size.
@_cdecl("LLVMFuzzerCustomMutator")
func mutate(_ bytes: UnsafeMutablePointer<UInt8>, _ size: Int, _ limit: Int, _ seed: UInt32) -> Int
{
  var random = SplitMix(key: UInt64(seed))
  guard Bool.random(using: &random) else { return defaultMutation(bytes, size, limit) }
  let input = Array(UnsafeBufferPointer(start: bytes, count: size))
  let output = Fuzz.reader.structure.mutated(input, limit: limit, using: &random).prefix(limit)
  for (index, byte) in output.enumerated() { bytes[index] = byte }
  return output.count
}
