"""Judges what came out of a speaker by correlating it with what was spoken.

A microphone is a file that is read in a loop from the moment `origin` (CLOCK_MONOTONIC seconds) on;
a speaker is a file whose first sample was played at its own `origin`. So for a window of what was
played, the lag of the best match in a talker's file tells the delay from mouth to ear, and how good
the match is tells whether that talker was heard at all.
"""
from dataclasses import dataclass, field

import numpy as np

from speech import RATE

WINDOW = int(0.4 * RATE)   # long enough to hold several pitch periods of any voice and a few syllables
HOP = int(0.1 * RATE)
FRAME = int(0.01 * RATE)   # gaps are measured in steps of 10 ms
SPOKEN = 0.01              # -40 dB of full scale: a frame of the source above this is speech
# Correlation of unlike speech in windows of this length peaks below this over all lags;
# see the judge's own test, which measures it on the sentences of a briefing.
HEARD = 0.60


@dataclass
class Take:
    """A file and when its first sample met the air."""
    samples: np.ndarray
    origin: float


@dataclass
class Verdict:
    heard: float = 0.0          # share of the windows with sound in which the talker was recognised
    delay_ms: float = 0.0       # median, mouth to ear
    delay_p95_ms: float = 0.0
    longest_gap_ms: float = 0.0  # longest stretch in which the talker spoke and the speaker was silent
    level_db: float = 0.0       # of what was played against what was spoken
    windows: int = 0
    delays: list = field(default_factory=list)


def best_match(window: np.ndarray, loop_spectrum: np.ndarray, loop_energy: np.ndarray) -> tuple[float, int]:
    """Normalised correlation and place of the best match of `window` in a loop."""
    length = len(loop_energy)
    product = np.fft.irfft(loop_spectrum * np.conj(np.fft.rfft(window, length)), length)
    scale = np.sqrt(loop_energy) * float(np.sqrt(np.sum(window ** 2)))
    score = product / np.maximum(scale, 1e-6)
    place = int(np.argmax(score))
    return float(score[place]), place


class Talker:
    """A microphone's loop, ready to be searched."""

    def __init__(self, take: Take):
        self.take = take
        loop = take.samples
        self.spectrum = np.fft.rfft(loop)
        doubled = np.concatenate([loop, loop[:WINDOW]]) ** 2
        running = np.concatenate([[0.0], np.cumsum(doubled, dtype=np.float64)])
        energy = running[WINDOW:WINDOW + len(loop)] - running[:len(loop)]
        # Where the loop pauses there is nothing to recognise: keep such places from matching noise.
        self.energy = np.maximum(energy, WINDOW * SPOKEN ** 2)

    def spoken_at(self, when: float, count: int) -> np.ndarray:
        start = int(round((when - self.take.origin) * RATE))
        return self.take.samples[np.arange(start, start + count) % len(self.take.samples)]


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples ** 2))) if len(samples) else 0.0


def judge(talker: Talker, played: Take, begin: float, end: float, longest_delay: float = 3.0) -> Verdict:
    """What of `talker` is in what was `played` between the monotonic times `begin` and `end`."""
    verdict = Verdict()
    first = max(0, int((begin - played.origin) * RATE))
    last = min(len(played.samples), int((end - played.origin) * RATE))
    matches, lags = 0, []
    levels = []
    for start in range(first, last - WINDOW, HOP):
        window = played.samples[start:start + WINDOW]
        if rms(window) < SPOKEN:
            continue
        verdict.windows += 1
        score, place = best_match(window, talker.spectrum, talker.energy)
        if score < HEARD:
            continue
        matches += 1
        spoken = talker.take.origin + place / RATE
        loop_seconds = len(talker.take.samples) / RATE
        delay = (played.origin + start / RATE - spoken) % loop_seconds
        if delay <= longest_delay:
            lags.append((start, delay))
            source = talker.spoken_at(played.origin + start / RATE - delay, WINDOW)
            levels.append(rms(window) / max(rms(source), 1e-6))
    if verdict.windows:
        verdict.heard = matches / verdict.windows
    if lags:
        delays = [delay for _, delay in lags]
        verdict.delays = delays
        verdict.delay_ms = 1000 * float(np.median(delays))
        verdict.delay_p95_ms = 1000 * float(np.percentile(delays, 95))
        verdict.level_db = 20 * float(np.log10(max(np.median(levels), 1e-6)))
        verdict.longest_gap_ms = longest_gap(talker, played, lags)
    return verdict


def longest_gap(talker: Talker, played: Take, lags: list) -> float:
    """Walks the frames between the first and the last match, each against its source at the lag found nearest to it."""
    starts = np.array([start for start, _ in lags])
    delays = np.array([delay for _, delay in lags])
    longest = run = 0
    for start in range(starts[0], starts[-1], FRAME):
        delay = float(np.interp(start, starts, delays))
        when = played.origin + start / RATE - delay
        # The source's neighbourhood counts: a frame is only missing if it was spoken throughout.
        around = talker.spoken_at(when - 0.01, 3 * FRAME).reshape(3, FRAME)
        spoken = min(rms(frame) for frame in around)
        heard = rms(played.samples[start:start + FRAME])
        run = run + 1 if spoken > SPOKEN and heard < 0.1 * spoken else 0  # 20 dB below what was said
        longest = max(longest, run)
    return longest * 1000 * FRAME / RATE


def presence(talker: Talker, played: Take, begin: float, end: float) -> float:
    """Share of windows with sound that sound like `talker`: what a box must have near zero of its own voice."""
    return judge(talker, played, begin, end, longest_delay=1e9).heard
