"""What the cases of tests/image share: one centre on this machine, and one card that has been in its meeting."""
import os
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "image"))
import emulation  # noqa: E402

JOINED = r"giaoban-box\[\d+\].*joined"
SLOTS = os.path.join(emulation.TREE, "board", "image", "root", "usr", "lib", "giaoban", "slots")


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def expect(holds, what):
    if not holds:
        raise Failed(what)


def said_in_room(*command):
    return subprocess.run(emulation.in_room(*command), capture_output=True, text=True, check=False)


class Bench:
    """What the cases share: one centre, one card that has been in its meeting."""

    def __init__(self, options):
        self.options = options
        # Who ends this ends the machines as well.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
        # How long a start lasts, so that cuts fall anywhere in it.
        self.seconds = 30.0
        self.centre = emulation.Centre(options.programs)
        self.card = emulation.Card(options.image, "test")
        self.card.put(self.centre.card("Bản Mù"), "giaoban.toml")
        self.centre.start()

    def boot(self, card=None, kind=None, **more):
        """A machine whose box has joined, and after how many seconds; the caller cuts its power."""
        machine = emulation.Machine(card or self.card, kind or self.options.machine, log=self.options.log, **more)
        found = machine.wait_for(JOINED, self.options.timeout)
        if not found:
            machine.cut()
            raise Failed(f"not joined within {self.options.timeout:.0f} s; the last that it said:\n{machine.text()[-2500:]}")
        return machine, found[1]

    def copy(self, name):
        """The card as it is now, to be spoiled."""
        card = emulation.Card(emulation.outside(self.card.path), name)
        return card

    def close(self):
        self.centre.close()
        self.card.close()
