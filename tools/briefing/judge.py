"""Judges what came out of a speaker by correlating it with what was spoken.

A microphone is a file that is read in a loop from the moment `origin` (CLOCK_MONOTONIC seconds) on;
a speaker is a file whose first sample was played at its own `origin`. For a window of what was played, the
place in a talker's file where the sound is most alike tells the delay from mouth to ear, and how alike it is
tells whether that talker was heard at all.

Alike means: the course of loudness in each of 20 bands. A codec at 16 kbit/s, twice over, keeps that, and
not the waveform; neither level nor colour of the sound counts, since each band's mean is taken out.
"""
from dataclasses import dataclass, field

import numpy as np

from speech import RATE

FRAME = int(0.01 * RATE)       # the courses are sampled, and gaps measured, in steps of 10 ms
SPAN = int(0.025 * RATE)       # of sound in each frame: two pitch periods of a low voice
WINDOW = 80                    # frames: 0.8 s hold three to five syllables
HOP = 10                       # frames between windows
BANDS = 20
SPOKEN = 0.01                  # -40 dB of full scale: a frame of the source above this is speech
# Unlike speech stays below this over all places; see the judge's own test, which measures it.
HEARD = 0.78
# Playout draws speech out while packets stay away: what is not recognised as it is, is tried a tenth slower. More trials
# find more by chance, so it must be more alike.
PACES = ((1.0, HEARD), (1.1, 0.86))
# What was missed is played up to half as fast again. Where that is expected, one window in 20 of a stranger is taken for
# the talker.
CATCHING_UP = (*PACES, (0.7, 0.82), (0.66, 0.82))
ALIKE_IN_WAVE = 0.3            # from here on the waveform places a match to the sample


@dataclass
class Take:
    """A file and when its first sample met the air."""
    samples: np.ndarray
    origin: float


@dataclass
class Verdict:
    heard: float = 0.0           # share of the windows with sound in which the talker was recognised
    delay_ms: float = 0.0        # median, mouth to ear
    delay_p95_ms: float = 0.0
    longest_gap_ms: float = 0.0  # longest stretch in which the talker spoke and the speaker was silent
    level_db: float = 0.0        # of what was played against what was spoken
    windows: int = 0
    delays: list = field(default_factory=list)  # seconds
    spoken: list = field(default_factory=list)  # when each window that was recognised was spoken, as CLOCK_MONOTONIC


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples ** 2))) if len(samples) else 0.0


