#!/usr/bin/env python3
"""Tests of card_log.py. The last line is `N passed, N failed`."""
import os
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import card_log  # noqa: E402

S = card_log.SECTOR


def log_of(*requests):
    """(sector, bytes, flags) each."""
    text = bytearray(card_log.struct.pack("<QQQI", card_log.MAGIC, 1, 0, S).ljust(S, b"\0"))
    for at, data, flags in requests:
        text += card_log.HEAD.pack(at, len(data) // S, flags, 0).ljust(S, b"\0") + data
    return bytes(text)


def read(text):
    with tempfile.NamedTemporaryFile() as file:
        file.write(text)
        file.flush()
        return card_log.read_log(file.name)


def a_log_is_read_to_its_last_whole_request():
    text = log_of((8, b"a" * S, 0), (0, b"", card_log.FLUSH), (9, b"b" * 2 * S, card_log.FUA))
    found = read(text)
    assert [(one.at, len(one.data), one.flushes, one.durable) for one in found] == [
        (8 * S, S, False, False), (0, 0, True, False), (9 * S, 2 * S, False, True)], found
    assert found[-1].log_end == len(text)
    assert len(read(text[:-1])) == 2, "a request that broke off counts"
    assert len(read(text + bytes(3 * S))) == 3, "what was never written counts"


def a_file_that_is_no_log_is_refused():
    try:
        read(b"x" * 4 * S)
    except card_log.BadLog as bad:
        assert "not a log of writes" in str(bad)
        return
    raise AssertionError("it was taken for a log")


def what_was_flushed_is_always_there_and_what_was_not_may_be_missing_or_torn():
    writes = read(log_of((0, b"a" * 4 * S, 0), (0, b"", card_log.FLUSH), (8, b"b" * 4 * S, 0), (16, b"c" * 4 * S, card_log.FUA),
                         (24, b"d" * 4 * S, 0)))
    seen = set()
    for cut in card_log.cuts(writes, 600, 1):
        assert cut.sure == (1 if cut.end >= 2 else 0), cut
        there = dict(cut.also)
        assert all(cut.sure <= number < cut.end for number in there), cut
        if cut.end >= 4:
            assert tuple(there.get(3, ())) == (0, 1, 2, 3), f"a write that was said to be on the card is not: {cut}"
        if cut.end == 5:
            seen.add("no d" if 4 not in there else "d" if len(there[4]) == 4 else "torn d")
            seen.add("no b" if 2 not in there else "b" if len(there[2]) == 4 else "torn b")
    assert seen == {"no d", "d", "torn d", "no b", "b", "torn b"}, seen


def the_same_seed_cuts_the_same_way():
    writes = read(log_of(*[(8 * n, b"x" * 4 * S, card_log.FLUSH if n % 7 == 0 else 0) for n in range(50)]))
    assert card_log.cuts(writes, 100, 3) == card_log.cuts(writes, 100, 3)
    assert card_log.cuts(writes, 100, 3) != card_log.cuts(writes, 100, 4)


def main():
    failed = 0
    tests = [a_log_is_read_to_its_last_whole_request, a_file_that_is_no_log_is_refused,
             what_was_flushed_is_always_there_and_what_was_not_may_be_missing_or_torn, the_same_seed_cuts_the_same_way]
    for test in tests:
        try:
            test()
            print(f"ok     {test.__name__.replace('_', ' ')}")
        except AssertionError as why:
            failed += 1
            print(f"FAILED {test.__name__.replace('_', ' ')}: {why}")
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
