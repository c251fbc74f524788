import Files
import Injection

/// The length and the speed of canaries that `inject` chooses where no option states them.
struct CanaryChoice: Hashable {
  let words: Int
  let speed: Double

  static let standard = CanaryChoice(words: 7, speed: 2)

  /// The choices in the order in which they are tried: shorter canaries first, then faster ones.
  static let all = [2.0, 3].flatMap { speed in
    [7, 6, 5, 4].map { CanaryChoice(words: $0, speed: speed) }
  }
}

extension Inject {
  /// Plans the injection. With a profile, and where no option states the length or the speed, the
  /// first choice is taken whose canaries the recipe keeps.
  func planned(
    progress: InjectionProgress
  ) throws(Problem) -> (request: InjectionRequest, plan: InjectionPlan) {
    var failure: Problem?
    var tried: Set<CanaryChoice> = []
    for choice in choices where tried.insert(choice).inserted {
      let request = try request(choice)
      do throws(Problem) {
        let plan = try InjectionPlanner(request).plan(progress: progress)
        if let failure {
          diagnose(
            "chose \(choice.words) \(design.units.rawValue) at \(trimmed(choice.speed))x: "
              + failure.message)
        }
        return (request, plan)
      } catch {
        guard error.isAboutLength else { throw error }
        failure = failure ?? error
      }
    }
    throw failure ?? Problem(.preflight, "no canary fits")
  }

  private var choices: [CanaryChoice] {
    guard recipe.profile != nil else { return [.standard] }
    return CanaryChoice.all.map { choice in
      CanaryChoice(
        words: design.words == nil ? choice.words : CanaryChoice.standard.words,
        speed: design.speeds == nil ? choice.speed : CanaryChoice.standard.speed)
    }
  }
}

extension Problem {
  /// True if shorter or faster canaries could solve the problem.
  fileprivate var isAboutLength: Bool {
    switch cause as? InjectionProblem {
    case .textsDoNotFit, .tooLong: true
    default: false
    }
  }
}
