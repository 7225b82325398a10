"""The box's link as the kernel's netem has it: delay, jitter, loss, a narrow rate, none at all, a cable pulled out."""
import time

import judge
from cases import case
from e2e import check
from sound_cases import A, B, CHAIR, demand, meeting, three
from verdicts import heard_between

# What `3g-bad` of giaoban-linksim is, in netem's words: loss in bursts of two, queueing and no overtaking.
MOBILE = "delay 110ms 22ms distribution normal loss gemodel 2.5% 50% rate 128kbit".split()


@case
def speech_crosses_two_bad_mobile_links(place):
    with meeting(place, link_options=MOBILE) as stage:
        three(stage)
        stage.take_floor(A)
        began = time.monotonic()
        time.sleep(25)
        end = time.monotonic()
        stage.stop()
        for listener in (CHAIR, B):
            demand(heard_between(stage, A, listener, began + 3, end, longest_delay=4), f"at {listener}", heard=0.85,
                   gap_ms=200, delay_ms=(250, 3000), windows=100)


def missed(spoken: list, begin: float, end: float) -> float:
    """The share of the half seconds from begin to end of which nothing was recognised."""
    halves = [begin + 0.5 * i for i in range(int((end - begin) / 0.5))]
    window = judge.WINDOW * judge.FRAME / judge.RATE
    return sum(not any(at - window < half < at + window for at in spoken) for half in halves) / len(halves)


def what_was_said_in_an_outage(place, seconds: float, cut, mend, spoken_over=False) -> None:
    """`spoken_over`: the box says meanwhile, over it, that the connection is lost and back; then the judge hears the prompts,
    and the box's own count says whether a word was left out."""
    with meeting(place, link_options=["delay", "40ms"]) as stage:
        three(stage)
        stage.take_floor(A)
        time.sleep(2)
        cut(stage)
        dead = time.monotonic()
        time.sleep(seconds)
        mend(stage)
        back = time.monotonic()
        stage.wait_for(lambda: stage.joined(B), 3, "the box to be back")
        stage.wait_for(lambda: stage.box_status(B)["behind_ms"] > 0, 3, "it to catch up")
        check("long winks" in stage.box_status(B)["lamps"], f"catching up the lamps say {stage.box_status(B)['lamps']}")
        stage.wait_for(lambda: stage.box_status(B)["behind_ms"] == 0, 3 * seconds + 3, "it to be live")
        live = time.monotonic()
        left_out = stage.counter(B, "skipped ms")
        time.sleep(5)
        end = time.monotonic()
        stage.stop()
        print(f"     live again {live - back:.1f} s after an outage of {seconds:g} s")
        check(live - back <= 3 * seconds + 1, f"{live - back:.1f} s until it was live")
        demand(heard_between(stage, A, CHAIR, dead, back), "the others meanwhile", windows=30)
        check(left_out < 100, f"{left_out} ms of what was said were left out")
        after = heard_between(stage, A, B, back, live, longest_delay=seconds + 3, paces=judge.CATCHING_UP)
        lost = missed(after.spoken, dead + 0.5, back - 0.5)
        check(spoken_over or lost <= 0.2, f"{lost:.0%} of what was said in the outage was not heard ({after.windows} windows)")
        # Packets that wait for the cable's neighbour to be found again come in a burst: a listener goes as deep as that.
        demand(heard_between(stage, A, B, live, end), "once live", delay_ms=(0, 3000))


@case
def what_was_said_while_all_packets_were_lost_is_heard_afterwards(place):
    what_was_said_in_an_outage(place, 5, lambda stage: stage.netem(B, "loss", "100%"), lambda stage: stage.netem(B, "delay", "40ms"))


@case
def what_was_said_while_the_cable_was_out_is_heard_afterwards(place):
    what_was_said_in_an_outage(place, 5, lambda stage: stage.cable(B, False), lambda stage: stage.cable(B, True),
                               spoken_over=True)


@case
def a_box_whose_cable_is_out_says_no_network_by_its_lamp(place):
    with meeting(place) as stage:
        three(stage)
        stage.cable(B, False)
        stage.wait_for(lambda: "two winks" in stage.box_status(B)["lamps"], 15, "the box to say that there is no network")
        winks = stage.boxes[B].link_lamp.winks(8)
        check(winks and set(winks) == {2}, f"the lamp on the board gives two winks, not {winks}")
        stage.cable(B, True)
        back = time.monotonic()
        stage.wait_for(lambda: stage.joined(B), 5, "the box to be back")
        print(f"     back {time.monotonic() - back:.1f} s after the cable")
