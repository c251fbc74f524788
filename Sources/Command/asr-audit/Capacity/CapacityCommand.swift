import ArgumentParser

struct CapacityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capacity",
    abstract: "Measures how many canaries a recipe memorises.",
    discussion: """
      Trains the embedded recogniser on more and more canaries of an existing audit, each repeated \
      equally often, and compares exact transcripts of these canaries with those of the controls. The \
      effective memorization size EMM (Gu et al. 2025) is the largest number of canaries for which the \
      rate of the trained canaries minus that of the controls is at least 1 − tolerance. It ends where \
      the model cannot hold more canaries, or where it also recognises the controls because it has \
      learnt such speech. With --texts shuffled, each canary is trained with the text of another one: \
      sound then says nothing about the text, and only memorization writes it.

      An audit made with 'inject --repetitions 1 --blocks 0' has many canaries at little cost; it need not be \
      trained on. For another toolkit, 'capacity plan' writes a manifest for each size and 'capacity \
      score' reads the transcripts. 'asr-audit capacity run --help' lists the options.

      Examples:
        asr-audit capacity --ledger audited/ledger.json --common train.json \\
          --recipe recipe.yml --output capacity
        asr-audit capacity --ledger audited/ledger.json --common train.json \\
          --init base/model.safetensors --recipe plain.yml --recipe clipped.yml \\
          --texts shuffled --sizes 16..512 --output capacity
        asr-audit capacity plan --ledger audited/ledger.json \\
          --common train.json --sizes 16..512 --output planned
        asr-audit capacity score --plan planned --transcripts 0=hyp0.json \\
          --transcripts 16=hyp16.json --transcripts 32=hyp32.json --output capacity
      """,
    subcommands: [CapacityRun.self, CapacityPlan.self, CapacityScore.self],
    defaultSubcommand: CapacityRun.self)
}
