"""Packet files made and heard: giaoban-replay and giaoban-speex-peer, one call each."""
import csv
import json
import subprocess
import sys
from pathlib import Path

CONVERSATION = ("ours, conversation", [])
LISTENING = ("ours, listening", ["--mode", "listening"])
PEER = ("speexdsp", None)
RECEIVERS = [CONVERSATION, LISTENING, PEER]

# What the marks were measured with.
STREAM = ["--bitrate", "24000", "--frame", "20", "--expect-loss", "10", "--fec", "--dred", "0"]


class RunFailed(Exception):
    pass


class Bench:
    """The programs of one build, the speech, and a folder for what lies between."""

    def __init__(self, build: Path, folder: Path, speech: list, seconds: float, seed: int):
        self.replay = build / "bin" / "giaoban-replay"
        self.peer = build / "bin" / "giaoban-speex-peer"
        for program in (self.replay, self.peer):
            if not program.exists():
                raise RunFailed(f"there is no {program}: build it first "
                                f"(cmake --build {build} --target giaoban-replay giaoban-speex-peer)")
        self.folder = folder
        self.speech = speech
        self.seconds = seconds
        self.seed = seed
        self.count = 0

    def _run(self, words: list) -> str:
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RunFailed(f"{' '.join(str(word) for word in words)}: {done.stderr.strip() or done.returncode}")
        return done.stdout

    def rungs(self) -> list:
        """Of each rung: number, ms a packet, bit/s, loss expected in percent, FEC, ms of DRED."""
        return [[int(word) for word in line.split()] for line in self._run([self.replay, "--rungs"]).splitlines()]

    def path(self, ending: str) -> Path:
        self.count += 1
        return self.folder / f"{self.count}{ending}"

    def make(self, stream: list, link: list, wavs: list = (), seconds: float = 0, seed: int = 0) -> Path:
        """The speech (or other WAV files) in a stream over a link."""
        packets = self.path(".txt")
        length = seconds or (0 if wavs else self.seconds)
        self._run([self.replay, "--make", packets, "--wav", *(wavs or self.speech), "--seconds", length,
                   "--seed", seed or self.seed, *stream, *link])
        return packets

    def hear(self, packets: Path, receiver: tuple, wav: Path = None, ticks: Path = None, options: list = ()) -> dict:
        """The figures of one receiver; `wav` at 16 kHz and `ticks` (CSV) where they are wanted."""
        _, mode = receiver
        if mode is None:
            spare = self.folder / "unheard.wav"
            words = [self.peer, packets, *([wav or spare] if wav or ticks else []), *([ticks] if ticks else [])]
            return json.loads(self._run(words))
        words = [self.replay, packets, "--sample-rate", 16000, "--out-rate", 16000, *mode, *options]
        words += ["--out", wav] if wav else []
        words += ["--csv", ticks] if ticks else []
        return json.loads(self._run(words))


def read_ticks(path: Path) -> list:
    """The lines of a CSV of giaoban-replay; numbers as numbers, and nothing where nothing is."""
    with open(path, newline="", encoding="ascii") as file:
        return [{name: value if name == "kind" else float(value) if value else None for name, value in row.items()}
                for row in csv.DictReader(file)]


def origin_ms(packets: Path) -> float:
    """When the sound of timestamp 0 would be heard over a link of no delay."""
    with open(packets, encoding="ascii") as file:
        _, word, _, at = file.readline().split()
    if word != "origin":
        raise RunFailed(f"{packets} was not made by giaoban-replay")
    return float(at) / 1000


def say(text: str) -> None:
    print(text, flush=True)


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
