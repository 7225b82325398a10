"""Runs end-to-end cases: real daemons, real sockets, speech in and speech out.

A case is a function that is decorated with @case; it gets a folder of its own and raises, or calls check(), when
something is not as it must be. Each prints one line, `PASS name` or `FAIL name: why`, and `AGAIN name: why` before a
second try.
"""
import concurrent.futures
import multiprocessing
import random
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


def try_in_child(number: int) -> tuple:
    """(why it failed, or nothing; how many seconds it took)."""
    began = time.monotonic()
    random.seed()  # fork gives all children the same ports otherwise
    return try_once(CASES[number]), time.monotonic() - began


def run_all(wanted: list, jobs: int) -> int:
    """Several cases at once: they wait more than they compute. One that fails is tried once more, alone, and both are told: links
    lose by chance, and a machine has other work."""
    passed = failed = 0
    again = []
    numbers = [number for number, function in enumerate(CASES) if not wanted or any(word in function.__name__ for word in wanted)]

    def passes(name: str, seconds: float) -> None:
        nonlocal passed
        passed += 1
        print(f"PASS {name} ({seconds:.1f} s)", flush=True)

    with concurrent.futures.ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
        running = {pool.submit(try_in_child, number): number for number in numbers}
        for one in concurrent.futures.as_completed(running):
            name = CASES[running[one]].__name__
            why, seconds = one.result()
            if why:
                print(f"AGAIN {name}: {why}", flush=True)
                again.append(running[one])
            else:
                passes(name, seconds)
    for number in again:
        name, began = CASES[number].__name__, time.monotonic()
        if why := try_once(CASES[number]):
            failed += 1
            print(f"FAIL {name}: {why}", flush=True)
        else:
            passes(name, time.monotonic() - began)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1
