"""Runs end-to-end cases: real daemons, real sockets, speech in and speech out.

A case is a function that is decorated with @case; it gets a folder of its own and raises, or calls check(), when
something is not as it must be. Each prints one line, `PASS name` or `FAIL name: why`, and `AGAIN name: why` before a
second try.
"""
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "briefing"))

import speech  # noqa: E402
from stage import StageFailed  # noqa: E402

BUILD = ROOT / "build" / "release"
CASES = []


def use_build(folder: Path) -> None:
    """Called before the cases are read."""
    global BUILD
    BUILD = folder.resolve()


class CheckFailed(AssertionError):
    pass


def check(holds, why: str) -> None:
    if not holds:
        raise CheckFailed(why)


def case(function):
    CASES.append(function)
    return function


def try_once(function) -> str:
    """Why it failed, or nothing."""
    try:
        function(BUILD / "e2e" / function.__name__)
        return ""
    except (CheckFailed, StageFailed, speech.SpeechUnavailable) as failure:
        return str(failure)
    except Exception as failure:  # a broken test is a failed test, and its place is worth knowing
        traceback.print_exc()
        return f"{type(failure).__name__}: {failure}"


def run_all(wanted: list) -> int:
    """A case that fails is tried once more, and both are told: links lose by chance, and a machine has other work."""
    passed = failed = 0
    for function in CASES:
        name = function.__name__
        if wanted and not any(word in name for word in wanted):
            continue
        began = time.monotonic()
        why = try_once(function)
        if why:
            print(f"AGAIN {name}: {why}", flush=True)
            why = try_once(function)
        if why:
            failed += 1
            print(f"FAIL {name}: {why}", flush=True)
        else:
            passed += 1
            print(f"PASS {name} ({time.monotonic() - began:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1
