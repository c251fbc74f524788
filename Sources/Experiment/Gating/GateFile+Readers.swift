import Files
import Settings

extension GateFile {
  static func tiers(_ value: SettingsValue) throws(Problem) -> [Int] {
    try value.distinct(
      "different numbers from 1, such as [1, 2]", SettingsValue.integer, where: { $0 >= 1 })
  }

  static func speeds(_ value: SettingsValue) throws(Problem) -> [Double] {
    try value.distinct(
      "different speeds, such as [1.5, 2]", SettingsValue.finiteNumber, where: { $0 > 0 })
  }
}
