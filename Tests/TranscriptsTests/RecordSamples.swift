import Transcripts

/// Formats of records: JSON, tables and Kaldi's text.
func recordSample(_ format: TranscriptFormat) -> FormatSample {
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
        ("{\"id\": \"c1\", \"hyp\": [\"the best\", \"second\"]}\n", ["c1|-|the best"]),
        ("{\"key\": \"c1\", \"hyp\": [[\"best\", -1.5], [\"second\", -2]]}\n", ["c1|-|best"]),
      ],
      broken: [
        ("{\"id\": \"a\", \"hyp\": []}\n", "has no hypothesis"),
        ("{\"hyp\": \"a\"}\n{\"hyp\": \"b\"}\n", "match order"),
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
        ("[{\"text\": \"a\"}, {\"text\": \"b\"}]", "match order"),
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
