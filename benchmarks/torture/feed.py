"""Feed one parser what coverage leads to, until time is up or it breaks.

Run by :mod:`torture.guided`, in the environment that has atheris:
``feed.py NAME FOLDER SECONDS SEED``.
"""

import logging
import sys
from functools import partial
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

with atheris.instrument_imports(include=["stsdetect"]):
    from torture.target import Target
    from torture.targets import refusal, targets

from torture.changes import NASTY  # noqa: E402  found by the path above

_LONGEST = 16_384
"""Bytes of an input."""
_MOST_S, _MOST_MIB = 60, 4_096
"""What takes longer, or more memory, is a finding."""
_LONGEST_WORD = 64
"""Of the texts that hurt; longer ones come by repetition."""


def main() -> None:
    """Feed the parser that the command line names."""
    name, told, seconds, seed = sys.argv[1:]
    folder = Path(told)
    logging.getLogger("stsdetect").setLevel(logging.CRITICAL)
    target = targets()[name](folder)
    corpus, words = folder / "corpus", folder / "words"
    corpus.mkdir()
    (corpus / "sound").write_bytes(target.seed)
    words.write_text(
        "".join(f'"{_escaped(one)}"\n' for one in NASTY if len(one) < _LONGEST_WORD)
    )
    atheris.Setup(
        [
            *(name, str(corpus), f"-dict={words}", f"-max_len={_LONGEST}"),
            *(f"-max_total_time={seconds}", f"-seed={seed}", "-print_final_stats=1"),
            *(f"-timeout={_MOST_S}", f"-rss_limit_mb={_MOST_MIB}"),
            f"-artifact_prefix={folder}/found-",
        ],
        partial(_try_one, target, target.file(folder)),
    )
    atheris.Fuzz()


def _try_one(target: Target, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    refusal(target.parse, file)


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{one:02x}" for one in word)


if __name__ == "__main__":
    main()
