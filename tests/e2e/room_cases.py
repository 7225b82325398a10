"""Citizens' reception: what is said in a private room is heard there and nowhere else."""
import time

import judge
import verdicts
from e2e import BUILD, case, check
from meeting_cases import furnish
from stage import Stage

TOLD = 3.5  # seconds that a box says that the private room has ended, over what the others say


def packets_of_sound(stage: Stage, name: str) -> int:
    return stage.box_status(name)["counters"]["audio received"]


def take_floor(stage: Stage, name: str) -> None:
    stage.press(name)
    stage.wait_for(lambda: stage.floor_of(name) in ("waiting", "speaking"), 5, f"{name} to ask")
    if stage.floor_of(name) == "waiting":
        stage.steer("grant", name)
    stage.wait_for(lambda: stage.box_status(name)["view"]["floor"] == "speaking", 5, f"{name} to have the floor")


@case
def a_private_room_is_heard_by_those_in_it_and_by_nobody_else(folder):
    with Stage(BUILD, folder, "4g", fresh=True) as stage:
        citizen, official, speaker, listener = furnish(stage, 4)
        elsewhere = ["Trung tâm", speaker, listener]
        stage.start()
        stage.steer("open-room", "Tiếp công dân", citizen, official)
        stage.wait_for(lambda: stage.box_status(official)["last_prompt"] == "private_room", 5, "the official to be told")
        take_floor(stage, citizen)
        time.sleep(verdicts.SETTLE)
        # Only the private room has anything to say: the others are sent no sound at all.
        before = {name: packets_of_sound(stage, name) for name in elsewhere + [official]}
        alone = time.monotonic()
        time.sleep(6)
        for name in elsewhere:
            check(packets_of_sound(stage, name) == before[name], f"{name} was sent packets of a room that it is not in")
        check(packets_of_sound(stage, official) > before[official] + 20, "the official was not sent what the citizen said")
        take_floor(stage, speaker)
        both = time.monotonic() + verdicts.SETTLE
        time.sleep(verdicts.SETTLE + 7)
        over = time.monotonic()
        stage.steer("close-room", "1")
        stage.wait_for(lambda: stage.box_status(official)["last_prompt"] == "private_room_over", 5, "the room to end")
        back = time.monotonic() + verdicts.SETTLE + TOLD
        time.sleep(verdicts.SETTLE + TOLD + 7)
        end = time.monotonic()
        check(stage.meeting()["rooms"] == [], "the room is still there")
        stage.stop()

        taken = verdicts.takes(stage)

        def heard(talker: str, at: str, begin: float, until: float) -> judge.Verdict:
            return judge.judge(taken[talker][0], taken[at][1], begin, until)

        def demand_heard(talker: str, at: str, begin: float, until: float) -> None:
            verdict = heard(talker, at, begin, until)
            check(verdict.windows >= 5 and verdict.heard >= verdicts.HEARD_SHARE,
                  f"{talker} at {at}: {verdict.heard:.0%} of {verdict.windows} windows")

        def demand_silence(talker: str, at: str, begin: float, until: float) -> None:
            verdict = heard(talker, at, begin, until)
            check(verdict.heard <= verdicts.OWN_SHARE or verdict.heard * verdict.windows < verdicts.OWN_WINDOWS,
                  f"{talker} is heard in another room, at {at}: {verdict.heard:.0%} of {verdict.windows} windows")

        demand_heard(citizen, official, alone, over - verdicts.SETTLE)
        demand_heard(speaker, listener, both, over)
        for name in elsewhere:
            demand_silence(citizen, name, alone, end)
        for name in (citizen, official):
            demand_silence(speaker, name, both, over)
            demand_heard(speaker, name, back, end)
