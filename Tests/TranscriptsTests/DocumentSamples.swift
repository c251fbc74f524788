import Transcripts

/// Formats with a file for each utterance.
func documentSample(_ format: TranscriptFormat) -> FormatSample {
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
        ("{\"partial\": \"a\"}\n", "has no transcript: expected an object with \"text\""),
        ("{\"result\": [], \"text\": \"a\", \"text\": \"b\"}", "occurs twice"),
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
        (
          "WEBVTT\n\n00:00.000 --> 00:01.500\n<v Bob><i>caf\u{E9}</i> &amp; <00:01.000><c.x>noir</c></v>\n",
          ["hyp|-|caf\u{E9} & noir"]
        ),
        // Whisper's --highlight_words.
        (
          "1\n00:00:00,000 --> 00:00:01,000\n<u>a</u> b\n\n2\n00:00:01,000 --> 00:00:02,000\na <u>b</u>\n",
          ["hyp|-|a b"]
        ),
        ("1\n00:00:00,000 --> 00:00:01,000\na < b <unk> <x\n", ["hyp|-|a < b <unk> <x"]),
        (
          "2\n00:00:10,000 --> 00:00:11,000\nb\n\n1\n00:00:09,000 --> 00:00:10,000\na\n",
          ["hyp|-|a b"]
        ),
        (
          "1\n00:00:00,000 --> 00:00:01,000\nyes\n\n2\n00:00:01,000 --> 00:00:02,000\nyes\n",
          ["hyp|-|yes yes"]
        ),
      ],
      broken: [
        ("<?xml version=\"1.0\"?>\n", "looks like a page of HTML or XML"),
        ("1\n00:00:00,000 --> 00:00:01,000", "hyp:1: the file ends before the text of the cue"),
        ("WEBVTT\n\n00:0", "hyp:3: expected the times of a cue"),
        (
          "1\n00:00:00,000 --> 00:00:01,000\na b", "hyp:1: the file ends inside the text of the cue"
        ),
        (
          "1\n00:00:00,000 --> 00:00:01,000\na\n2\n00:00:01,000 --> 00:00:02,000\nb\n",
          "hyp:1: the cue has two lines of times"
        ),
        (
          "1\n00:00:00,000 --> 00:00:01,000\na\n\n2\n00:00:01,0",
          "hyp:5: expected the times of a cue"
        ),
        ("1\n00:00:00,000 --> 00:00:01,000\na\n\nb\n", "hyp:5: expected the times of a cue"),
      ])
  case .segments:
    FormatSample(
      plain: "start\tend\ttext\n0\t1500\tcafé\n1500\t2000\tnoir\n", rows: ["hyp|-|café noir"],
      awkward: [
        ("start,end,text\n0,1500,\" a, \"\"b\"\"\"\n", ["hyp|-|a, \"b\""]),
        ("start\tend\ttext\n", ["hyp|-|"]),
        ("start,end,speaker,text\n0,1500,1,\" a\"\n", ["hyp|-|a"]),
        ("start\tend\ttext\n900\t1500\tb\n0\t900\ta\n", ["hyp|-|a b"]),
      ],
      broken: [
        ("start\tend\ttext\n0\t1500\n", "hyp:2: expected a start, an end and a text"),
        ("start\tend\ttext\n0\t1500\ta b", "hyp:2: the file ends inside a line"),
      ])
  default:
    FormatSample(
      plain: "café\nnoir\n", rows: ["hyp|-|café noir"], awkward: [("a\n\nb", ["hyp|-|a b"])],
      broken: [])
  }
}
