import Transcripts

/// The files of a format that the tests read.
struct FormatSample {
  /// Two hypotheses, the second of which is empty; one for formats with a file for each utterance.
  let plain: String
  /// `Reading.rows` of `plain`.
  let rows: [String]
  /// Unusual files that are read, with their rows.
  var awkward: [(content: String, rows: [String])] = []
  /// Files that are refused, with a part of the message.
  var broken: [(content: String, message: String)] = []
}

/// The name under which the samples are read.
func sampleName(_ format: TranscriptFormat) -> String { format == .text ? "hyp.txt" : "hyp" }

/// Two hypotheses in every format. The second is empty.
func sample(_ format: TranscriptFormat) -> String { formatSample(format).plain }

/// `Reading.rows` of the samples.
func sampleRows(_ format: TranscriptFormat) -> [String] { formatSample(format).rows }

extension TranscriptFormat {
  /// Formats with a file for each utterance.
  var isDocument: Bool {
    [.whisper, .whisperCpp, .pipeline, .vosk, .subtitles, .segments, .text].contains(self)
  }

  /// Formats whose utterances have no ids.
  var needsOrder: Bool { self == .lines || self == .fairseq }
}

func formatSample(_ format: TranscriptFormat) -> FormatSample {
  switch format {
  case .nemo, .jsonl, .json, .csv, .tsv, .kaldi, .lines: recordSample(format)
  case .trn, .ctm, .stm, .recogs, .speechbrain, .fairseq, .sherpa: toolkitSample(format)
  case .whisper, .whisperCpp, .pipeline, .vosk, .subtitles, .segments, .text:
    documentSample(format)
  }
}

