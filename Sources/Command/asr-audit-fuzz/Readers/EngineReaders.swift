import Demonstration
import Files
import KernelInterface
import Kernels
import Recognizer
import RecognizerRuns
import Speech

/// Readers of the recogniser: audio, recipes, models and logs.
let engineReaders = [
  Reader(name: "audio", structure: .binary) { bytes, files throws(Problem) in
    let path = files.write(bytes)
    let header = try AudioFile.header(of: path)
    require(header.sampleRate > 0 && header.channels > 0, "a header has no rate or no channel")
    let whole = try AudioFile.read(path)
    require(whole.samples.allSatisfy(\.isFinite), "a sample is not finite")
    let part = try AudioFile.read(path) { header in header.frames / 3..<header.frames / 2 }
    require(part.samples.count <= whole.samples.count, "a part is longer than the file")
  },
  Reader(name: "word-bank") { bytes, files throws(Problem) in
    _ = try WordBank(files.writeSections(bytes))
  },
  Reader(name: "recipe") { bytes, files throws(Problem) in
    let path = files.write(bytes)
    let configuration = try ConfigurationFile.read(path)
    try configuration.validate()
    _ = try ConfigurationFile.read(path, clip: .perExample)
  },
  Reader(name: "model", structure: .safetensors) { bytes, files throws(Problem) in
    let description = try ModelFile.open(files.write(bytes))
    let model = Conformer(description.architecture, kernels: ISA.base.kernels)
    require(
      model.layout.count * 4 <= bytes.count,
      "the model has \(model.layout.count) parameters in \(bytes.count) bytes")
    let values = Buffer(model.layout.count)
    try model.readWeights(description.file, into: values)
    if let ids = try? description.tokenizer.encode("seven red apples") {
      _ = description.tokenizer.decode(ids)
      _ = Tokenizer.framesNeeded(ids)
    }
  },
  Reader(name: "training-state", structure: .safetensors) { bytes, files throws(Problem) in
    let file = try SafetensorsFile(files.write(bytes))
    _ = try TrainingStateFile.run(of: file)
    for tensor in file.tensors where tensor.type == .float32 {
      _ = try file.values(of: tensor.name, as: Float.self)
    }
  },
  Reader(name: "training-log") { bytes, files throws(Problem) in
    let entries = try TrainingLogEntry.all(in: files.write(bytes))
    for entry in entries { _ = entry.line(clips: true) }
  },
  Reader(name: "timings") { bytes, files throws(Problem) in
    for timing in try StepTiming.all(in: files.write(bytes)) { _ = timing.line }
  },
  Reader(name: "voice-command", namesFile: false) { bytes, _ throws(Problem) in
    let template = try CommandTemplate(String(decoding: bytes, as: UTF8.self))
    _ = template.filled(["text": "seven {out}", "out": "/tmp/a.wav"])
  },
]