def courses(samples: np.ndarray) -> np.ndarray:
    """Frames x bands: the loudness in dB of 20 bands from 150 Hz to 4 kHz, even on a scale of ears (mel)."""
    count = max(0, (len(samples) - SPAN) // FRAME + 1)
    places = np.arange(count)[:, None] * FRAME + np.arange(SPAN)[None, :]
    power = np.abs(np.fft.rfft(samples[places] * np.hanning(SPAN), 512)) ** 2
    edges = 700 * (10 ** (np.linspace(mel(150), mel(4000), BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(512, 1 / RATE)
    rising = (bins[None, :] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins[None, :]) / (edges[2:] - edges[1:-1])[:, None]
    shapes = np.clip(np.minimum(rising, falling), 0, None)
    # Sound 50 dB below full scale in a band is silence to the judge: noise there must not count.
    return 10 * np.log10(power @ shapes.T + (SPAN / 2 * 10 ** -2.5) ** 2 / 10)


def mel(hertz: float) -> float:
    return 2595 * np.log10(1 + hertz / 700)


class Talker:
    """A microphone's loop, ready to be searched."""

    def __init__(self, take: Take):
        self.take = take
        self.length = len(take.samples) // FRAME  # whole frames: see whole_loop() in speech.py
        looped = np.concatenate([take.samples, take.samples[:SPAN]])
        frames = courses(looped)[:self.length]
        doubled = np.concatenate([frames, frames[:WINDOW]])
        self.spectrum = np.fft.rfft(frames, axis=0)
        sums = np.concatenate([np.zeros((1, BANDS)), np.cumsum(doubled, axis=0)])
        squares = np.concatenate([[0.0], np.cumsum(np.sum(doubled ** 2, axis=1))])
        mean = (sums[WINDOW:WINDOW + self.length] - sums[:self.length]) / WINDOW
        spread = squares[WINDOW:WINDOW + self.length] - squares[:self.length] - WINDOW * np.sum(mean ** 2, axis=1)
        # A pause is flat: nothing can be recognised in it, and nothing may.
        self.spread = np.maximum(spread, WINDOW * BANDS * 4.0)

    def best_match(self, window: np.ndarray) -> tuple[float, int]:
        """How alike (-1 to 1), and at which frame of the loop, for a window of courses."""
        centred = window - window.mean(axis=0)
        product = np.fft.irfft(np.sum(self.spectrum * np.conj(np.fft.rfft(centred, self.length, axis=0)), axis=1),
                               self.length)
        score = product / np.sqrt(self.spread * max(float(np.sum(centred ** 2)), WINDOW * BANDS * 4.0))
        place = int(np.argmax(score))
        return float(score[place]), place

    def spoken_at(self, when: float, count: int) -> np.ndarray:
        start = int(round((when - self.take.origin) * RATE))
        return self.take.samples[np.arange(start, start + count) % len(self.take.samples)]

    def refine(self, sound: np.ndarray, sample: int) -> int:
        """The place of `sound` near a sample of the loop, by its waveform where that is alike enough."""
        reach = 2 * FRAME
        around = self.take.samples[np.arange(sample - reach, sample + reach + len(sound)) % len(self.take.samples)]
        product = np.correlate(around, sound, "valid")
        best = int(np.argmax(product))
        piece = around[best:best + len(sound)]
        scale = float(np.sqrt(np.sum(piece ** 2) * np.sum(sound ** 2)))
        return sample - reach + best if scale > 0 and product[best] / scale > ALIKE_IN_WAVE else sample


def place_at_any_pace(talker: Talker, frames: np.ndarray, start: int, paces: tuple) -> int | None:
    """The frame of the talker's loop where the window is recognised; None where it is not."""
    for pace, heard in paces:
        places = start + np.round(np.arange(WINDOW) * pace).astype(int)
        if places[-1] < len(frames):
            score, place = talker.best_match(frames[places])
            if score >= heard:
                return place
    return None


def judge(talker: Talker, played: Take, begin: float, end: float, longest_delay: float = 3.0,
          paces: tuple = PACES) -> Verdict:
    """What of `talker` is in what was `played` between the monotonic times `begin` and `end`."""
    verdict = Verdict()
    first = max(0, int((begin - played.origin) * RATE) // FRAME)
    last = min(len(played.samples), int((end - played.origin) * RATE)) // FRAME
    frames = courses(played.samples[first * FRAME:last * FRAME])
    matches, lags, levels = 0, [], []
    loop_seconds = len(talker.take.samples) / RATE
    for start in range(0, len(frames) - WINDOW, HOP):
        sample = (first + start) * FRAME
        sound = played.samples[sample:sample + WINDOW * FRAME]
        if rms(sound) < SPOKEN:
            continue
        verdict.windows += 1
        place = place_at_any_pace(talker, frames, start, paces)
        if place is None:
            continue
        matches += 1
        found = talker.refine(sound[WINDOW * FRAME // 4:WINDOW * FRAME // 2], place * FRAME + WINDOW * FRAME // 4)
        spoken = talker.take.origin + (found - WINDOW * FRAME // 4) / RATE
        delay = (played.origin + sample / RATE - spoken) % loop_seconds
        if delay <= longest_delay:
            lags.append((sample + WINDOW * FRAME // 4, delay))  # where it was refined
            verdict.spoken.append(played.origin + sample / RATE - delay)
            levels.append(rms(sound) / max(rms(talker.spoken_at(spoken, WINDOW * FRAME)), 1e-6))
    if verdict.windows:
        verdict.heard = matches / verdict.windows
    if lags:
        verdict.delays = [delay for _, delay in lags]
        verdict.delay_ms = 1000 * float(np.median(verdict.delays))
        verdict.delay_p95_ms = 1000 * float(np.percentile(verdict.delays, 95))
        verdict.level_db = 20 * float(np.log10(max(np.median(levels), 1e-6)))
        verdict.longest_gap_ms = longest_gap(talker, played, lags)
    return verdict


def longest_gap(talker: Talker, played: Take, lags: list) -> float:
    """Walks the frames between the first and the last match, each against its source at the lag found nearest to it."""
    starts = np.array([start for start, _ in lags])
    delays = np.array([delay for _, delay in lags])
    steps = np.abs(np.diff(delays, prepend=delays[0], append=delays[-1]))
    longest = run = 0
    for start in range(starts[0], starts[-1], FRAME):
        # A frame is only missing if it was spoken throughout, as far as is known when: where playout goes slower or
        # faster, no better than the matches before and behind agree.
        near = 2 + int(steps[np.searchsorted(starts, start)] * RATE) // FRAME
        when = played.origin + start / RATE - float(np.interp(start, starts, delays)) - near * FRAME / RATE
        around = talker.spoken_at(when, (2 * near + 1) * FRAME).reshape(-1, FRAME)
        spoken = min(rms(frame) for frame in around)
        heard = rms(played.samples[start:start + FRAME])
        run = run + 1 if spoken > SPOKEN and heard < 0.1 * spoken else 0  # 20 dB below what was said
        longest = max(longest, run)
    return longest * 1000 * FRAME / RATE


def presence(talker: Talker, played: Take, begin: float, end: float) -> float:
    """Share of windows with sound that sound like `talker`: what a box must have near zero of its own voice."""
    return judge(talker, played, begin, end, longest_delay=1e9).heard
