"""What a hand does on the board of tools/bed/board.dts, and what an eye sees there: buttons, lamps, cards, a USB pedal."""
import fcntl
import glob
import os
import struct
import time
from pathlib import Path

FLOOR_LINE, LINK_LINE = 3, 7  # and the box's number, from 1; buttons are lines 0 to 2


def line_folder(number: int) -> Path:
    found = glob.glob(f"/sys/devices/platform/lines/gpiochip*/sim_gpio{number}")
    if not found:
        raise RuntimeError(f"the board has no line {number}: was the kernel given its device tree?")
    return Path(found[0])


class Button:
    """The contact of a box's button."""

    def __init__(self, box: int):
        self.pull = line_folder(box - 1) / "pull"
        self.device = next(f"/dev/input/{name.parts[-3]}" for name in Path("/sys/class/input").glob("event*/device/name")
                           if name.read_text().strip() == f"button {box}")

    def down(self) -> None:
        self.pull.write_text("pull-up")

    def up(self) -> None:
        self.pull.write_text("pull-down")

    def press(self, seconds: float = 0.1) -> None:
        self.down()
        time.sleep(seconds)
        self.up()
        time.sleep(0.05)

    def chatter(self, times: int, seconds: float) -> None:
        """As a worn contact closes: `times` in so many seconds, and then it is closed."""
        for _ in range(times):
            self.down()
            time.sleep(seconds / times / 2)
            self.up()
            time.sleep(seconds / times / 2)
        self.down()


class Lamp:
    """What a box's lamp shows: the voltage on its line, and not what a file says of it."""

    def __init__(self, box: int, kind: str):
        self.value = line_folder((FLOOR_LINE if kind == "floor" else LINK_LINE) + box) / "value"
        self.folder = Path(f"/sys/class/leds/{kind}{box}")

    def is_lit(self) -> bool:
        return self.value.read_text().strip() == "1"

    def lit_share(self, seconds: float) -> float:
        """Which part of so long it is lit."""
        looks = [self.is_lit() for _ in self.each_look(seconds)]
        return sum(looks) / len(looks)

    def winks(self, seconds: float) -> list:
        """How many winks it gives in a row, again and again: [2, 2] is two rounds of two. A round that is not whole at the
        beginning or the end of the watch is left out; between rounds it is dark for more than a second."""
        rounds, before, last_rise = [0], True, None
        for now in self.each_look(seconds):
            lit = self.is_lit()
            if lit and not before:
                if last_rise is not None and now - last_rise > 1:
                    rounds.append(0)
                rounds[-1] += 1
                last_rise = now
            before = lit
        return rounds[1:-1]

    @staticmethod
    def each_look(seconds: float):
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            yield now
            time.sleep(0.02)


CARDS = "/sys/bus/platform/drivers/snd_aloop"


def unplug_card(box: int) -> None:
    """Answers when all have let go of it."""
    Path(CARDS, "unbind").write_text(f"snd_aloop.{box - 1}")


def plug_card(box: int) -> None:
    Path(CARDS, "bind").write_text(f"snd_aloop.{box - 1}")


# linux/uinput.h: _IO('U', n), _IOW('U', n, int), UI_DEV_SETUP; linux/input-event-codes.h.
UI_DEV_CREATE, UI_DEV_DESTROY, UI_SET_EVBIT, UI_SET_KEYBIT = 0x5501, 0x5502, 0x40045564, 0x40045565
UI_DEV_SETUP = 0x405C5503
EV_SYN, EV_KEY, BUS_USB = 0, 1, 3


class Pedal:
    """A foot pedal on USB, plugged in when it is made."""

    def __init__(self, name: str, key: int):
        self.key = key
        self.file = os.open("/dev/uinput", os.O_WRONLY)
        fcntl.ioctl(self.file, UI_SET_EVBIT, EV_KEY)
        fcntl.ioctl(self.file, UI_SET_KEYBIT, key)
        fcntl.ioctl(self.file, UI_DEV_SETUP, struct.pack("HHHH80sI", BUS_USB, 0x1234, 0x5678, 1, name.encode(), 0))
        fcntl.ioctl(self.file, UI_DEV_CREATE)

    def send(self, value: int) -> None:
        for kind, code, what in ((EV_KEY, self.key, value), (EV_SYN, 0, 0)):
            os.write(self.file, struct.pack("qqHHi", 0, 0, kind, code, what))

    def press(self, seconds: float = 0.1) -> None:
        self.send(1)
        time.sleep(seconds)
        self.send(0)
        time.sleep(0.05)

    def unplug(self) -> None:
        fcntl.ioctl(self.file, UI_DEV_DESTROY)
        os.close(self.file)
