import Transcripts

/// Two hypotheses in every format. The second is empty.
func sample(_ format: TranscriptFormat) -> String {
  switch format {
  case .nemo:
    """
    {"audio_filepath": "probe/c1.wav", "duration": 1.5, "text": "wrong", \
    "pred_text": "caf\\u00e9 noir"}
    {"audio_filepath": "probe/c2.wav", "duration": 1.5, "text": "wrong", "pred_text": ""}

    """
  case .jsonl:
    """
    {"id": "c1", "lang": "fr", "hypothesis": "café noir", "beams": [["a", -1.5], ["b", -2]]}
    {"id": "c2", "lang": null, "hypothesis": "", "beams": []}

    """
  case .csv:
    """
    id,hypothesis,score
    c1,"café noir",-1.5
    c2,,-2

    """
  case .tsv: "id\thypothesis\tscore\nc1\tcafé noir\t-1.5\nc2\t\t-2\n"
  case .kaldi: "c1 café noir\nc2\n"
  }
}

/// `Reading.rows` of the samples.
func sampleRows(_ format: TranscriptFormat) -> [String] {
  format == .nemo
    ? ["-|probe/c1.wav|café noir", "-|probe/c2.wav|"] : ["c1|-|café noir", "c2|-|"]
}
