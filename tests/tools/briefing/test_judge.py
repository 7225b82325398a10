#!/usr/bin/python3
"""The judge is only worth something if it can say no: each verdict is provoked both ways."""
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools" / "briefing"))
import judge  # noqa: E402
import speech  # noqa: E402
from judge import Take, Talker  # noqa: E402


class JudgeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            cls.voices = [speech.read_wav(speech.synthesize(i, Path(folder) / f"{i}.wav"))[0]
                          for i in range(4)]
        cls.noise = np.random.default_rng(7)

    def played(self, voice, delay, seconds=8.0, gain=1.0):
        loop = np.tile(self.voices[voice], 4)
        lead = np.zeros(int(delay * speech.RATE), dtype=np.float32)
        return np.concatenate([lead, loop])[:int(seconds * speech.RATE)] * gain

    def test_a_talker_who_was_played_is_heard_with_his_delay_and_level(self):
        talker = Talker(Take(self.voices[1], 100.0))
        verdict = judge.judge(talker, Take(self.played(1, 0.25, gain=0.5), 100.0), 100.0, 108.0)
        self.assertGreater(verdict.heard, 0.95)
        self.assertAlmostEqual(verdict.delay_ms, 250, delta=1)
        self.assertAlmostEqual(verdict.level_db, -6, delta=0.5)
        self.assertLess(verdict.longest_gap_ms, 20)

    def test_the_origins_of_both_files_are_taken_into_account(self):
        talker = Talker(Take(self.voices[1], 93.0))
        length = len(self.voices[1])
        shift = int(7.0 * speech.RATE) % length  # the speaker's file begins 7 s after the microphone's
        sound = np.roll(np.tile(self.voices[1], 4), -shift + int(0.1 * speech.RATE))
        verdict = judge.judge(talker, Take(sound[:8 * speech.RATE], 100.0), 100.0, 108.0)
        self.assertAlmostEqual(verdict.delay_ms, 100, delta=1)

    def test_nobody_is_taken_for_somebody_else(self):
        for said in range(4):
            played = Take(self.played(said, 0.2), 0.0)
            for other in range(4):
                share = judge.presence(Talker(Take(self.voices[other], 0.0)), played, 0.0, 8.0)
                if other == said:
                    self.assertGreater(share, 0.9, f"voice {said} was not recognised")
                else:
                    self.assertLess(share, 0.03, f"voice {other} was found in voice {said}")

    def test_a_talker_who_is_played_a_tenth_slower_is_recognised(self):
        sound = self.played(2, 0.1)
        stretched = []
        for start in range(0, len(sound) - 1600, 1600):  # 10 ms more for each 100
            stretched += [sound[start:start + 1600], sound[start + 1440:start + 1600]]
        verdict = judge.judge(Talker(Take(self.voices[2], 0.0)), Take(np.concatenate(stretched), 0.0), 0.0, 8.0)
        self.assertGreater(verdict.heard, 0.9)

    def test_a_talker_who_is_caught_up_with_is_recognised_where_that_is_expected(self):
        sound = self.played(2, 0.1)
        faster = [sound[start:start + 690] for start in range(0, len(sound) - 1000, 1000)]  # 31 ms of each 100 left out
        take = Take(np.concatenate(faster), 0.0)
        for other in range(4):
            share = judge.judge(Talker(Take(self.voices[other], 0.0)), take, 0.0, 8.0, paces=judge.CATCHING_UP).heard
            (self.assertGreater if other == 2 else self.assertLess)(share, 0.7 if other == 2 else 0.06)

    def test_a_hole_in_the_middle_of_a_word_is_measured(self):
        sound = self.played(2, 0.1)
        level = np.abs(sound).reshape(-1, judge.FRAME).max(axis=1)
        loud = int(np.argmax(np.convolve(level > 0.05, np.ones(12), "valid") == 12))
        sound[loud * judge.FRAME:(loud + 9) * judge.FRAME] = 0
        verdict = judge.judge(Talker(Take(self.voices[2], 0.0)), Take(sound, 0.0), 0.0, 8.0)
        self.assertGreaterEqual(verdict.longest_gap_ms, 70)
        self.assertLessEqual(verdict.longest_gap_ms, 100)

    def test_noise_hides_nobody_at_ten_decibels_and_silence_is_nobody(self):
        sound = self.played(3, 0.1)
        loudness = judge.rms(sound)
        noisy = sound + self.noise.normal(0, loudness * 10 ** -0.5, len(sound)).astype(np.float32)
        talker = Talker(Take(self.voices[3], 0.0))
        self.assertGreater(judge.judge(talker, Take(noisy, 0.0), 0.0, 8.0).heard, 0.7)
        silence = judge.judge(talker, Take(np.zeros_like(sound), 0.0), 0.0, 8.0)
        self.assertEqual((silence.heard, silence.windows), (0.0, 0))


if __name__ == "__main__":
    outcome = unittest.main(exit=False, verbosity=1).result
    bad = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - bad} passed, {bad} failed")
    sys.exit(1 if bad or not outcome.testsRun else 0)
