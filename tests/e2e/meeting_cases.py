"""Whole briefings, judged by what comes out of the speakers."""
import time

import numpy as np

import speech
import verdicts
from e2e import BUILD, case, check
from stage import Stage

# What a listener notices as a hole in a word: three frames of 20 ms.
LONGEST_GAP_MS = 60
# How far back the deep redundancy of the default rung reaches in nine packets of ten, in whole frames.
MENDED_MS = 120


def furnish(stage: Stage, communes: int, link_options=()) -> list:
    stage.add_box("Trung tâm", 0, chair=True, link_options=link_options)
    names = [f"Xã {number}" for number in range(1, communes + 1)]
    for index, name in enumerate(names, start=1):
        stage.add_box(name, index, link_options=link_options)
    return names


def demand(found: list, longest_gap=lambda speaker, listener: None) -> None:
    for one in found:
        what = f"{one.speaker} at {one.listener}: {one.verdict.heard:.0%} of {one.verdict.windows} windows"
        check(one.ok, ("its own voice came back: " if one.speaker == one.listener else "not heard: ") + what)
        longest = longest_gap(one.speaker, one.listener)
        if longest is not None and one.speaker != one.listener:
            check(one.verdict.longest_gap_ms <= longest,
                  f"{one.speaker} at {one.listener}: a gap of {one.verdict.longest_gap_ms:.0f} ms, more than {longest} ms")


