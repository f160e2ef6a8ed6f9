"""Where the files come from: public projects, each at one commit, tag or version.

`sources.sha256` lists the files as sha256sum does, so that `sha256sum -c` checks a
folder of them.  A file that is there already, with the hash it must have, is taken;
another is downloaded by pooch, from what its first folder stands for.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from ..common import Missing

FOLDER = "PLASTIC_BENCHMARK_DATA"  # the variable that names the folder
GITHUB = "https://raw.githubusercontent.com"
# The first folder of a file -> where that folder is.
HOMES = {
    "1D-ARC": f"{GITHUB}/khalil-research/1D-ARC/"
    "542efdb83cd23c519dd2a4d0563070f1a7c9b938",
    "ADFA-LD": f"{GITHUB}/verazuo/a-labelled-version-of-the-ADFA-LD-dataset/"
    "68bedf561f7b7abe9954a3ddc22dbf24c0d42372",
    "anomaly-detection-log-datasets": f"{GITHUB}/ait-aecid/"
    "anomaly-detection-log-datasets/5296693689e855576689ee0b98ea497bf7d8f513",
    "biopython": "https://files.pythonhosted.org/packages/source/b/biopython",
    "char-rnn": f"{GITHUB}/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e",
    "chess-openings": f"{GITHUB}/lichess-org/chess-openings/"
    "51b886249b9e418498d25b6e39b926c3de99c29a",
    "cpython": f"{GITHUB}/python/cpython/v3.11.7/Lib",
    # Debian's mirrors drop old versions; this keeps them all.
    "debian": "https://snapshot.debian.org/archive/debian/20230701T000000Z",
    "loghub": f"{GITHUB}/logpai/loghub/dd61d0952749ee7963bde24220d1be5ede023033",
    "nottingham-dataset": f"{GITHUB}/jukedeck/nottingham-dataset/"
    "0992bb6cd864f6d4b90d6663e08c0ef53ffaa08f",
}


@cache
def listed() -> dict[str, str]:
    """Give the sha256 of each file."""
    text = Path(__file__).with_name("sources.sha256").read_text(encoding="utf-8")
    lines = (line.split(maxsplit=1) for line in text.splitlines())
    return {file: digest for digest, file in lines}


def files(beginning: str) -> list[Path]:
    """Give all files whose listed path begins so, each checked.

    Raises
    ------
    Missing
        One is neither there nor to be had.
    """
    return [fetched(file) for file in listed() if file.startswith(beginning)]


def text(file: str) -> str:
    """Read one of the listed files."""
    return fetched(file).read_text(encoding="utf-8")


def fetched(file: str) -> Path:
    """Give where a listed file is, downloaded if need be.

    Raises
    ------
    Missing
        It is neither there nor to be had.
    """
    here = folder() / file
    digest = listed()[file]
    if here.exists() and hashlib.sha256(here.read_bytes()).hexdigest() == digest:
        return here
    home, _, rest = file.partition("/")
    url = f"{HOMES[home]}/{rest}"
    try:
        import pooch

        pooch.retrieve(
            url,
            known_hash=f"sha256:{digest}",
            fname=here.name,
            path=here.parent,
            # Older pooch would wait for ever on a silent server.
            downloader=pooch.HTTPDownloader(timeout=30),
        )
    except ImportError as error:
        raise Missing(f"{file} is not there; pooch would download {url}") from error
    # What requests raises is an OSError; of another hash pooch says ValueError.
    except (OSError, ValueError) as error:
        raise Missing(f"{file} is not there, nor to be had from {url}") from error
    return here


def folder() -> Path:
    """Give where the files are kept: as said, or where caches are."""
    said = os.environ.get(FOLDER)
    return Path(said) if said else Path.home() / ".cache" / "plastic" / "benchmarks"
