"""How soon playout is back: after an outage, and after loss."""
import random

import runs
from runs import say

OUTAGES = [0.5, 1, 2, 5]
BEGIN = 20.0


def ticks_of(bench: runs.Bench, stream: list, link: list, seconds: float) -> list:
    packets = bench.make(stream, link, seconds=seconds)
    path = bench.folder / "ticks.csv"
    bench.hear(packets, runs.CONVERSATION, ticks=path)
    packets.unlink()
    return runs.read_ticks(path)


def worst(ticks: list, what, begin: float, end: float) -> float:
    return max((what(tick) for tick in ticks if begin * 1000 <= tick["at_ms"] < end * 1000 and tick["delay_ms"] is not None),
               default=float("nan"))


def held_back(bench: runs.Bench, length: float) -> list:
    """A link that stands still and then carries all that has waited."""
    path = bench.path(".delays")
    steps = int(length / 0.02)
    lines = [0] * int(BEGIN / 0.02) + [length * 1000 - 20 * step for step in range(steps)] + [0] * 5000
    path.write_text("".join(f"{line:.0f}\n" for line in lines), encoding="ascii")
    return ["--delays", path]


def outages(bench: runs.Bench) -> None:
    say("| outage, s | what was sent meanwhile | delay before, ms | after 0.5 s | after 1 s | after 2 s | "
        "above the target after 2 s |")
    say("|---|---|---|---|---|---|---|")
    for length in OUTAGES:
        for name, link in (("lost", ["--outages", f"{BEGIN}+{length}"]), ("late, all at once", held_back(bench, length))):
            ticks = ticks_of(bench, runs.STREAM, link, BEGIN + length + 15)
            again = BEGIN + length

            def delay(tick):
                return tick["delay_ms"]

            after = [worst(ticks, delay, again + wait, again + wait + 0.5) for wait in (0.5, 1, 2)]
            above = worst(ticks, lambda tick: tick["delay_ms"] - tick["target_ms"], again + 2, again + 3)
            say(f"| {length:g} | {name} | {worst(ticks, delay, BEGIN - 2, BEGIN):.0f} | "
                + " | ".join(f"{value:.0f}" for value in after) + f" | {above:.0f} |")


def after_loss(bench: runs.Bench) -> None:
    say("| stream | target before, ms | most during 40 % loss | the most that DRED needs | "
        "back within 20 ms of before, s after the loss's end |")
    say("|---|---|---|---|---|")
    for name, frame, stream in (("24 kbit/s, 20 ms, DRED", 20, ["--bitrate", "24000", "--frame", "20", "--expect-loss", "40"]),
                                ("20 kbit/s, 60 ms, DRED", 60, ["--bitrate", "20000", "--frame", "60", "--expect-loss", "40"])):
        # Bursts of two on average for 30 s, then nothing lost.
        path = bench.path(".loss")
        chance = random.Random(bench.seed)
        bad, lost = False, []
        for _ in range(int(30_000 / frame)):
            bad = chance.random() < (0.5 if bad else 0.4 / (2 * 0.6))
            lost.append(int(bad))
        quiet = int(BEGIN * 1000 / frame)
        lost = [0] * quiet + lost + [0] * int(40_000 / frame)
        path.write_text("".join(f"{one}\n" for one in lost), encoding="ascii")
        ticks = ticks_of(bench, stream, ["--loss-trace", path], BEGIN + 30 + 30)

        def target(tick):
            return tick["target_ms"]

        before = worst(ticks, target, BEGIN - 2, BEGIN)
        during = worst(ticks, target, BEGIN, BEGIN + 30)
        runs_of_loss = "".join(str(one) for one in lost).split("0")
        longest = max(len(run) for run in runs_of_loss)
        high = [tick["at_ms"] / 1000 for tick in ticks if tick["at_ms"] / 1000 > BEGIN + 30 and tick["target_ms"] > before + 20]
        say(f"| {name} | {before:.0f} | {during:.0f} | {before + longest * frame:.0f} (a burst of {longest}) | "
            f"{max(high) - BEGIN - 30 if high else 0:.1f} |")


def floor(bench: runs.Bench) -> None:
    say("| link | listening, ms | granted the floor, after 0.5 s | after 1.5 s | above the target after 1.5 s |")
    say("|---|---|---|---|---|")
    at = 40.0
    for name, link in (("jitter of 40 ms on average", ["--jitter", 40]), ("3g-bad", ["--profile", "3g-bad"])):
        packets = bench.make(runs.STREAM, link, seconds=at + 15)
        path = bench.folder / "ticks.csv"
        bench.hear(packets, runs.LISTENING, ticks=path, options=["--rtt", 200, "--floor-at", at])
        packets.unlink()
        ticks = runs.read_ticks(path)

        def delay(tick):
            return tick["delay_ms"]

        above = worst(ticks, lambda tick: tick["delay_ms"] - tick["target_ms"], at + 1.5, at + 2)
        say(f"| {name} | {worst(ticks, delay, at - 1, at):.0f} | {worst(ticks, delay, at + 0.5, at + 0.6):.0f} | "
            f"{worst(ticks, delay, at + 1.5, at + 1.6):.0f} | {above:.0f} |")
