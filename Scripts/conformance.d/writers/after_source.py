"""Formats of programs that are not installed here, written as their source writes them. The comment
of each names the file."""
import json

WRITERS = []


def writer(name, *options):
    def register(function):
        WRITERS.append((f"{name}, after its source", function, options))
        return function
    return register


def kaldi(rows, path):
    """Kaldi, ESPnet, WeNet and FunASR: a line for each utterance, sorted by id."""
    in_order = sorted(rows, key=lambda row: row["id"])
    path.write_text("".join(f"{row['id']} {row['text']}\n" for row in in_order))
    return path


@writer("NeMo transcribe_speech.py")  # asr/parts/utils/transcribe_utils.py, write_transcription
def nemo(rows, path):
    path.write_text("".join(json.dumps({
        "audio_filepath": row["audio"], "duration": row["duration"], "text": row["reference"],
        "pred_text": row["text"]}) + "\n" for row in rows))


@writer("Open ASR Leaderboard")  # normalizer/eval_utils.py, write_manifest
def leaderboard(rows, path):
    path.write_text("".join(json.dumps({
        "audio_filepath": row["audio"], "duration": row["duration"], "time": 0.1,
        "text": row["reference"], "pred_text": row["text"]}, ensure_ascii=False) + "\n" for row in rows))


@writer("icefall store_transcripts")  # icefall/utils.py
def icefall(rows, path):
    with path.open("w") as file:
        for row in rows:
            print(f"{row['id']}-0:\tref={row['reference'].split()}", file=file)
            print(f"{row['id']}-0:\thyp={row['text'].split()}", file=file)


@writer("icefall store_transcripts_and_timestamps")  # icefall/utils.py
def icefall_timestamps(rows, path):
    with path.open("w") as file:
        for row in rows:
            print(f"{row['id']}-0:\tref={row['reference'].split()}", file=file)
            print(f"{row['id']}-0:\thyp={row['text'].split()}", file=file)
            print(f"{row['id']}-0:\ttimestamp_hyp=[0.040, 0.120]", file=file)


@writer("ESPnet trn")  # egs2/TEMPLATE/asr1/asr.sh, stage 13: paste of text and (speaker-utterance)
def espnet(rows, path):
    path.write_text("".join(f"{row['text']}\t(spk-{row['id']})\n" for row in rows))


@writer("WeNet text")  # wenet/bin/recognize.py
def wenet(rows, path): kaldi(rows, path)


@writer("fairseq hypo.word", "--match", "order")  # examples/speech_recognition/infer.py
def fairseq(rows, path):
    order = sorted(enumerate(rows), key=lambda pair: len(pair[1]["text"]))
    path.write_text("".join(f"{row['text']} (None-{number})\n" for number, row in order))


@writer("whisper.cpp -oj")  # examples/cli/cli.cpp, output_json: tabs, a.wav.json
def whisper_cpp(rows, path):
    path.mkdir()
    for row in rows:
        (path / f"{row['id']}.wav.json").write_text(json.dumps({
            "systeminfo": "AVX = 1", "model": {"type": "base"}, "params": {"model": "m.bin"},
            "result": {"language": "en"}, "transcription": [{
                "timestamps": {"from": "00:00:00,000", "to": "00:00:01,000"},
                "offsets": {"from": 0, "to": 1000}, "text": " " + row["text"]}]},
            indent="\t", ensure_ascii=False))


@writer("whisper.cpp -ocsv")  # examples/cli/cli.cpp, output_csv
def whisper_cpp_csv(rows, path):
    path.mkdir()
    for row in rows:
        text = row["text"].replace('"', '""')
        (path / f"{row['id']}.wav.csv").write_text(f'start,end,text\n0,1000," {text}"\n')


@writer("Hugging Face pipeline, a file each")  # json.dump of the result
def pipeline(rows, path):
    path.mkdir()
    for row in rows:
        (path / f"{row['id']}.json").write_text(json.dumps(
            {"text": row["text"], "chunks": [{"text": row["text"], "timestamp": [0.0, None]}]}))


@writer("Hugging Face pipeline, a list", "--match", "order")  # json.dump of the results
def pipeline_list(rows, path):
    path.write_text(json.dumps([{"text": row["text"]} for row in rows]))


@writer("Vosk")  # python/example/test_simple.py: partial results, results, the final result
def vosk(rows, path):
    path.mkdir()
    for row in rows:
        words = row["text"].split()
        result = {"result": [{"conf": 1.0, "start": 0.1, "end": 0.2, "word": w} for w in words],
                  "text": row["text"]}
        (path / f"{row['id']}.json").write_text(
            '{\n  "partial" : "x"\n}\n' + json.dumps(result, indent=2) + '\n{\n  "text" : ""\n}\n')


@writer("sherpa-onnx-offline 2>&1")  # sherpa-onnx/csrc/sherpa-onnx-offline.cc
def sherpa(rows, path):
    with path.open("w") as file:
        print("Creating recognizer ...\nStarted\nDone!\n", file=file)
        for row in rows:
            result = {"lang": "", "emotion": "", "event": "", "text": " " + row["text"],
                      "timestamps": [0.1], "tokens": [" a"], "words": []}
            print(row["audio"], json.dumps(result, ensure_ascii=False), "----", sep="\n", file=file)
        print("num threads: 2\ndecoding method: greedy_search", file=file)


@writer("FunASR")  # json.dump of AutoModel.generate(…)
def funasr(rows, path):
    path.write_text(json.dumps([{"key": row["id"], "text": "<|en|><|NEUTRAL|>" + row["text"],
                                 "timestamp": [[0, 100]]} for row in rows], ensure_ascii=False))


@writer("Coqui and DeepSpeech --test_output_file")  # util/evaluate_tools.py: indent 2, float
def coqui(rows, path):
    path.write_text(json.dumps([{
        "wav_filename": row["audio"], "src": row["reference"], "res": row["text"], "loss": 1.5,
        "char_distance": 0, "char_length": 1, "word_distance": 0, "word_length": 1, "cer": 0.0,
        "wer": 0.0} for row in rows], indent=2))


@writer("plain lines", "--match", "order")
def lines(rows, path):
    path.write_text("".join(row["text"] + "\n" for row in rows))


def writers(): return WRITERS

