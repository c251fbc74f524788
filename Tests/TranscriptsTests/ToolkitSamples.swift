import Transcripts

/// Formats of toolkits with many utterances in a file.
func toolkitSample(_ format: TranscriptFormat) -> FormatSample {
  switch format {
  case .trn:
    FormatSample(
      plain: "café noir (spk-c1)\n(spk-c2)\n", rows: ["spk-c1|-|café noir", "spk-c2|-|"],
      awkward: [
        // ESPnet writes a tab.
        ("a b\t(spk-c1)\n", ["spk-c1|-|a b"]),
        (";; comment\na (laughs) @ b (spk-c1)\n", ["spk-c1|-|a (laughs) b"]),
        ("a (00cc0c347475e732ab83)\n", ["00cc0c347475e732ab83|-|a"]),
      ],
      broken: [
        ("a (spk-c1)\nb (spk-c2)\nc\n", "hyp:3: expected an id in parentheses"),
        ("a { b / c } (spk-c1)\n", "hyp:1: has a choice of words"),
        ("a (spk-c1)\nb (spk-c2)\nc ()\n", "hyp:3: expected an id in parentheses"),
      ])
  case .ctm:
    FormatSample(
      plain: ";; hyp\nc1 1 0.40 0.25 café 0.9\nc1 1 0.70 0.25 noir 0.7\nc2 1 0.00 0.10 <eps>\n",
      rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        ("c1 A 1.00 0.1 b\nc1 A 0.50 0.1 a NA\nc1 A 1.00 0.1 c\n", ["c1|-|a b c"]),
        ("c1 1 0.1 0.2 @\nc2 1 0.1 0.2 x\n", ["c1|-|", "c2|-|x"]),
        // NeMo's get_ctm_line.
        (
          "c1 1 0.10 0.20 five NA lex NA\nc1 1 0.30 0.20 six 0.9 lex spk\n", ["c1|-|five six"]
        ),
      ],
      broken: [
        (
          "c1 1 0.40 0.25 a\nc1 1 0.5 0.2 b\nc1 1 x 0.2 c\n",
          "hyp:3: expected a name, a channel, a start"
        ),
        ("c1 1 0.40 0.25 a\nc1 1 0.5 0.2 b\nc1 1 * * <ALT_BEGIN>\n", "hyp:3: has alternatives"),
        ("c1 1 0.40 0.25 a\nc1 1 0.5 0.2 b\nc1 1 inf 0.2 c\n", "hyp:3: expected a name"),
        (
          "c1 1 0.40 0.25 a\nc2 1 0.5 0.2 b\nc1 1 0.9 0.2 c\n",
          "hyp:3: has a part of 'c1', whose lines do not follow one another"
        ),
        (
          "c1 1 0.40 0.25 a\nc1 1 0.5 0.2 b\nc1 1 0.40 0.25 a\n", "hyp:3: repeats a line of 'c1'"
        ),
      ])
  case .stm:
    FormatSample(
      plain: ";; hyp\nc1 1 s 0.00 2.50 <o,f0,male> café noir\nc2 1 s 0.00 1.00\n",
      rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        ("c1 1 s 0.0 1.5 a\nc1 1 t 1.5 2.0 <unk> b\n", ["c1|-|a <unk> b"]),
        ("c1 1 s 1.5 2.0 b\nc1 1 s 0.0 1.5 a\n", ["c1|-|a b"]),
        (
          "c1 1 s 0.0 1.5 <NA> a\nc2 1 s 0.0 1.5 <o> b\nc3 1 s 0.0 1.5 <F0>\nc4 1 s 0.0 1.5 <unk> c\n",
          ["c1|-|a", "c2|-|b", "c3|-|", "c4|-|<unk> c"]
        ),
      ],
      broken: [
        ("c1 1 s 0.0 1.5 a\nc2 1 s 0.0 2.0 b\nc3 1 s x 2.0 b\n", "hyp:3: expected a name"),
        ("c1 1 s 0.0 1.5 <o> ignore_time_segment_in_scoring\n", "hyp:1: states no hypothesis"),
        ("c1 1 s 0.0 1.5 a { b / c }\n", "hyp:1: has a choice of words"),
        (
          "c1 1 s 0.0 1.5 a\nc2 1 s 0.0 1.5 b\nc2 1 s 0.0 1.5 b\n", "hyp:3: repeats a line of 'c2'"
        ),
        (
          "c1 1 s 0.0 1.5 a\nc2 1 s 0.0 1.5 b\nc1 1 s 1.5 2.5 a\n",
          "hyp:3: has a part of 'c1', whose lines do not follow one another"
        ),
        ("c1 1 s 0.0 1.5 a\nc2 1 s 0.0 1.5 b\nc3 1 s nan 1.5 a\n", "hyp:3: expected a name"),
      ])
  case .recogs:
    FormatSample(
      plain: """
        c1:\tref=['wrong']
        c1:\thyp=['café', "noir"]
        c2:\tref=['wrong']
        c2:\thyp=[]

        """,
      rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        (
          "1089-134686-0000-0_sp1.1:\tref=['A']\n1089-134686-0000-0_sp1.1:\thyp=[\"DON'T\", 'SAY', '\\\\', '\\xe9']\n",
          ["1089-134686-0000-0_sp1.1|1089-134686-0000|DON'T SAY \\ é"]
        ),
        (
          "c1-7:\thyp=['a', ', b']\nc1-7:\ttimestamp_hyp=[0.1, 0.2]\n",
          ["c1-7|c1|a , b"]
        ),
      ],
      broken: [
        ("c1:\tref=['a']\nc1:\thyp=['a', 'b\n", "hyp:2: \"hyp\": is no list of words"),
        ("c1:\thyp=[['a'], ['b']]\n", "hyp:1: \"hyp\": has several speakers"),
        ("c1:\thyp=['a']\nc2 hyp\n", "hyp:2: expected an id, a tab"),
      ])
  case .speechbrain:
    FormatSample(
      plain: speechBrainPlain, rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        (
          speechBrainPlain.replacing("café ; noir", with: "c ; a ; _ ; n").replacing(
            " S   ;  =  ", with: "I ; I ; I ; S"),
          ["c1|-|ca n", "c2|-|"]
        )
      ],
      broken: [
        (String(speechBrainPlain.dropLast(40)), "a block starts here and does not end"),
        (
          speechBrainPlain.replacing(" S   ;  =  ", with: "X"),
          "expected the reference, the operations"
        ),
      ])
  case .fairseq:
    FormatSample(
      plain: "café noir (None-7)\n(None-2)\n", rows: ["#7|-|café noir", "#2|-|"],
      awkward: [("a (b) c (None-0)\n", ["#0|-|a (b) c"])],
      broken: [
        ("a (None-1)\nb (None-2)\nc\n", "hyp:3: expected the number of the utterance"),
        ("a (None-1)\nb (None-2)\nc (None--3)\n", "hyp:3: expected the number"),
      ])
  default:
    FormatSample(
      plain: """
        Started
        Done!

        ./probe/c1.wav
        {"lang": "", "emotion": "", "text": " café noir", "timestamps": [0.1], "tokens": [" c"], "words": []}
        ----
        ./probe/c2.wav
        {"lang": "", "emotion": "", "text": "", "timestamps": [], "tokens": [], "words": []}
        ----
        num threads: 2

        """,
      rows: ["-|./probe/c1.wav|café noir", "-|./probe/c2.wav|"],
      awkward: [
        (
          "c1.wav\n{\"text\": \"a\", \"tokens\": []}\n{\"text\": \"b\", \"tokens\": []}\n",
          ["-|c1.wav|a b"]
        ),
        // The program ran twice and wrote to one file: two results, which differ.
        (
          "c1.wav\n{\"text\": \"a\", \"tokens\": []}\nc1.wav\n{\"text\": \"b\", \"tokens\": []}\n",
          ["-|c1.wav|a", "-|c1.wav|b"]
        ),
      ],
      broken: [
        ("c1.wav\n{\"text\": \"a\", \"tokens\": []}\nc2.wav\n{\"text\": \"a\", \"tok\n", "hyp:4: "),
        (
          "c1.wav\n{\"text\": \"a\", \"tokens\": []}\n----\nc2wav\n{\"text\": \"b\"}\n----\n",
          "hyp:5: a result without the name of its file"
        ),
        (
          "c1.wav\n{\"text\": \"a\", \"tokens\": []}\nc2.wav\n{\"tokens\": []}\n",
          "\"text\": is missing"
        ),
      ])
  }
}

private let rule = String(repeating: "=", count: 80)

private let speechBrainPlain = """
  %WER 66.67 [ 2 / 3, 0 ins, 1 del, 1 sub ]
  %SER 100.00 [ 2 / 2 ]
  Scored 2 sentences, 0 not present in hyp.
  \(rule)
  ALIGNMENTS

  Format:
  <utterance-id>, WER DETAILS
  <eps> ; reference  ; on ; the ; first ;  line
    I   ;     S      ; =  ;  =  ;   S   ;   D
   and  ; hypothesis ; on ; the ; third ; <eps>
  \(rule)
  c1, %WER 50.00 [ 1 / 2, 0 ins, 0 del, 1 sub ]
  cafe ; noir
   S   ;  =  
  café ; noir
  \(rule)
  c2, %WER 100.00 [ 1 / 1, 0 ins, 1 del, 0 sub ]
  blanc
    D  
  <eps>

  """
