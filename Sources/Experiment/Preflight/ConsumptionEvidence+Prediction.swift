import AuditModel
import Profiles

extension ConsumptionEvidence.Prediction {
  init(_ outcome: Survival.Outcome) {
    switch outcome {
    case .survives: self = .survives
    case .dropped: self = .dropped
    case .atRisk: self = .atRisk
    case .unknown: self = .unknown
    }
  }
}
