"""Compares the verdicts of two audits with the right ones: train-verdicts.py DIR TOOLKIT [--short]"""

import json
import pathlib
import sys

folder, toolkit = pathlib.Path(sys.argv[1]), sys.argv[2]
right = {"canaries": ["detected_verbatim"], "original": ["not_detected", "not_measurable_unproven"]}
failed = False
for name, codes in right.items():
    report = json.loads((folder / name / "report/report.json").read_text())
    verdict, losses = report["verdict"], report.get("white_box")
    seconds = (folder / name / "seconds").read_text().strip()
    check = report["decoder_check"]
    complete = losses is not None and losses["missing"]["count"] == 0
    passed = complete and (verdict["code"] in codes or "--short" in sys.argv)
    failed = failed or not passed
    loss = f"losses p {losses['speeds'][0]['p_value']:.2g}" if losses else "no losses"
    print(f"{'ok' if passed else 'FAILED'} {toolkit}, {name}: {verdict['code']} in {seconds} s; WER of "
          f"check utterances {check['word_error_rate']:.1%}; {loss}", flush=True)
sys.exit(failed)
