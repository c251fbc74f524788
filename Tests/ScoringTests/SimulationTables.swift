import AuditSamples
import Foundation
import Testing

/// Prints tables of simulated audits: `ASR_AUDIT_SIMULATION=1000 swift test --filter SimulationTables`,
/// with the number of audits for each row. Without the variable the suite is skipped.
@Suite struct SimulationTables {
  private let runs = ProcessInfo.processInfo.environment["ASR_AUDIT_SIMULATION"].flatMap { Int($0) }

  private func table(_ name: String, _ lines: [String]) {
    if runs != nil { print(([name] + lines).joined(separator: "\n")) }
    let columns = lines[0].split(separator: "|").count
    #expect(lines.count > 1 && lines.allSatisfy { $0.split(separator: "|").count == columns })
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ASR_AUDIT_SIMULATION"] != nil))
  func `models without memorization`() throws {
    table("Null calibration", try Simulation(runs: runs ?? 10).nullCalibration())
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ASR_AUDIT_SIMULATION"] != nil))
  func `power beside the plan`() throws {
    table("Power", try Simulation(runs: runs ?? 10).power())
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ASR_AUDIT_SIMULATION"] != nil))
  func `bounds of epsilon`() throws {
    table("Epsilon", try Simulation(runs: runs ?? 10).epsilon())
  }
}
