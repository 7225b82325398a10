"""Words understood over burst loss without jitter."""
from pathlib import Path

import matrix
import runs
from runs import say

# Words correct and concealed, both in %; NetEq with 24 kbit/s, 20 ms, FEC; an ideal receiver of DRED with 20 kbit/s, 60 ms.
NETEQ = {0: (95.5, 0), 10: (92.5, 5.4), 20: (87.0, 12.9), 40: (79.5, 23.6)}
IDEAL = {0: (95.5, None), 10: (96.5, None), 20: (96.0, None), 40: (94.5, None)}

def streams(bench: runs.Bench) -> list:
    """The stream of the marks, and the rungs that carry redundancy."""
    rungs = [(f"rung {rung}: {bitrate / 1000:g} kbit/s, {frame} ms, {'DRED' if dred else 'FEC'}", ["--rung", rung],
              [runs.CONVERSATION, runs.LISTENING])
             for rung, frame, bitrate, _, fec, dred in bench.rungs() if fec or dred]
    return [("24 kbit/s, 20 ms, FEC", runs.STREAM, runs.RECEIVERS)] + rungs


def link(percent: int, traces: Path) -> list:
    if percent == 0:
        return []
    recorded = traces / f"burst-loss-{percent}.loss" if traces else None
    if recorded and recorded.exists():
        return ["--loss-trace", recorded]
    return ["--loss-percent", percent, "--burst", 2]


def cell(words: float, figures: dict) -> str:
    return f"**{words:.1f}** ({figures['delay_mean_ms']:.0f} ms, {figures['concealed_percent']:.1f})"


def table(bench: runs.Bench, traces: Path, sentences: int) -> None:
    if not matrix.is_there():
        say("Not measured: flite, pocketsphinx and pocketsphinx-en-us are needed (tools/install bench).")
        return
    test = matrix.Matrix(bench.folder, sentences, bench.seed)
    say(f"Words correct in %, of {5 * sentences}, and in brackets the mean delay and what was concealed in %. What flite "
        f"spoke, before any coding: {test.score_spoken():.1f}.\n")
    losses = [0, 10, 20, 40]
    say("| stream | on the wire, kbit/s | receiver | " + " | ".join(f"{loss} %" if loss else "clean" for loss in losses) + " |")
    say("|---|---|---|" + "---|" * len(losses))
    for name, stream, receivers in streams(bench):
        made = {loss: bench.make(stream, link(loss, traces), [test.wav]) for loss in losses}
        for receiver in receivers:
            cells, wire = [], 0
            for loss, packets in made.items():
                heard, ticks = bench.folder / "heard.wav", bench.folder / "ticks.csv"
                figures = bench.hear(packets, receiver, heard, ticks, ["--rtt", 100] if receiver is runs.LISTENING else [])
                wire = figures["wire_kbps"]
                cells.append(cell(test.score(heard, runs.read_ticks(ticks), runs.origin_ms(packets)), figures))
            say(f"| {name} | {wire:.1f} | {receiver[0]} | " + " | ".join(cells) + " |")
        for packets in made.values():
            packets.unlink()
    say("| 24 kbit/s, 20 ms, FEC | | NetEq (mark) | " + " | ".join(f"{NETEQ[loss][0]:.1f} (, {NETEQ[loss][1]})"
                                                              for loss in losses) + " |")
    say("| 20 kbit/s, 60 ms, DRED | | ideal (mark) | " + " | ".join(f"{IDEAL[loss][0]:.1f}" for loss in losses) + " |")
