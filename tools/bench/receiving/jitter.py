"""Delay against what is lost to it: each jitter trace through each receiver."""
from pathlib import Path

import runs
from runs import say

# NetEq, the receive path of WebRTC, over the same traces with 161.7 s of English prompts and readings. Its default, and
# tuned (50 packets, 500 ms at most, fast accelerate): mean, p95 in ms, concealed in %, packets discarded.
MARKS = {
    "no jitter": ((51, 51, 0, 0), None),
    "TMobile-LTE-short.up": ((98, 147, 0.51, 0), (97, 144, 0.52, 0)),
    "Verizon-EVDO-driving.up": ((375, 699, 4.10, 200), (357, 617, 4.15, 250)),
    "TMobile-UMTS-driving.up": ((1163, 2868, 15.3, 800), (526, 1420, 20.3, 1543)),
    "TMobile-LTE-driving.down": ((392, 887, 3.30, 0), (329, 752, 3.34, 50)),
}
MARK_SECONDS = 161.7

# Where no traces are given: the link model's own, seeded. The last is a phone in a moving car on 3G.
OWN = {
    "4g": ["--profile", "4g", "--loss", "0"],
    "3g-fair": ["--profile", "3g-fair", "--loss", "0"],
    "3g-bad": ["--profile", "3g-bad", "--loss", "0"],
    "edge": ["--profile", "edge", "--loss", "0"],
    "stalls of a drive": ["--jitter", "25", "--stalls", "12", "--stall", "500"],
}


def links(traces: Path) -> list:
    found = sorted(traces.glob("**/*.delays")) if traces else []
    recorded = [(path.name.removesuffix(".delays"), ["--delays", path]) for path in found]
    return [("no jitter", [])] + (recorded or list(OWN.items()))


def mark_row(name: str, mark: tuple) -> str:
    mean, p95, concealed, discarded = mark
    never = 100 * discarded * 0.02 / MARK_SECONDS
    return f"| | {name} | {mean} | {p95} | {concealed:.2f} | {never:.2f} | {concealed + never:.2f} | | |"


def row(name: str, receiver: str, figures: dict) -> str:
    concealed, never = figures["concealed_percent"], figures["never_played_percent"]
    return (f"| {name} | {receiver} | {figures['delay_mean_ms']:.0f} | {figures['delay_p95_ms']:.0f} | {concealed:.2f} | "
            f"{never:.2f} | {concealed + never:.2f} | {figures['interruptions']} | "
            f"{figures['stretched_percent'] + figures['compressed_percent']:.1f} |")


def table(bench: runs.Bench, traces: Path) -> None:
    say("| trace | receiver | delay: mean, ms | p95, ms | concealed, % | never played, % | sum, % | interruptions | "
        "stretched and compressed, % |")
    say("|---|---|---|---|---|---|---|---|---|")
    for name, link in links(traces):
        packets = bench.make(runs.STREAM, link)
        title = name
        for receiver in runs.RECEIVERS:
            say(row(title, receiver[0], bench.hear(packets, receiver)))
            title = ""
        stock, tuned = MARKS.get(name, (None, None))
        if stock:
            say(mark_row("NetEq (mark)", stock))
        if tuned:
            say(mark_row("NetEq, tuned (mark)", tuned))
        packets.unlink()
