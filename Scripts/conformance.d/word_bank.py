"""Writes a word bank of 400 made-up words: word_bank.py DIRECTORY RATE SHORTEST LONGEST

The words are tones of SHORTEST to LONGEST seconds, evenly distributed on a logarithmic scale. Some have
doubled letters, for which CTC needs one more frame. Injection from a bank takes seconds instead of the
minutes of a synthesiser.
"""

import math
import pathlib
import random
import struct
import sys
import wave

bank, rate = pathlib.Path(sys.argv[1]), int(sys.argv[2])
shortest, longest = (math.log(float(value)) for value in sys.argv[3:5])
draw = random.Random(5)


def word():
    letters = [draw.choice("aeiou" if place % 2 else "bdfklmnprst")
               for place in range(draw.randint(2, 8))]
    if len(letters) > 3 and draw.random() < 0.3:
        letters[2] *= 2
    return "".join(letters)


words = set()
while len(words) < 400:
    words.add(word())
for number, text in enumerate(sorted(words)):
    folder = bank / text / "anyone"
    folder.mkdir(parents=True)
    frames = round(rate * math.exp(draw.uniform(shortest, longest)))
    with wave.open(str(folder / "1.wav"), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        sound.writeframes(b"".join(struct.pack("<h", place * (number + 3) * 97 % 8000 - 4000)
                                   for place in range(frames)))
