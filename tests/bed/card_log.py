"""What a card was written, in order, and the states in which a power cut could have left it.

The log is that of QEMU's blklogwrites, which is dm-log-writes' (Documentation/admin-guide/device-mapper/log-writes.rst of
Linux): a superblock, then for each request a head of one sector and what was written.
"""
import random
import struct
from dataclasses import dataclass

SECTOR = 512
MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD = 1, 2, 4
HEAD = struct.Struct("<QQQQ")


class BadLog(RuntimeError):
    pass


@dataclass
class Write:
    at: int          # byte on the card
    data: bytes
    flushes: bool    # all that was done before it is on the card for good
    durable: bool    # and so is it itself
    log_end: int     # where in the log it ends, by which a moment is known


def read_log(path) -> list:
    """Every whole request. The number in the superblock is written now and then only: the end of the file counts."""
    with open(path, "rb") as file:
        log = file.read()
    magic, version, _, sector = struct.unpack_from("<QQQI", log)
    if magic != MAGIC or version != 1 or sector != SECTOR:
        raise BadLog(f"{path}: not a log of writes with sectors of {SECTOR} bytes")
    writes, place = [], SECTOR
    while place + SECTOR <= len(log):
        at, count, flags, length = HEAD.unpack_from(log, place)
        size = 0 if flags & DISCARD else count * SECTOR
        if (at, count, flags, length) == (0, 0, 0, 0) or place + SECTOR + size > len(log):
            break  # QEMU was ended while it wrote this
        data = log[place + SECTOR:place + SECTOR + size]
        place += SECTOR + size
        if not flags & DISCARD:  # a card may keep what is discarded; what lies there is nobody's
            writes.append(Write(at * SECTOR, data, bool(flags & FLUSH), bool(flags & FUA), place))
    return writes


@dataclass
class Cut:
    """Power is gone after request `end`: the first `sure` are there, and of the others those in `also`, as far as they came."""
    end: int
    sure: int
    also: list       # of (number of the request, the sectors of it that are there: a range or a tuple)


def flushed_before(writes: list, end: int) -> int:
    for number in range(end - 1, -1, -1):
        if writes[number].flushes:
            return number
    return 0


def cuts(writes: list, count: int, seed: int) -> list:
    """`count` of them, by the place of the cut: a third just prefixes, a third any of what was under way, and a third with
    writes torn between sectors. Of two writes to one place the newer is the one that is there."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        end = chance.randrange(len(writes) + 1)
        sure = flushed_before(writes, end)
        also = []
        for under_way in range(sure, end):
            write = writes[under_way]
            sectors = len(write.data) // SECTOR
            whole = range(sectors)
            if number % 3 == 0 or write.durable:
                also.append((under_way, whole))
            elif chance.random() < 0.5:
                if number % 3 == 2 and sectors > 1 and chance.random() < 0.5:
                    cut = chance.randrange(1, sectors)
                    also.append((under_way, whole[:cut] if chance.random() < 0.7 else tuple(sorted(chance.sample(whole, cut)))))
                else:
                    also.append((under_way, whole))
        found.append(Cut(end, sure, also))
    return sorted(found, key=lambda cut: cut.end)
