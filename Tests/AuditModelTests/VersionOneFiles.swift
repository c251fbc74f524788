/// Files of format version 1, as earlier versions of this program wrote them.
enum VersionOneFiles {
  /// A ledger of two canaries and one check utterance. Its root covers the bytes of its records.
  static let ledger = #"""
    {"format": "asr-audit ledger", "version": 1, "root": "9733d985ad5800bb4bea1b84cb8bf2d963c6\#
    792c5ed31338826602ba6b32dd39",
    "header": {"audio":{"channels":1,"container":"wav","sample_rate":16000},"corpus":{"files":\#
    [{"digest":"ee155ace9c40292074cb6aff8c9ccdd273c81648ff1149ef36bcea6ebb8a3e25","is_compress\#
    ed":false,"is_terminated":true,"name":"train.json"}],"format":"nemo","manifest_name":"trai\#
    n.json","name":"train.json","probe_name":"probe.json","seconds":1234.5,"seconds_are_estima\#
    ted":false,"utterances":12},"design":{"anchors":1,"blocks":4,"coins":40,"deal":[2,5],"leng\#
    th":7,"repetitions":[1,2],"speeds":[2],"tracers":0,"twins":true,"unit":"words"},"gate":[{"\#
    level":"error","max":0.1,"metric":"memorization","repetitions":[1,2]}],"headline":{"alpha"\#
    :0.05,"consumption":"proof","epsilon_guesses":[20,20],"normalizer":"basic-1","permutations\#
    ":9999,"statistics":["verbatim","partial"]},"planted_seconds":12.25,"planting":{"absolute_\#
    paths":false,"audio_folder":"utterances","source_directory":"/data"},"redraws":3,"seed":"c\#
    9dc78e706227da2d67b246c24c7f7e110fcb8c1451f774e7d9c91b65155863c","seed_is_secret":true,"sh\#
    are":0.01,"speakers":["u1"],"synthesizer":"flite 2.2","tool":"asr-audit 1.0.0","vocabulary\#
    ":"2 words","writing":{"digits":"words","letter_case":"lower"}},
    "canaries": [
    {"probe": "p1", "train": ["t1"], "text": "maple gravel", "voice": "slt", "speed": 2, "bloc\#
    k": "coin", "role": "trained", "repetitions": 1, "frames": 29403, "gain": 0.9375, "padding\#
    ": 7, "audio": "bb30a42c1e62f0afda5f0a4e8a562f7a13a24cea00ee81917b86b89e801314aa", "twin":\#
     "n1", "twin_audio": "e88bd757ad5b9bedf372d8d3f0cf6c962a469db61a265f6418e1ffed86da29ec"},
    {"probe": "p2", "train": [], "text": "cobalt fern", "voice": "rms", "speed": 2, "block": 3\#
    , "role": "control", "repetitions": 0, "frames": 100, "gain": 1, "padding": 0, "audio": "6\#
    42206314f534b29ad297d82440a5f9f210e30ca5ced805a587ca402de927342"}],
    "anchors": [
    {"probe": "a1", "text": "the user says"}],
    "positions": [3]}

    """#

  /// The commitment to the ledger.
  static let commitment = #"""
    {
      "anchors" : 1,
      "canaries" : 2,
      "design" : {
        "anchors" : 1,
        "blocks" : 4,
        "coins" : 40,
        "deal" : [
          2,
          5
        ],
        "length" : 7,
        "repetitions" : [
          1,
          2
        ],
        "speeds" : [
          2
        ],
        "tracers" : 0,
        "twins" : true,
        "unit" : "words"
      },
      "format" : "asr-audit commitment",
      "gate" : [
        {
          "level" : "error",
          "max" : 0.1,
          "metric" : "memorization",
          "repetitions" : [
            1,
            2
          ]
        }
      ],
      "headline" : {
        "alpha" : 0.05,
        "consumption" : "proof",
        "epsilon_guesses" : [
          20,
          20
        ],
        "normalizer" : "basic-1",
        "permutations" : 9999,
        "statistics" : [
          "verbatim",
          "partial"
        ]
      },
      "leaves" : 4,
      "root" : "9733d985ad5800bb4bea1b84cb8bf2d963c6792c5ed31338826602ba6b32dd39",
      "tool" : "asr-audit 1.0.0",
      "version" : 1
    }

    """#
}
