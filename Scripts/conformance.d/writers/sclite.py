"""sclite reads the trn, CTM and STM files that score reads, and counts their utterances."""
import re, shutil, subprocess


def check(rows, folder):
    program = shutil.which("sctk")
    if program is None:
        return
    def trn(name, key):
        path = folder / name
        path.write_text("".join(f"{row[key]} (spk-{row['id']})\n" for row in rows))
        return path
    def ctm(name):
        path = folder / name
        lines = [f"{row['id']} 1 {i}.00 0.50 {word}"
                 for row in sorted(rows, key=lambda row: row["id"])
                 for i, word in enumerate(row["text"].split())]
        path.write_text("".join(line + "\n" for line in lines))
        return path
    def stm(name):
        path = folder / name
        path.write_text("".join(
            f"{row['id']} 1 spk 0.00 60.00 {row['reference']}\n"
            for row in sorted(rows, key=lambda row: row["id"])))
        return path
    pairs = [("trn", ["-r", trn("ref.trn", "reference"), "trn", "-h", trn("hyp.trn", "text"), "trn",
                      "-i", "rm"]),
             ("stm and ctm", ["-r", stm("ref.stm"), "stm", "-h", ctm("hyp.ctm"), "ctm"])]
    for name, files in pairs:
        done = subprocess.run([program, "sclite", *files, "-e", "utf-8", "-o", "sum", "stdout"],
                              capture_output=True, text=True)
        summary = re.search(r"Sum/Avg\s*\|\s*(\d+)\s+(\d+)", done.stdout)
        sentences, words = (int(summary[1]), int(summary[2])) if summary else (0, 0)
        wanted = sum(len(row["reference"].split()) for row in rows)
        found = sentences if words == wanted else f"{words} words, not {wanted}:"
        yield f"{name}, read by sclite", found


def missing():
    return [] if shutil.which("sctk") else [("sclite", "install the package sctk")]