private func recordSample(_ format: TranscriptFormat) -> FormatSample {
  switch format {
  case .nemo:
    FormatSample(
      plain: """
        {"audio_filepath": "probe/c1.wav", "duration": 1.5, "text": "wrong", \
        "pred_text": "caf\\u00e9 noir"}
        {"audio_filepath": "probe/c2.wav", "duration": 1.5, "text": "wrong", "pred_text": ""}

        """,
      rows: ["-|probe/c1.wav|café noir", "-|probe/c2.wav|"],
      awkward: [
        (
          "{\"audio_filepath\": \"a.wav\", \"time\": 0.2, \"text\": \"r\", \"pred_text\": \"h\"}\n",
          ["-|a.wav|h"]
        ),
        (
          "{\"audio_filepath\": \"a.wav\", \"pred_text_m\": \"h\", \"score\": NaN}",
          ["-|a.wav|h"]
        ),
      ],
      broken: [
        ("{\"audio_filepath\": \"a\", \"pred_text\": null}\n", "is null"),
        ("{\"audio_filepath\": \"a\", \"pred_text\": \"b\"}\n{\"audio_fil", "hyp:2: "),
        ("{\"audio_filepath\": \"a\", \"pred_text\": 1}\n", "expected a string"),
      ])
  case .jsonl:
    FormatSample(
      plain: """
        {"id": "c1", "lang": "fr", "hypothesis": "café noir", "beams": [["a", -1.5], ["b", -2]]}
        {"id": "c2", "lang": null, "hypothesis": "", "beams": []}

        """,
      rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        // Hugging Face Dataset.to_json with an Audio column.
        (
          "{\"audio\": {\"bytes\": null, \"path\": \"x/c1.wav\"}, \"pred_str\": \"a\"}\n",
          ["-|x/c1.wav|a"]
        ),
        // An n-best list in place of the text.
        ("{\"id\": \"c1\", \"hyp\": [\"best\", \"second\"]}\n", ["c1|-|best"]),
        ("{\"key\": \"c1\", \"hyp\": [[\"best\", -1.5], [\"second\", -2]]}\n", ["c1|-|best"]),
      ],
      broken: [
        ("{\"id\": \"a\", \"hyp\": []}\n", "has no hypothesis"),
        ("{\"hyp\": \"a\"}\n{\"hyp\": \"b\"}\n", "--match order"),
        ("{\"id\": \"a\", \"hyp\": \"b\"}\n[1]\n", "hyp:2: column 1: expected an object"),
      ])
  case .json:
    FormatSample(
      plain: """
        [
          {
            "wav_filename": "probe/c1.wav",
            "src": "wrong",
            "res": "café noir",
            "loss": 12.5
          },
          {"wav_filename": "probe/c2.wav", "src": "wrong", "res": "", "loss": NaN}
        ]

        """,
      rows: ["-|probe/c1.wav|café noir", "-|probe/c2.wav|"],
      awkward: [
        // FunASR.
        (
          "[{\"key\":\"c1\",\"text\":\"a ] , { b\",\"timestamp\":[[1,2],[3,4]]},{\"key\":\"c2\",\"text\":\"\"}]",
          ["c1|-|a ] , { b", "c2|-|"]
        ),
        // jq writes objects that span lines.
        (
          "{\n  \"id\": \"c1\",\n  \"hyp\": \"a\"\n}\n{ \"id\": \"c2\", \"hyp\": \"b\" }\n",
          ["c1|-|a", "c2|-|b"]
        ),
        (
          "[{\"id\": \"c1\",\n\"hyp\": \"a\\\"]\"}\n,\n{\"id\": \"c2\", \"hyp\": \"b\"}\n]",
          ["c1|-|a\"]", "c2|-|b"]
        ),
      ],
      broken: [
        ("[{\"id\": \"c1\", \"hyp\": \"a\"},\n", "hyp: the array does not end"),
        (
          "[{\"id\": \"c1\", \"hyp\": \"a\"}\n{\"id\": \"c2\", \"hyp\": \"b\"}]",
          "hyp:2: expected ',' or ']'"
        ),
        (
          "[{\"id\": \"c1\",\n\"hyp\": \"a\"},\n{\"id\": \"c2\",\n\"hyp\": 1}]",
          "hyp:4: \"hyp\": expected a string"
        ),
        ("[{\"id\": \"c1\", \"hyp\": \"a\"}] x", "expected the end of the file after the array"),
        ("[]", "has no transcript"),
        ("[\n", "the array does not end"),
        ("[{\"text\": \"a\"}, {\"text\": \"b\"}]", "--match order"),
        ("[{\"id\": \"c1\",\n\"hyp\": \"a\n\"}]", "hyp:2: column 10: a string does not end"),
      ])
  case .csv:
    FormatSample(
      plain: """
        id,hypothesis,score
        c1,"café noir",-1.5
        c2,,-2

        """,
      rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        // Hugging Face Dataset.to_csv and pandas with an index.
        (",file_name,pred_str\n0,c1.wav,a\n1,c2.wav,b\n", ["-|c1.wav|a", "-|c2.wav|b"]),
        ("id;hyp\nc1;\"a;\"\"b\"\"\"\n", ["c1|-|a;\"b\""]),
      ],
      broken: [
        ("id,hyp\nc1,a,b\n", "hyp:2: has 3 fields where the header has 2"),
        ("id,hyp\nc1,\"a\nc2,b\n", "a quoted field starts here and does not end"),
        ("id,id,hyp\na,b,c\n", "two columns have this name"),
      ])
  case .tsv:
    FormatSample(
      plain: "id\thypothesis\tscore\nc1\tcafé noir\t-1.5\nc2\t\t-2\n",
      rows: ["c1|-|café noir", "c2|-|"],
      awkward: [("ID\tHyp\nc1\t\"a\n", ["c1|-|\"a"])],
      broken: [("id\thyp\nc1\ta\tb\n", "hyp:2: has 3 fields where the header has 2")])
  case .kaldi:
    FormatSample(
      plain: "c1 café noir\nc2\n", rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        ("c1\ta  b\n", ["c1|-|a  b"]),
        ("c1 one 2.0 3.0 four five six\n", ["c1|-|one 2.0 3.0 four five six"]),
      ],
      broken: [
        ("c1 ref  a b\nc1 hyp  a c\n", "looks like Kaldi's per_utt"),
        ("%WER = 2.11\n", "looks like a scoring report"),
        ("<html>\n", "looks like a page of HTML or XML"),
      ])
  default:
    FormatSample(
      plain: "café noir\n\n", rows: ["#0|-|café noir", "#1|-|"],
      awkward: [("a\n\n\nb", ["#0|-|a", "#1|-|", "#2|-|", "#3|-|b"])],
      broken: [("<html>\n", "looks like a page of HTML or XML")])
  }
}

