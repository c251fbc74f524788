import Demonstration
import Files

/// The command line of each step: what `commands.sh` lists, and what `DemoRunner` parses and runs.
extension DemoStep {
  /// The arguments after `asr-audit`; nil for a directory or a file.
  package var arguments: [String]? {
    switch self {
    case .makeDirectory, .write: nil
    case .makeCorpus(let step): step.arguments
    case .inject(let step): step.arguments
    case .train(let step): step.arguments
    case .transcribe(let step): step.arguments
    case .score(let step): step.arguments
    case .rank(let step): step.arguments
    case .trace(let step): step.arguments
    case .subsets(let step): step.arguments
    case .membership(let step): step.arguments
    }
  }

  /// The step as a line, or a here-document, for a POSIX shell.
  package var shell: String {
    switch self {
    case .makeDirectory(let path): "mkdir -p \(quoted(path))"
    case .write(let path, let text): "cat > \(quoted(path)) << 'END'\n\(text)END"
    default: (["asr-audit"] + (arguments ?? []).map(quoted)).joined(separator: " ")
    }
  }
}

extension CorpusStep {
  fileprivate var arguments: [String] {
    [
      "demo", "corpus", "--output", output, "--training", "\(training)", "--dev", "\(dev)",
      "--seed", "\(seed)",
    ] + voice.options
  }
}

extension InjectStep {
  fileprivate var arguments: [String] {
    ["inject", "--manifest", manifest, "--output", output, "--seed", "\(seed)"]
      // The demonstration trains the models itself, so it needs no evidence of their training.
      + design.options + ["--tracers", "0", "--training-evidence", "assumed"] + [
        "--frame-rate", "25", "--tokenizer", "words", "--gate", gate,
      ]
      + (vocabulary.map { ["--vocabulary", $0] } ?? ["--units", "digits"]) + voice.options
  }
}

extension DemoDesign {
  fileprivate var options: [String] {
    option("--speeds", speeds.map { $0.map(trimmed).joined(separator: ",") })
      + option("--repetitions", repetitions.map { $0.map(String.init).joined(separator: ",") })
      + ["--coins", "\(coins)", "--blocks", "\(blocks)"]
      + option("--allocation", allocation.map { $0.map(String.init).joined(separator: ",") })
      + option("--words", length.map(String.init))
      + option("--check-utterances", checkUtterances.map(String.init))
      + ["--max-share", trimmed(maxShare)]
  }
}

extension TrainStep {
  fileprivate var arguments: [String] {
    ["train", "--manifest", manifest, "--config", recipe, "--output", output]
      + option("--init", start) + option("--ledger", ledger) + clipping.options
      + option("--threads", threads.map(String.init))
  }
}

extension TranscribeStep {
  fileprivate var arguments: [String] {
    ["transcribe", "--checkpoint", checkpoint, "--manifest", manifest, "--output", output]
      + option("--threads", threads.map(String.init)) + (hasLosses ? ["--loss"] : [])
  }
}

extension ScoreStep {
  fileprivate var arguments: [String] {
    ["score", "--ledger", ledger, "--transcripts", transcripts]
      + (hasLosses ? ["--loss-column", "ctc_loss"] : []) + ["--output", output]
  }
}

extension RankStep {
  fileprivate var arguments: [String] {
    ["rank", "--manifest", manifest, "--recipe", recipe, "--plant", "\(planted)"]
      + ["--seed", "\(seed)", "--output", output] + option("--threads", threads.map(String.init))
  }
}

extension TraceStep {
  fileprivate var arguments: [String] {
    ["trace", "--checkpoint", checkpoint, "--manifest", manifest, "--output", output]
      + option("--threads", threads.map(String.init))
  }
}

extension SubsetsStep {
  fileprivate var arguments: [String] {
    ["subsets", "--manifest", manifest, "--ledger", ledger, "--common", common]
      + ["--recipe", recipe, "--init", start, "--models", "\(models)"]
      + ["--repetitions", "\(repetitions)", "--output", output]
      + option("--threads", threads.map(String.init))
  }
}

extension MembershipStep {
  fileprivate var arguments: [String] {
    ["membership", "--ledger", ledger, "--target", target, "--references", references]
      + ["--output", output]
  }
}

extension DemoVoice {
  fileprivate var options: [String] {
    switch self {
    case .flite(let name): ["--voices", name]
    case .wordBank(let path): ["--word-bank", path]
    }
  }
}

extension DemoClipping {
  fileprivate var options: [String] {
    let cores = ["--virtual-cores", "\(Self.cores)"]
    return switch self {
    case .none: []
    case .perExample(let norm): ["--clip", "per-example", "--max-grad-norm", trimmed(norm)]
    case .perCore(let norm): ["--clip", "per-core"] + cores + ["--max-grad-norm", trimmed(norm)]
    case .adaptivePerCore: ["--clip", "adaptive-per-core"] + cores
    }
  }
}

private func option(_ name: String, _ value: String?) -> [String] {
  value.map { [name, $0] } ?? []
}

/// Quotes an argument for a POSIX shell, if it needs quotes.
private func quoted(_ argument: String) -> String {
  let plain = argument.unicodeScalars.allSatisfy {
    $0.isASCII
      && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
        || "-_./=,:".unicodeScalars.contains($0))
  }
  if plain, !argument.isEmpty { return argument }
  return "'" + argument.replacing("'", with: "'\\''") + "'"
}
