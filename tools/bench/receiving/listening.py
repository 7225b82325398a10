"""No word lost: what a listener hears who fetches what was missed, and how soon it is live again."""
from pathlib import Path

import jitter
import runs
from runs import say

OUTAGES = [1, 5, 15, 60]
BEGIN = 20.0
ROUND_TRIP_MS = 100
# Live is as near as playout wants it, and what it gives back by itself within a second.
NEAR_MS = 60
OPTIONS = ["--catch-up", "--rtt", ROUND_TRIP_MS]


def heard(bench: runs.Bench, link: list, seconds: float) -> tuple:
    packets = bench.make(runs.STREAM, link, seconds=seconds)
    path = bench.folder / "ticks.csv"
    figures = bench.hear(packets, runs.LISTENING, ticks=path, options=OPTIONS)
    origin = runs.origin_ms(packets)
    packets.unlink()
    return figures, runs.read_ticks(path), origin


def places(ticks: list, origin: float) -> list:
    """When a tick ended, and what had been spoken of by then, in seconds; only where something is heard."""
    return [((tick["at_ms"] + 20) / 1000, (tick["at_ms"] + 20 - tick["delay_ms"] - origin) / 1000)
            for tick in ticks if tick["delay_ms"] is not None]


def fastest(known: list) -> float:
    """The most that is heard in two seconds, of two seconds."""
    most, begin = 0.0, 0
    for at, spoken in known:
        while known[begin][0] < at - 2:
            begin += 1
        if at - known[begin][0] > 1.9:
            most = max(most, (spoken - known[begin][1]) / (at - known[begin][0]))
    return most


def steps_back(known: list) -> int:
    """How often something is heard that was spoken before what was heard last; a stretch plays up to 20 ms once more."""
    return sum(b[1] < a[1] - 0.02 for a, b in zip(known, known[1:]))


def live_after(ticks: list, end: float) -> float:
    """Seconds from the end of an outage until what is heard is as near as playout wants it; none if it never is."""
    return next((tick["at_ms"] / 1000 - end for tick in ticks if tick["at_ms"] / 1000 >= end + 0.5
                 and tick["delay_ms"] is not None and tick["delay_ms"] <= tick["target_ms"] + NEAR_MS), float("nan"))


def row(name: str, figures: dict, known: list, live: str) -> str:
    played = 100 * figures["played_samples"] / figures["sent_samples"]
    return (f"| {name} | {played:.2f} | {steps_back(known)} | {fastest(known):.2f} | {live} | "
            f"{figures['interruptions']} | {figures['delay_mean_ms'] / 1000:.1f} |")


def table(bench: runs.Bench, traces: Path) -> None:
    say(f"Round trip {ROUND_TRIP_MS} ms.\n")
    say("| link | spoken samples played, % | out of order | fastest 2 s, times | live again after the outage's end, s | "
        "interruptions | mean delay, s |")
    say("|---|---|---|---|---|---|---|")
    for length in OUTAGES:
        figures, ticks, origin = heard(bench, ["--outages", f"{BEGIN}+{length}"], BEGIN + 5 * length + 20)
        live = live_after(ticks, BEGIN + length)
        say(row(f"outage of {length} s", figures, places(ticks, origin), f"{live:.1f} ({live / length:.1f} times)"))
    for percent in (20, 40):
        figures, ticks, origin = heard(bench, ["--loss-percent", percent, "--burst", 2], 120)
        say(row(f"{percent} % burst loss", figures, places(ticks, origin), ""))
    for name, link in jitter.links(traces):
        figures, ticks, origin = heard(bench, link, bench.seconds)
        say(row(name, figures, places(ticks, origin), ""))