private func toolkitSample(_ format: TranscriptFormat) -> FormatSample {
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
      ],
      broken: [
        (
          "c1 1 0.40 0.25 a\nc1 1 0.5 0.2 b\nc1 1 x 0.2 c\n",
          "hyp:3: expected a name, a channel, a start"
        ),
        ("c1 1 0.40 0.25 a\nc1 1 0.5 0.2 b\nc1 1 * * <ALT_BEGIN>\n", "hyp:3: has alternatives"),
        ("c1 1 0.40 0.25 a\nc1 1 0.5 0.2 b\nc1 1 inf 0.2 c\n", "hyp:3: expected a name"),
      ])
  case .stm:
    FormatSample(
      plain: ";; hyp\nc1 1 s 0.00 2.50 <o,f0,male> café noir\nc2 1 s 0.00 1.00\n",
      rows: ["c1|-|café noir", "c2|-|"],
      awkward: [
        ("c1 1 s 0.0 1.5 a\nc1 1 t 1.5 2.0 <unk> b\n", ["c1|-|a <unk> b"])
      ],
      broken: [
        ("c1 1 s 0.0 1.5 a\nc2 1 s 0.0 2.0 b\nc3 1 s x 2.0 b\n", "hyp:3: expected a name"),
        ("c1 1 s 0.0 1.5 <o> ignore_time_segment_in_scoring\n", "hyp:1: states no hypothesis"),
        ("c1 1 s 0.0 1.5 a { b / c }\n", "hyp:1: has a choice of words"),
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
        )
      ],
      broken: [
        ("c1.wav\n{\"text\": \"a\", \"tokens\": []}\nc2.wav\n{\"text\": \"a\", \"tok\n", "hyp:4: "),
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

private func documentSample(_ format: TranscriptFormat) -> FormatSample {
  switch format {
  case .whisper:
    FormatSample(
      plain: """
        {"text": " café noir", "segments": [{"id": 0, "text": " café noir", "avg_logprob": -0.25}], \
        "language": "fr"}
        """,
      rows: ["hyp|-|café noir"],
      awkward: [
        // whisperX has no text of the whole.
        (
          "{\"segments\": [{\"text\": \" a\"}, {\"text\": \" b \"}], \"word_segments\": []}",
          ["hyp|-|a b"]
        ),
        ("{\"text\": \"\", \"segments\": [], \"language\": \"en\"}", ["hyp|-|"]),
      ],
      broken: [
        ("{\"text\": 1, \"segments\": []}", "expected a string"),
        ("{\"text\": \"a\", \"segments\": [{\"text\": \"a\"", "does not end"),
      ])
  case .whisperCpp:
    FormatSample(
      plain: """
        {
        \t"systeminfo": "AVX = 1",
        \t"params": {"model": "base.en"},
        \t"result": {"language": "fr"},
        \t"transcription": [
        \t\t{"offsets": {"from": 0, "to": 900}, "text": " café"},
        \t\t{"offsets": {"from": 900, "to": 1500}, "text": " noir"}
        \t]
        }

        """,
      rows: ["hyp|-|café noir"],
      awkward: [
        ("{\"result\": {}, \"transcription\": []}", ["hyp|-|"]),
        (
          "{\"result\": {}, \"transcription\": [{\"text\": \" a\", \"tokens\": [{\"text\": \" a\", \"p\": 0.5}]}]}",
          ["hyp|-|a"]
        ),
      ],
      broken: [("{\"result\": {},\n\"transcription\": [{\"text\": null}]}", "hyp:2: ")])
  case .pipeline:
    FormatSample(
      plain:
        "{\"text\": \"café noir\", \"chunks\": [{\"text\": \"café\", \"timestamp\": [0.0, null]}]}",
      rows: ["hyp|-|café noir"],
      awkward: [("{\n  \"text\": \"a\"\n}\n", ["hyp|-|a"])],
      broken: [("{\"text\": null, \"chunks\": []}", "expected a string")])
  case .vosk:
    FormatSample(
      plain: """
        {"partial": "caf"}
        {
          "result" : [{
              "conf" : 1.000000,
              "word" : "café"
            }],
          "text" : "café"
        }
        {"text" : "noir", "result": [{"conf": 0.5, "word": "noir"}]}
        """,
      rows: ["hyp|-|café noir"],
      awkward: [
        (
          "{\"alternatives\": [{\"confidence\": 2.5, \"text\": \"a b\"}, {\"confidence\": 2.1, \"text\": \"a\"}]}",
          ["hyp|-|a b"]
        ),
        (
          "{\"schemaVersion\": \"2.0\", \"monologues\": [], \"text\": [\"a\", \"b\"]}",
          ["hyp|-|a b"]
        ),
      ],
      broken: [
        ("{\"result\": [], \"text\": 1}", "expected a string"),
        ("{\"result\": {}}", "expected an array"),
      ])
  case .subtitles:
    FormatSample(
      plain: "1\n00:00:00,000 --> 00:00:01,500\ncafé\n\n2\n00:00:01,500 --> 00:00:02,000\nnoir\n",
      rows: ["hyp|-|café noir"],
      awkward: [
        (
          "WEBVTT\n\nNOTE x\n\n00:00.000 --> 00:01.500 align:start\ncafé\nnoir\n",
          ["hyp|-|café noir"]
        ),
        ("WEBVTT\n\n", ["hyp|-|"]),
      ],
      broken: [("<?xml version=\"1.0\"?>\n", "looks like a page of HTML or XML")])
  case .segments:
    FormatSample(
      plain: "start\tend\ttext\n0\t1500\tcafé\n1500\t2000\tnoir\n", rows: ["hyp|-|café noir"],
      awkward: [
        ("start,end,text\n0,1500,\" a, \"\"b\"\"\"\n", ["hyp|-|a, \"b\""]),
        ("start\tend\ttext\n", ["hyp|-|"]),
        ("start,end,speaker,text\n0,1500,1,\" a\"\n", ["hyp|-|a"]),
      ],
      broken: [("start\tend\ttext\n0\t1500\n", "hyp:2: expected a start, an end and a text")])
  default:
    FormatSample(
      plain: "café\nnoir\n", rows: ["hyp|-|café noir"], awkward: [("a\n\nb", ["hyp|-|a b"])],
      broken: [])
  }
}
