"""A meeting in the bed's kernel: the stage of tools/briefing, but each box in a network of its own behind netem, with a
sound card of its own, a button and lamps on its board.

    microphone.wav ─► room ─► snd-aloop ─► giaoban-box ─ veth, netem ─ giaoban-mixer ─ … ─► snd-aloop ─► room ─► speaker.wav
"""
import re
import subprocess
import time
from pathlib import Path

import board
from stage import BoxPart, Stage, StageFailed, file_name


def run(*words) -> None:
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True)
    if done.returncode != 0:
        raise StageFailed(f"{' '.join(map(str, words))}: {done.stderr.strip()}")


class BedBox(BoxPart):
    number: int = 0
    room: subprocess.Popen = None

    @property
    def room_log(self) -> Path:
        return self.folder / "room.log"

    def origin(self) -> float:
        """Of the room's sound, which is what was spoken and heard."""
        found = re.findall(r"monotonic_us=(\d+)", self.room_log.read_text(errors="replace"))
        if not found:
            raise StageFailed(f"{self.name}: {self.room_log} does not say when sound began")
        return int(found[-1]) / 1e6


class BedStage(Stage):
    """Microphones are those of `microphones`: 1.wav and so on."""

    def __init__(self, build: Path, out: Path, microphones: Path, **more):
        super().__init__(build, out, **more)
        self.microphones = microphones

    # The network: 10.0.N.1 is the mixing box for box N, 10.0.N.2 the box.

    def start_mixer(self) -> None:
        config = self.mixer_folder / "mixer.toml"
        config.write_text(f'listen = "0.0.0.0:{self.port}"\nstate_dir = "{self.mixer_folder}/state"\n'
                          f'control_socket = "{self.mixer_socket}"\n{self.mixer_settings}\n[page]\nlisten = ""\n')
        (self.mixer_folder / "state").mkdir(exist_ok=True)
        self.mixer = self.launch([self.program("giaoban-mixer"), "--config", config], self.mixer_folder / "mixer.log")
        self.wait_for(lambda: self.meeting(quiet=True) is not None, 20, "the mixing box to answer")

    def start_link(self, box: BedBox) -> None:
        n = box.number
        run("ip", "netns", "add", f"box{n}")
        run("ip", "link", "add", f"down{n}", "type", "veth", "peer", "name", "wan", "netns", f"box{n}")
        run("ip", "addr", "add", f"10.0.{n}.1/30", "dev", f"down{n}")
        run("ip", "link", "set", f"down{n}", "up")
        run("ip", "-n", f"box{n}", "addr", "add", f"10.0.{n}.2/30", "dev", "wan")
        run("ip", "-n", f"box{n}", "link", "set", "wan", "up")
        run("ip", "-n", f"box{n}", "link", "set", "lo", "up")
        if self.link_options:
            self.netem(box.name, *self.link_options)

    def netem(self, name: str, *options) -> None:
        """Both ways from now on; tc-netem(8) has the words. None: a clean link."""
        n = self.boxes[name].number
        for words in (["tc", "qdisc", "replace", "dev", f"down{n}"], ["tc", "-n", f"box{n}", "qdisc", "replace", "dev", "wan"]):
            run(*words, "root", "netem", "limit", "1000", *options)

    def cable(self, name: str, plugged: bool) -> None:
        """The box's own network cable."""
        n = self.boxes[name].number
        run("ip", "-n", f"box{n}", "link", "set", "wan", "up" if plugged else "down")
        if plugged:
            return
        # As a network manager does when the carrier is gone.
        subprocess.run(["ip", "-n", f"box{n}", "route", "flush", "dev", "wan"], capture_output=True)

    # The boxes.

    def add_box(self, name: str, index: int, chair=False, button="", hz=16000, **_) -> BedBox:
        folder = self.out / file_name(name)
        (folder / "state").mkdir(parents=True, exist_ok=True)
        box = BedBox(name, folder, self.microphones / f"{index}.wav", chair, link_port=index, sockets=self.sockets)
        box.number = index
        box.hz = hz
        box.button = board.Button(index)
        button = button or f'device = "{box.button.device}"'
        box.floor_lamp = board.Lamp(index, "floor")
        box.link_lamp = board.Lamp(index, "link")
        self.boxes[name] = box
        card = folder / "card.toml"
        self.control("card", name, "--state-dir", self.mixer_folder / "state", "--mixer", f"10.0.{index}.1:{self.port}",
                     "--out", card, *(["--chair"] if chair else []))
        (folder / "box.toml").write_text(
            f'card = "{card}"\nstate_dir = "{folder}/state"\nstatus_socket = "{box.socket}"\n'
            f'[sound]\ndevice = "alsa:box{index}"\n{self.sound_settings}\n'
            f'[button]\n{button}\n[lamps]\nfloor = "floor{index}"\nlink = "link{index}"\n')
        return box

    def start_room(self, box: BedBox) -> None:
        box.room = self.launch([self.program("bed_room"), f"hw:CARD=box{box.number},DEV=1", box.microphone, box.speaker, box.hz],
                               box.room_log)

    def start_box(self, box: BedBox) -> None:
        if box.room is None:
            self.start_room(box)
        if not Path(f"/run/netns/box{box.number}").exists():
            self.start_link(box)
        box.process = self.launch(["nsenter", f"--net=/run/netns/box{box.number}", self.program("giaoban-box"), "--config",
                                   box.folder / "box.toml", *box.options], box.log)

    def wait_for(self, condition, seconds: float, what: str):
        """A look at a daemon is a program to start, which is what a case costs most of: not twenty a second."""
        deadline = time.monotonic() + seconds
        while not (answer := condition()):
            if time.monotonic() > deadline:
                raise StageFailed(f"waited {seconds:g} s for {what}, in vain")
            self.check_alive()
            time.sleep(0.2)
        return answer

    def press(self, name: str, kind="short") -> None:
        self.boxes[name].button.press(0.1 if kind == "short" else 1.3)

    def counter(self, name: str, which: str) -> int:
        return self.box_status(name)["counters"][which]

    def lines(self, name: str) -> str:
        return self.boxes[name].log.read_text(errors="replace")

    def has_sound(self, name: str) -> bool:
        return self.box_status(name)["sound"] != "no_card"

    def stop(self) -> None:
        for box in self.boxes.values():
            self.stop_process(box.process)
            self.stop_process(box.room)
        self.stop_process(self.mixer)
        for box in self.boxes.values():
            subprocess.run(["ip", "netns", "del", f"box{box.number}"], capture_output=True)
        time.sleep(0.1)