@case
def everybody_hears_every_speaker_and_nobody_itself_at_five_percent_burst_loss(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        # Each link, each way: what a speaker says crosses two of them.
        names = furnish(stage, 3, ["--delay", "60", "--jitter", "8", "--loss", "0.05", "--burst", "2"])
        stage.start()
        for name in ["Trung tâm", *names]:
            stage.speak(name, 7)
        time.sleep(1.5)
        links = {name: stage.link_stats(name) for name in stage.boxes}
        stage.stop()

        def longest_gap(speaker: str, listener: str) -> int:
            """One of these bursts in 250 or so is longer than redundancy reaches; then the rest of it may be missing."""
            burst = 20 * max(links[speaker]["up"]["longest_loss"], links[listener]["down"]["longest_loss"])
            return LONGEST_GAP_MS + max(0, burst - MENDED_MS)

        demand(verdicts.hearings(stage), longest_gap)


@case
def everybody_hears_every_speaker_on_bad_mobile_links(folder):
    with Stage(BUILD, folder, "3g-bad", seed=7, fresh=True) as stage:
        names = furnish(stage, 2)
        stage.start()
        for name in names:
            stage.speak(name, 7)
        time.sleep(1.5)
        stage.stop()
        demand(verdicts.hearings(stage))


def tone(folder, hertz: int):
    """A microphone that hears a tone: what tells three voices apart when they sound at once."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"tone-{hertz}.wav"
    time_axis = np.arange(2 * speech.RATE) / speech.RATE
    speech.write_wav(path, (0.2 * np.sin(2 * np.pi * hertz * time_axis)).astype(np.float32))
    return path


def tone_level(sound: np.ndarray, hertz: int) -> float:
    """The tone's share of the sound's energy."""
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    bins = np.fft.rfftfreq(len(sound), 1 / speech.RATE)
    return float(np.sum(power[np.abs(bins - hertz) < 15]) / max(np.sum(power), 1e-9))


@case
def a_meeting_at_48_khz_is_heard_and_so_are_boxes_at_16_khz_beside_it(folder):
    for mixer, boxes in ((48_000, 48_000), (48_000, 16_000), (16_000, 48_000)):
        with Stage(BUILD, folder / f"{mixer}-{boxes}", "clean", mixer_settings=f"[audio]\nrate_hz = {mixer}",
                   sound_settings=f"rate_hz = {boxes}", fresh=True) as stage:
            names = furnish(stage, 1)
            stage.start()
            stage.speak(names[0], 6)
            time.sleep(1)
            stage.stop()
            demand(verdicts.hearings(stage), lambda *_: LONGEST_GAP_MS)


@case
def two_talkers_and_the_chair_speak_at_once_under_the_open_policy(folder):
    tones = {"Trung tâm": 400, "Xã 1": 700, "Xã 2": 1100}
    with Stage(BUILD, folder, "4g", mixer_settings='[floor]\npolicy = "open"\nopen_microphones = 2', fresh=True) as stage:
        for index, (name, hertz) in enumerate(tones.items()):
            stage.add_box(name, index, chair=index == 0, recording=tone(folder / "tones", hertz))
        stage.add_box("Xã 3", 3)
        stage.start()
        for name in tones:
            stage.press(name)
        for name in tones:
            stage.wait_for(lambda name=name: stage.floor_of(name) == "speaking", 5, f"{name} to speak")
        stage.press("Xã 3")
        stage.wait_for(lambda: stage.floor_of("Xã 3") == "waiting", 5, "the third member to wait")
        time.sleep(7)
        stage.stop()
        for listener, box in stage.boxes.items():
            played, rate = speech.read_wav(box.speaker)
            sound = played[-4 * rate:-rate]  # the prompts are over by then
            for speaker, hertz in tones.items():
                share = tone_level(sound, hertz)
                if speaker == listener:
                    check(share < 0.001, f"{speaker} hears itself ({share:.2%} of the energy)")
                else:
                    check(share > 0.1, f"{speaker} is {share:.2%} of what {listener} played")


@case
def a_recording_can_be_spoken_in_and_a_loss_of_forty_percent_leaves_words_that_are_recognised(folder):
    for loss, least in ((0.01, 0.85), (0.10, 0.75), (0.40, 0.35)):
        with Stage(BUILD, folder / f"{loss:.0%}", "clean", fresh=True) as stage:
            # The speaker's link loses; two that do leave a third of what is said.
            stage.add_box("Nói", 0, link_options=["--loss", str(loss), "--burst", "2"])
            stage.add_box("Nghe", 1)
            stage.start(30)
            stage.speak("Nói", 8)
            time.sleep(1)
            stage.stop()
            heard = next(one for one in verdicts.hearings(stage) if one.speaker != one.listener)
            check(heard.verdict.heard >= least,
                  f"at {loss:.0%} loss {heard.verdict.heard:.0%} of the windows were recognised, not {least:.0%}")


@case
def two_buttons_in_the_same_instant_make_a_queue_of_two(folder):
    with Stage(BUILD, folder, "4g", fresh=True) as stage:
        names = furnish(stage, 2)
        stage.start()
        for name in names:
            stage.press(name)
        stage.wait_for(lambda: sorted(stage.row(name)["place"] for name in names) == [1, 2], 5, "places 1 and 2")
        stage.steer("grant", "next")
        stage.wait_for(lambda: len(stage.meeting()["speakers"]) == 1, 3, "one speaker")
        check(len(stage.meeting()["queue"]) == 1, "the other one lost its place")


@case
def the_lamp_files_and_the_status_follow_the_floor(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        names = furnish(stage, 1)
        stage.start()
        lamp = stage.boxes[names[0]].folder / "leds" / "floor" / "brightness"

        def lit(seconds):
            seen = set()
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                seen.add(lamp.read_text().strip())
                time.sleep(0.02)
            return seen

        check(lit(1) == {"0"}, "the lamp of the floor is lit before anybody asked")
        stage.press(names[0])
        stage.wait_for(lambda: stage.floor_of(names[0]) == "waiting", 3, "the box to wait")
        check(lit(3) >= {"0", "1"}, "the lamp does not blink while the box waits")
        stage.steer("grant", "next")
        stage.wait_for(lambda: stage.box_status(names[0])["view"]["floor"] == "speaking", 3, "the floor")
        time.sleep(0.2)
        check(lit(1) == {"1"}, "the lamp is not steady while the box speaks")
