#!/usr/bin/python3
"""A whole briefing of real daemons for the page's tests, steered by lines of JSON.

  tests/page/real/briefing.py BUILD OUT [COMMUNES]

Starts the mixing box with its page, makes an account for each role, starts the chair's box and COMMUNES (3) others, each
behind a link without loss, and says so in a first line: {"port", "password", "boxes": {NAME: {"folder"}}}. Then it answers
each line {"do": NAME, "with": [...]} by {"gave": ...} or {"refused": "..."}. It ends, and all that it started, with its input.
"""
import json
import random
import socket
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tools" / "briefing"))

import speech  # noqa: E402
from stage import CHAIR, COMMUNES, Stage, StageFailed  # noqa: E402

PASSWORD = "bốn con suối chảy"
# Two chairs, so that two can be at it at once.
ACCOUNTS = {"lan": "chair", "hoa": "chair", "thu": "secretary", "minh": "technician", "xem": "viewer"}

# A form for signature with all of its lines filled.
SETTINGS = """
[minutes]
organisation = "UBND HUYỆN KỲ SƠN"
place = "Kỳ Sơn"
"""


def free_tcp_port() -> int:
    """As the stage's free_port: below those that the kernel gives away."""
    for _ in range(200):
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise StageFailed("no TCP port is free between 20000 and 32000")


def add_accounts(stage: Stage) -> None:
    for name, role in ACCOUNTS.items():
        subprocess.run([stage.program("giaobanctl"), "account", "add", name, "--role", role,
                        "--state-dir", str(stage.mixer_folder / "state")],
                       input=PASSWORD + "\n", text=True, check=True, capture_output=True, timeout=60)


class Briefing:
    """What a test may ask for; each public function is one."""

    def __init__(self, stage: Stage):
        self.stage = stage

    def meeting(self) -> dict:
        return self.stage.meeting()

    def box(self, name: str) -> dict:
        return self.stage.box_status(name)

    def press(self, name: str, kind: str = "short") -> None:
        self.stage.press(name, kind)

    def steer(self, *words: str) -> str:
        return self.stage.steer(*words)

    def control(self, *words: str) -> str:
        """giaobanctl over the state of this mixing box."""
        return self.stage.control(*words, "--state-dir", self.stage.mixer_folder / "state")

    def outage(self, name: str, seconds: float) -> None:
        self.stage.link_command(name, f"outage {seconds:g}")

    def restart_mixer(self) -> None:
        self.stage.stop_process(self.stage.mixer)
        self.stage.start_mixer()


def answer(briefing: Briefing, line: str) -> dict:
    asked = json.loads(line)
    function = None if asked["do"].startswith("_") else getattr(briefing, asked["do"], None)
    if function is None:
        return {"refused": f"there is no {asked['do']}"}
    try:
        return {"gave": function(*asked.get("with", []))}
    except (StageFailed, OSError, subprocess.SubprocessError) as failure:
        return {"refused": str(failure)}


def say(what: dict) -> None:
    print(json.dumps(what, ensure_ascii=False), flush=True)


def main() -> int:
    build, out = Path(sys.argv[1]), Path(sys.argv[2])
    communes = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    try:
        with Stage(build, out, "clean", fresh=True, page_port=free_tcp_port(), mixer_settings=SETTINGS) as stage:
            (stage.mixer_folder / "state").mkdir(exist_ok=True)
            add_accounts(stage)
            stage.add_box(CHAIR, 0, chair=True)
            for index in range(communes):
                name = COMMUNES[index] if index < len(COMMUNES) else f"Xã {index + 1}"
                stage.add_box(name, index + 1)
            stage.start(60)
            say({"port": stage.page_port, "password": PASSWORD,
                 "boxes": {box.name: {"folder": str(box.folder.resolve())} for box in stage.boxes.values()}})
            briefing = Briefing(stage)
            for line in sys.stdin:
                say(answer(briefing, line))
        return 0
    except (StageFailed, speech.SpeechUnavailable, subprocess.SubprocessError) as failure:
        say({"refused": str(failure)})
        return 1


if __name__ == "__main__":
    sys.exit(main())
