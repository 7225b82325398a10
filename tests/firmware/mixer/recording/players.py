#!/usr/bin/python3
"""Real players judge recordings: opusinfo finds nothing to warn of, ffprobe knows length and chapters, ffmpeg's own
decoder and libopus give out each sound at its time and zeros between. And recorders are killed at random moments.

  players.py STUDIO [--kills N] [--seed N]      STUDIO is the program of studio.cpp

The last line is `ok` or what was wrong; with --rates it measures what an hour of recording takes on each rung."""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy

TICK = 160  # 10 ms at 16 kHz


def run(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    text = done.stdout.decode(errors="replace")
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(str(word) for word in command)} answers {done.returncode}: {text[-800:]}")
    return text


def opusinfo(file):
    text = run("opusinfo", file)
    for line in text.splitlines():
        assert "WARNING" not in line and "ERROR" not in line, f"opusinfo of {file}: {line}"
    return text


def ffprobe(file):
    text = subprocess.run(["ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_streams", "-show_chapters", str(file)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    assert not text.stderr, f"ffprobe of {file}: {text.stderr.decode()}"
    return json.loads(text.stdout)


def decode(file, decoder, *seek):
    done = subprocess.run(["ffmpeg", "-v", "warning", "-c:a", decoder, *seek, "-i", str(file), "-f", "s16le", "-ac", "1", "-ar", "16000", "-"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    assert not done.stderr, f"ffmpeg of {file}: {done.stderr.decode()[:800]}"
    return numpy.frombuffer(done.stdout, dtype="<i2").astype(float)


def loudness(sound):
    """The fourth root of the power of each 10 ms: what is left of speech when a codec has not kept its phases."""
    frames = sound[: len(sound) // TICK * TICK].reshape(-1, TICK)
    return numpy.mean(frames**2, axis=1) ** 0.25


def place_of(spoken, heard, around):
    """Where, in ms around its time, a sound is most like what was spoken, and how like."""
    best = (-1.0, 0)
    part = loudness(spoken)
    for shift in range(-TICK * around // 10, TICK * around // 10 + 1, 16):
        begin = TICK * around // 10 + shift
        other = loudness(heard[begin: begin + len(spoken)])
        best = max(best, (float(numpy.corrcoef(part, other)[0, 1]), shift / 16))
    return best


def read_wav(file):
    with wave.open(str(file)) as wav:
        return numpy.frombuffer(wav.readframes(wav.getnframes()), dtype="<i2").astype(float)


# As studio.cpp holds the meeting: turns in seconds, each after the other's end or after a pause.
TURNS = [(2.4, 8.4), (9.6, 15.6), (15.6, 21.6), (21.6, 24.5), (38.4, 44.4)]
PAUSES = [(0.0, 2.38), (8.45, 9.55), (25.3, 38.35), (44.45, 60.0)]


def judge_meeting(studio, folder):
    run(studio, "meeting", folder)
    file = folder / "m1.opus"
    opusinfo(file)
    known = ffprobe(file)
    assert abs(float(known["format"]["duration"]) - 60.0) < 0.05, known["format"]
    assert known["streams"][0]["codec_name"] == "opus" and known["streams"][0]["channels"] == 1
    chapters = [(float(c["start_time"]), c["tags"]["title"]) for c in known["chapters"]]
    assert chapters == [(2.4, "Chủ tọa"), (9.6, "Xã Hồng Thái"), (38.4, "Xã Tân Trào")], chapters
    spoken = read_wav(folder / "heard.wav")
    for decoder in "opus", "libopus":
        heard = decode(file, decoder)
        assert abs(len(heard) / 16000 - 60.0) < 0.05, len(heard) / 16000
        for begin, end in TURNS:
            part = spoken[int(begin * 16000): int(end * 16000)]
            around = 200
            likeness, shift = place_of(part, heard[int(begin * 16000) - 16 * around: int(end * 16000) + 16 * around], around)
            print(f"{decoder}: turn at {begin} s: likeness {likeness:.3f}, {shift:+.0f} ms away")
            assert likeness > 0.85 and abs(shift) <= 20, "not where it was spoken"
        for begin, end in PAUSES:
            part = heard[int(begin * 16000): int(end * 16000)]
            assert numpy.max(numpy.abs(part)) == 0, f"{decoder}: no silence from {begin} to {end} s"
        # A player that begins in a pause, and one that begins in a turn.
        assert numpy.max(numpy.abs(decode(file, decoder, "-ss", "30")[: 16000])) == 0
        later = decode(file, decoder, "-ss", "40")
        likeness, shift = place_of(spoken[int(40.5 * 16000): int(43 * 16000)], later[int(0.3 * 16000): int(3.2 * 16000)], 200)
        assert likeness > 0.85 and abs(shift) <= 20, f"{decoder}: sought to 40 s, and is {shift} ms away ({likeness})"
    for track in sorted((folder / "m1.tracks").glob("*.opus")):
        opusinfo(track)
        assert ffprobe(track)["streams"][0]["tags"]["ARTIST"] == "Xã Hồng Thái"
    heard = decode(folder / "m1.tracks" / "box-2.opus", "libopus")
    likeness, shift = place_of(spoken[int(9.6 * 16000): int(15.6 * 16000)], heard[int(9.4 * 16000): int(15.8 * 16000)], 200)
    print(f"track of box 2: likeness {likeness:.3f}, {shift:+.0f} ms away")
    assert likeness > 0.85 and abs(shift) <= 20


def kill_some(studio, folder, kills, rng):
    """In groups, so that many moments are tried in little time."""
    worst = {"m1.opus": 0.0, "m1.tracks/box-1.opus": 0.0}
    for first in range(0, kills, 6):
        running = []
        for which in range(first, min(first + 6, kills)):
            place = folder / f"killed{which}"
            with open(folder / f"fed{which}", "wb") as fed:
                process = subprocess.Popen([str(studio), "live", str(place)], stdout=fed, stderr=subprocess.DEVNULL)
            running.append((time.monotonic() + rng.uniform(0.3, 4.0), which, place, process))
        for due, which, place, process in sorted(running, key=lambda one: one[0]):
            time.sleep(max(0.0, due - time.monotonic()))
            process.kill()
            process.wait()
            lines = [[int(word) for word in line.split()] for line in (folder / f"fed{which}").read_text().splitlines()]
            fed = lines[-1][0] / 1000 if lines else 0.0
            # A machine that cannot wake a thread in time for its sound cannot for its disk either.
            allowed = 1.0 + max((late for _, late in lines[-50:]), default=0) / 1000
            run(studio, "repair", place)
            for name in worst:
                file = place / name
                if not file.exists():
                    assert fed <= allowed, f"{fed} s were handed in and {name} is not there"
                    continue
                opusinfo(file)
                known = ffprobe(file)
                kept = float(known["format"]["duration"])
                worst[name] = max(worst[name], fed - kept)
                assert fed - kept <= allowed, f"{name}: {fed} s were handed in and {kept} s are kept"
                assert abs(len(decode(file, "libopus")) / 16000 - kept) < 0.05
                if name == "m1.opus":
                    turns = len(known["chapters"])
                    assert turns >= int(max(0.0, kept - 0.1) / 0.5), f"{turns} chapters of {kept} s"
            assert run(studio, "repair", place) == "", "repaired a second time"
    for name, loss in worst.items():
        print(f"{kills} kills: {name} lost {loss:.3f} s at most")


def measure_rates(studio, folder):
    for rung in range(10):
        place = folder / f"rung{rung}"
        run(studio, "rate", place, rung)
        size = (place / "rate.opus").stat().st_size - 65353
        print(f"rung {rung}: {size * 30 / 1e6:.1f} MB an hour of speech, and 65 kB a file")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("studio", type=Path)
    arguments.add_argument("--kills", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=None)
    arguments.add_argument("--rates", action="store_true")
    wanted = arguments.parse_args()
    seed = wanted.seed if wanted.seed is not None else random.randrange(1_000_000)
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory(prefix="giaoban-players-") as place:
        folder = Path(place)
        if wanted.rates:
            measure_rates(wanted.studio, folder)
            return 0
        (folder / "meeting").mkdir()
        judge_meeting(wanted.studio, folder / "meeting")
        kill_some(wanted.studio, folder, wanted.kills, random.Random(seed))
    print("ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
