"""The cases of the bed, which `inside` runs in a kernel of its own each. Each prints one line, `PASS name (s)` or `FAIL name: why`.

A case is a function that is decorated with @case.
"""
import shutil
import time
import traceback
from pathlib import Path

from e2e import CheckFailed

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


class Place:
    """Where a case finds the programs and the microphones, and leaves what it made."""

    def __init__(self, build: Path, out: Path, name: str):
        self.build, self.microphones = build, out / "microphones"
        self.folder = Path("/run/tmp") / name  # SQLite's fsync through hostfs would be the host's disk
        self.kept = out / name
        self.folder.mkdir(parents=True)

    def keep(self) -> None:
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.folder, self.kept, ignore=shutil.ignore_patterns("state"))
        shutil.rmtree(self.folder)


def run_case(build: Path, out: Path, name: str) -> None:
    import board_cases  # noqa: F401
    import link_cases  # noqa: F401
    import sound_cases  # noqa: F401
    began = time.monotonic()
    place = Place(build, out, name)
    why = ""
    try:
        CASES[name](place)
    except Exception as failure:  # a broken test is a failed test, and its place is worth knowing
        why = str(failure)
        if not isinstance(failure, CheckFailed):
            traceback.print_exc()
            why = f"{type(failure).__name__}: {failure}"
    place.keep()
    print(f"FAIL {name}: {why}" if why else f"PASS {name} ({time.monotonic() - began:.1f} s there)", flush=True)
