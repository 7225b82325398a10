"""Puts a whole briefing on one machine: a mixing box and its boxes, each box over a bad link of its own.

Every part is the real program in a process of its own. What is started here is ended here, by its id.
"""
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import page_client
import speech

CHAIR = "Trung tâm"
COMMUNES = ["Nậm Cắn", "Tri Lễ", "Mường Lống", "Keng Đu", "Na Ngoi"]


class StageFailed(RuntimeError):
    """A part did not come up or did not answer; the message names it and its log."""


def free_port(given=set()) -> int:
    """A port below those that the kernel gives to sockets which ask for any (Linux: from 32768), so that it stays free. None is
    given twice: whoever has it may not listen yet."""
    for _ in range(200):
        port = random.randrange(20_000, 32_000)
        if port in given:
            continue
        given.add(port)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise StageFailed("no UDP port is free between 20000 and 32000")


def is_free_for_tcp(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def file_name(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-").lower()


@dataclass
class BoxPart:
    name: str
    folder: Path
    microphone: Path
    chair: bool = False
    mic_device: str = ""        # what the box's configuration says in place of the file
    loops: bool = True
    options: list = field(default_factory=list)
    link_options: list = field(default_factory=list)
    link_port: int = 0
    process: subprocess.Popen = None
    link: subprocess.Popen = None
    sockets: Path = None

    @property
    def socket(self) -> Path:
        return self.sockets / f"{self.link_port}-box"

    @property
    def link_socket(self) -> Path:
        return self.sockets / f"{self.link_port}-link"

    @property
    def speaker(self) -> Path:
        return self.folder / "speaker.wav"

    @property
    def log(self) -> Path:
        return self.folder / "box.log"

    def origin(self) -> float:
        """When the first sample was played and heard, in CLOCK_MONOTONIC seconds; the last start counts."""
        found = re.findall(r"monotonic_us=(\d+)", self.log.read_text(errors="replace"))
        if not found:
            raise StageFailed(f"{self.name}: {self.log} does not say when sound began")
        return int(found[-1]) / 1e6


class Stage:
    def __init__(self, build: Path, out: Path, profile: str = "3g-bad", seed: int = 1,
                 mixer_settings: str = "", box_settings: str = "", sound_settings: str = "", fresh=False,
                 link_options=(), page_port: int = 0):
        self.build, self.out, self.profile, self.seed = Path(build), Path(out), profile, seed
        self.mixer_settings, self.box_settings = mixer_settings, box_settings
        self.sound_settings = sound_settings  # more keys of every box's [sound]
        self.link_options = list(link_options)  # of every box's link, before its own
        self.page_port = page_port  # of the chair's page; 0: there is none
        self.boxes: dict[str, BoxPart] = {}
        self.mixer: subprocess.Popen = None
        self.port = free_port()
        if fresh and (self.out / "mixer").is_dir():
            shutil.rmtree(self.out)
        self.out.mkdir(parents=True, exist_ok=True)
        self.mixer_folder = self.out / "mixer"
        self.mixer_folder.mkdir(exist_ok=True)
        # A socket's path has 107 bytes at most: not in `out`, which may lie deep.
        self.sockets = Path(tempfile.mkdtemp(prefix="giaoban-"))
        self.turns: list[tuple[str, float, float]] = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    # Programs.

    def program(self, name: str) -> str:
        found = next(iter(sorted(self.build.glob(f"**/{name}"))), None)
        if found is None:
            raise StageFailed(f"{name} is not in {self.build}: build it first (cmake --build)")
        return str(found)

    def launch(self, command: list, log: Path) -> subprocess.Popen:
        with open(log, "ab") as file:
            return subprocess.Popen([str(part) for part in command], stdout=file,
                                    stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def control(self, *arguments, check=True) -> str:
        done = subprocess.run([self.program("giaobanctl"), *map(str, arguments)],
                              capture_output=True, text=True, timeout=20)
        if check and done.returncode != 0:
            raise StageFailed(f"giaobanctl {' '.join(map(str, arguments))}: "
                              f"{(done.stderr or done.stdout).strip()}")
        return done.stdout

    # The mixing box.

    @property
    def mixer_socket(self) -> Path:
        return self.sockets / "mixer"

    @property
    def page_settings(self) -> str:
        if not self.page_port:
            return '[page]\nlisten = ""\n'
        return (f'[page]\nlisten = "127.0.0.1:{self.page_port}"\nfiles = "{self.build.resolve()}/page"\n'
                f'card_address = "127.0.0.1:{self.port}"\n')

    def add_account(self, name: str, role: str, password: str) -> None:
        """Somebody who may sign in to the page."""
        page_client.make_account(self, name, role, password)

    def start_mixer(self) -> None:
        config = self.mixer_folder / "mixer.toml"
        config.write_text(f'listen = "127.0.0.1:{self.port}"\n'
                          f'state_dir = "{self.mixer_folder}/state"\n'
                          f'control_socket = "{self.mixer_socket}"\n{self.mixer_settings}\n{self.page_settings}')
        (self.mixer_folder / "state").mkdir(exist_ok=True)
        self.mixer = self.launch([self.program("giaoban-mixer"), "--config", config],
                                 self.mixer_folder / "mixer.log")
        self.wait_for(lambda: self.meeting(quiet=True) is not None, 5, "the mixing box to answer")

    def meeting(self, quiet=False) -> dict:
        try:
            return json.loads(self.control("meeting", "--socket", self.mixer_socket, "status", "--json"))
        except (StageFailed, json.JSONDecodeError):
            if quiet:
                return None
            raise

    def steer(self, *words, check=True) -> str:
        return self.control("meeting", "--socket", self.mixer_socket, *words, check=check)

    def row(self, name: str) -> dict:
        return next((row for row in self.meeting()["boxes"] if row["name"] == name), {})

    # The boxes.

    def add_box(self, name: str, index: int, chair=False, recording: Path = None, mic_device="",
                options=(), link_options=()) -> BoxPart:
        folder = self.out / file_name(name)
        folder.mkdir(exist_ok=True)
        microphone = folder / "microphone.wav"
        if recording:
            speech.adopt(recording, microphone)
        elif not microphone.exists():
            speech.synthesize(index, microphone)
        box = BoxPart(name, folder, microphone, chair, mic_device, options=list(options),
                      link_options=self.link_options + list(link_options), link_port=free_port(), sockets=self.sockets)
        self.boxes[name] = box
        card = folder / "card.toml"
        if not card.exists():
            self.control("card", name, "--state-dir", self.mixer_folder / "state", "--mixer",
                         f"127.0.0.1:{box.link_port}", "--out", card, *(["--chair"] if chair else []))
        leds = folder / "leds"
        for lamp in ("floor", "link"):
            (leds / lamp).mkdir(parents=True, exist_ok=True)
            (leds / lamp / "brightness").write_text("0\n")
            (leds / lamp / "max_brightness").write_text("1\n")
        device = mic_device or f"wav:{microphone}"
        play = "auto" if mic_device else f"wav:{box.speaker}"
        (folder / "box.toml").write_text(
            f'card = "{card}"\nstate_dir = "{folder}/state"\nstatus_socket = "{box.socket}"\n'
            f'[sound]\ndevice = "{device}"\nplay = "{play}"\n{self.sound_settings}\n'
            f'[button]\ndevice = "none"\n'
            f'[lamps]\nroot = "{leds}"\nfloor = "floor"\nlink = "link"\n{self.box_settings}\n')
        (folder / "state").mkdir(exist_ok=True)
        return box

    def start_link(self, box: BoxPart) -> None:
        box.link = self.launch(
            [self.program("giaoban-linksim"), "--listen", f"127.0.0.1:{box.link_port}", "--to",
             f"127.0.0.1:{self.port}", "--profile", self.profile, "--seed",
             self.seed * 1000 + list(self.boxes).index(box.name), "--control", box.link_socket,
             *box.link_options], box.folder / "link.log")

    def start_box(self, box: BoxPart) -> None:
        if box.link is None:
            self.start_link(box)
        box.process = self.launch([self.program("giaoban-box"), "--config", box.folder / "box.toml",
                                   *box.options], box.log)

    def box_status(self, name: str, quiet=False) -> dict:
        try:
            return json.loads(self.control("box", "--socket", self.boxes[name].socket, "status", "--json"))
        except (StageFailed, json.JSONDecodeError):
            if quiet:
                return None
            raise

    def press(self, name: str, kind="short") -> None:
        self.control("box", "--socket", self.boxes[name].socket, "press", kind)

    def link_command(self, name: str, line: str) -> str:
        """One line to the link's control socket; its answer, if it gives one."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
            link.settimeout(2)
            link.connect(str(self.boxes[name].link_socket))
            link.sendall((line + "\n").encode())
            link.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := link.recv(4096):
                answer += chunk
        return answer.decode()

    def link_stats(self, name: str) -> dict:
        """Packets and bytes that the link was given each way."""
        return json.loads(self.link_command(name, "stats"))

    # A meeting.

    def wait_for(self, condition, seconds: float, what: str):
        deadline = time.monotonic() + seconds
        while True:
            answer = condition()
            if answer:
                return answer
            if time.monotonic() > deadline:
                raise StageFailed(f"waited {seconds:g} s for {what}, in vain (logs: {self.out})")
            self.check_alive()
            time.sleep(0.05)

    def check_alive(self) -> None:
        parts = [("giaoban-mixer", self.mixer, self.mixer_folder / "mixer.log")]
        parts += [(box.name, box.process, box.log) for box in self.boxes.values()]
        parts += [(f"link of {box.name}", box.link, box.folder / "link.log") for box in self.boxes.values()]
        for name, process, log in parts:
            if process and process.poll() is not None:
                tail = "".join(log.read_text(errors="replace").splitlines(True)[-5:])
                raise StageFailed(f"{name} ended by itself (exit {process.returncode}):\n{tail}")

    def joined(self, name: str) -> bool:
        return self.row(name).get("presence") == "joined"

    def start(self, seconds=15) -> None:
        """Starts all that was added, and waits until every box has joined."""
        if self.mixer is None:
            self.start_mixer()
        for box in self.boxes.values():
            if box.process is None:
                self.start_box(box)
        for name in self.boxes:
            self.wait_for(lambda name=name: self.joined(name), seconds, f"{name} to join")

    def floor_of(self, name: str) -> str:
        return self.row(name).get("floor", "")

    def take_floor(self, name: str) -> None:
        """Of the queue: asks, is granted it by the chair, and knows it."""
        self.press(name)
        self.wait_for(lambda: self.floor_of(name) == "waiting", 5, f"{name} to wait")
        self.steer("grant", name)
        self.wait_for(lambda: self.box_status(name)["view"]["floor"] == "speaking", 5, f"{name} to have the floor")

    def speak(self, name: str, seconds: float, grant=True, watch=lambda: None) -> None:
        """One turn: press, grant by the chair, speak, give up. It is noted for the judge."""
        self.press(name)
        if grant and not self.boxes[name].chair:
            self.wait_for(lambda: self.floor_of(name) in ("waiting", "speaking"), 10, f"{name} to wait for the floor")
            if self.floor_of(name) == "waiting":
                self.steer("grant", name)
        self.wait_for(lambda: self.box_status(name)["view"]["floor"] == "speaking", 10, f"{name} to have the floor")
        begin = time.monotonic()
        while time.monotonic() < begin + seconds:
            watch()
            time.sleep(0.1)
        # Give-up, not a repeat: the box is told of the grant by now.
        self.press(name)
        self.wait_for(lambda: self.floor_of(name) not in ("speaking", "waiting"), 10, f"{name} to give up the floor")
        self.turns.append((name, begin, time.monotonic()))

    # The end.

    def stop_process(self, process: subprocess.Popen, with_signal=signal.SIGTERM) -> int:
        if process is None or process.poll() is not None:
            return 0 if process is None else process.returncode
        os.kill(process.pid, with_signal)
        try:
            return process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return -signal.SIGKILL

    def stop(self) -> None:
        for box in self.boxes.values():
            self.stop_process(box.process)
        self.stop_process(self.mixer)
        for box in self.boxes.values():
            self.stop_process(box.link)
        shutil.rmtree(self.sockets, ignore_errors=True)
