"""What the receive path takes of a core."""
import runs
from runs import say


def table(bench: runs.Bench) -> None:
    say("| stream at 20 % burst loss | of one core, % | times real time | ratio to a bare decode with the same concealment |")
    say("|---|---|---|---|")
    for name, stream in (("24 kbit/s, 20 ms, FEC", runs.STREAM),
                         ("30 kbit/s, 20 ms, DRED", ["--bitrate", "30000", "--frame", "20", "--expect-loss", "20"]),
                         ("20 kbit/s, 60 ms, DRED", ["--bitrate", "20000", "--frame", "60", "--expect-loss", "40"])):
        packets = bench.make(stream, ["--loss-percent", 20, "--burst", 2])
        # The quickest of some: what else the machine does only ever adds.
        taken = [bench.hear(packets, runs.CONVERSATION, options=["--bare"]) for _ in range(5)]
        packets.unlink()
        cpu = min(one["cpu_seconds"] for one in taken)
        bare = min(one["bare_cpu_seconds"] for one in taken)
        say(f"| {name} | {100 * cpu / taken[0]['seconds']:.2f} | {taken[0]['seconds'] / cpu:.0f} | {cpu / bare:.2f} |")
