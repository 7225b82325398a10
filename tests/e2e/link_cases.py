"""giaoban-linksim alone: over real sockets it does what its recordings and options say, and refuses what it cannot read."""
import json
import select
import socket
import struct
import subprocess
import time

from e2e import BUILD, case, check

STEP = 0.02
COUNT = 100
# Two stalls in 2 s, in ms; what the kernel and this program add must stay within the margin.
DELAYS = [0.0] * 20 + [100.0, 80.0, 60.0, 40.0, 20.0] + [5.0] * 50 + [200.0 - 20 * i for i in range(10)] + [0.0] * 15
LOSSES = [1 if i % 7 in (3, 4) else 0 for i in range(COUNT)]
MARGIN_MS = 60.0


def linksim(*options) -> list:
    return [str(next(iter(sorted(BUILD.glob("**/giaoban-linksim"))))), "--profile", "clean", *map(str, options)]


def flow(folder, *options):
    """Sends numbered packets; answers {number: delay in ms}, the source ports that were seen in order, and the stats."""
    folder.mkdir(parents=True, exist_ok=True)
    mixer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    mixer.bind(("127.0.0.1", 0))
    place = "127.0.0.1:%d" % mixer.getsockname()[1]
    link = subprocess.Popen(linksim("--to", place, *options), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        link.stdin.write("stats\n")
        link.stdin.flush()
        host, port = json.loads(link.stdout.readline())["listen"].split(":")
        box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        arrived, ports, sent = {}, [], 0
        begin = time.monotonic()
        while (now := time.monotonic() - begin) < COUNT * STEP + 0.5:
            if sent < COUNT and now >= sent * STEP:
                box.sendto(struct.pack("!I", sent) + bytes(100), (host, int(port)))
                sent += 1
            wake = sent * STEP - (time.monotonic() - begin) if sent < COUNT else 0.05
            if select.select([mixer], [], [], max(wake, 0))[0]:
                data, (_, source) = mixer.recvfrom(2048)
                number = struct.unpack("!I", data[:4])[0]
                arrived[number] = (time.monotonic() - begin - number * STEP) * 1000
                ports += [source] if source not in ports else []
        link.stdin.write("stats\nquit\n")
        link.stdin.flush()
        return arrived, ports, json.loads(link.stdout.readline())
    finally:
        link.stdin.close()
        if link.wait(timeout=5) != 0:
            raise RuntimeError(f"giaoban-linksim ended with {link.returncode}")


@case
def link_plays_recordings(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.delays").write_text("".join(f"{ms}\n" for ms in DELAYS))
    (folder / "a.loss").write_text("".join(f"{lost}\n" for lost in LOSSES))
    arrived, ports, stats = flow(folder, "--up-delay-trace", folder / "a.delays", "--up-loss-trace", folder / "a.loss")
    check(sorted(arrived) == [i for i in range(COUNT) if not LOSSES[i]], f"other packets are lost than were recorded: {sorted(arrived)}")
    check(stats["up"]["lost"] == sum(LOSSES), f"stats count {stats['up']['lost']} lost packets")
    check(len(ports) == 1, f"seen from {ports}")
    # The first packet comes a little after the program's start, from which a recording counts: no exact grid, and the
    # value at the stall's edge may be the one before or behind it.
    late = [i for i, ms in arrived.items() if ms > max(DELAYS[max(i - 2, 0):i + 3]) + 1 + MARGIN_MS]
    check(not late, f"later than recorded: {[(i, round(arrived[i], 1)) for i in late]}")
    check(any(ms > 150 for ms in arrived.values()), f"the recorded stall of 200 ms is not there: at most {max(arrived.values()):.0f} ms")


@case
def link_keeps_its_plan(folder):
    arrived, ports, stats = flow(folder, "--outages", "0.6+0.4", "--rebinds", "1.2,1.6")
    missing = [i for i in range(COUNT) if i not in arrived]
    check(15 <= len(missing) <= 25 and missing == list(range(missing[0], missing[-1] + 1)),
          f"an outage of 0.4 s lost {missing}")
    check(stats["rebinds"] == 2 and len(ports) == 3, f"{stats['rebinds']} changes of address, seen from {ports}")


@case
def link_refuses_what_it_cannot_read(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bad.delays").write_text("10\nten\n")
    for options, said in [
            (("--delay-trace", folder / "bad.delays"), "bad.delays:2: `ten`: a delay in ms from 0"),
            (("--loss-trace", folder / "bad.delays"), "bad.delays:1: `10`: 0 (it arrived) or 1"),
            (("--rate-trace", folder / "away"), "away cannot be read"),
            (("--rate-trace", folder), "is not a file"),
            (("--outages", "60"), "AT+LENGTH"),
            (("--down-rebinds", "3"), "up rebinds")]:
        done = subprocess.run(linksim("--to", "127.0.0.1:9", *options), capture_output=True, text=True, timeout=5)
        check(done.returncode == 64, f"{options}: exit code {done.returncode}")
        check(said in done.stderr and done.stderr.count("\n") == 1, f"{options}: {done.stderr}")
