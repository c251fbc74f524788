import CBuild
import Kernels

/// The version of this program, which reports and ledgers record. Scripts/package reads this line.
let toolVersion = "0.9.0"

/// The output of `--version`: version, commit (if the build recorded it) and the instruction set of
/// the kernels on this processor.
let versionLine: String = {
  let commit = unsafe String(cString: asr_audit_commit)
  let details = (commit.isEmpty ? [] : ["commit \(commit)"]) + ["\(ISA.best)"]
  return "asr-audit \(toolVersion) (\(details.joined(separator: ", ")))"
}()
