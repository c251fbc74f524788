import AuditModel
import Files
import Gating

/// The gate file in the working directory that is used if no other is named.
let defaultGateFile = "asr-audit.yml"

/// Returns the limits for a future audit: those of a gate file, or the standard limits.
/// - Parameter check: checks a limit. Its errors get the line of the limit in the file.
func gateLimits(
  _ gate: GateFile?, _ check: (GateLimit) throws(Problem) -> Void
) throws(Problem) -> [GateLimit] {
  // A file that limits analyses only leaves the limits on the report as they are.
  guard let gate, !gate.limits.isEmpty || gate.analysisLimits.isEmpty else {
    return GateLimit.standard
  }
  try gate.eachLimit(check)
  return gate.limits
}

/// The gate file with this path, else the default gate file, if it exists.
func gateFile(_ path: String?) throws(Problem) -> GateFile? {
  let file = path ?? (fileExists(defaultGateFile) ? defaultGateFile : nil)
  return try file.map { path throws(Problem) in try GateFile.read(path) }
}
