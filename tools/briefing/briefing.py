#!/usr/bin/python3
"""Holds a briefing on this machine: a mixing box, a chair's box and three commune boxes over bad links.

In a terminal it shows the meeting live and takes keys as buttons. Without one it plays a fixed script, prints
the same table at the end, judges what came out of every speaker, and exits 0 only if every box heard every speaker.
"""
import argparse
import math
import secrets
import select
import sys
import termios
import time
import tty
from pathlib import Path

import screen
import speech
import verdicts
from stage import CHAIR, COMMUNES, Stage, StageFailed, free_port, is_free_for_tcp

KEYS = """keys  1-9 press a commune's button   ! @ # … hold it   c press the chair's   C hold it
      g grant the next   v take the floor back   p next policy   o 5 s of no link for the first commune   q end"""
HOLDS = "!@#$%^&*("
POLICIES = ["queue", "open", "chair"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/run", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build/release"), help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, default=Path("build/briefing"),
                        help="where logs, cards and each box's speaker.wav go (%(default)s)")
    parser.add_argument("--boxes", type=int, default=3, metavar="N", help="commune boxes, 1 to 5 (%(default)s)")
    parser.add_argument("--profile", default="3g-bad", help="the links: see tools/linksim/README.md (%(default)s)")
    parser.add_argument("--link", action="append", default=[], metavar="'OPTION VALUE'",
                        help="an option of every link without its dashes: 'outages 20+5', 'up-delay-trace FILE' "
                             "(all: giaoban-linksim --help)")
    parser.add_argument("--seed", type=int, default=1, help="of the links' chance (%(default)s)")
    parser.add_argument("--seconds", type=float, default=8, help="how long each turn of the script is (%(default)s)")
    parser.add_argument("--mic", nargs="?", const="auto", metavar="CARD",
                        help="this machine's sound card is the first commune's microphone and speaker")
    parser.add_argument("--human", type=Path, metavar="FILE.wav", help="a recording is the first commune's microphone")
    parser.add_argument("--page", type=int, default=8443, metavar="PORT",
                        help="the chair's page is at https://localhost:PORT/; 0: there is none (%(default)s)")
    parser.add_argument("--script", action="store_true", help="play the script although there is a terminal")
    args = parser.parse_args()
    if not 1 <= args.boxes <= len(COMMUNES):
        parser.error(f"--boxes {args.boxes}: 1 to {len(COMMUNES)} are possible")
    if not (math.isfinite(args.seconds) and 5 <= args.seconds <= 600):
        parser.error(f"--seconds {args.seconds:g}: 5 to 600 are possible")
    if args.page and not 1024 <= args.page <= 65535:
        parser.error(f"--page {args.page}: 1024 to 65535 are possible, and 0 for none")
    for option in args.link:
        if len(option.split(maxsplit=1)) != 2:
            parser.error(f"--link {option!r}: an option and its value are accepted, as 'outages 20+5'")
    if args.human and not args.human.is_file():
        parser.error(f"--human {args.human}: there is no such file")
    return args


def link_options(said: list) -> list:
    """'outages 20+5' as the command line has it; a file's name may have spaces."""
    return [part for option in said for part in ("--" + option.split(maxsplit=1)[0], option.split(maxsplit=1)[1])]


def furnish(stage: Stage, args: argparse.Namespace) -> None:
    stage.add_box(CHAIR, 0, chair=True)
    for index, name in enumerate(COMMUNES[:args.boxes], start=1):
        first = index == 1
        device = ""
        if first and args.mic:
            device = "auto" if args.mic == "auto" else f"alsa:{args.mic}"
        stage.add_box(name, index, recording=args.human if first else None, mic_device=device)


def page_port(wanted: int) -> int:
    """Another one where it is taken."""
    if wanted == 0 or is_free_for_tcp(wanted):
        return wanted
    while not is_free_for_tcp(port := free_port()):
        pass
    return port


def open_page(stage: Stage) -> str:
    """Makes an account for this run; answers where the page is and how to sign in."""
    if not stage.page_port:
        return ""
    password = secrets.token_urlsafe(9)
    stage.add_account("chair", "chair", password)
    return f"the chair's page: https://localhost:{stage.page_port}/  name: chair  password: {password}"


def play_script(stage: Stage, args: argparse.Namespace) -> int:
    judged = [name for name, box in stage.boxes.items() if not box.mic_device]
    for name in [CHAIR, *COMMUNES[:args.boxes]]:
        print(f"{name} speaks for {args.seconds:g} s", flush=True)
        stage.speak(name, args.seconds)
    time.sleep(1.5)  # the last words are still under way
    final = stage.meeting()
    stage.stop()
    print("\n" + screen.table(final) + "\n")
    if len(judged) < len(stage.boxes):
        print("the box at the sound card is not judged: listen to it")
        return 0
    found = verdicts.hearings(stage)
    print(verdicts.table(found))
    print("\nwhat each speaker played:")
    for box in stage.boxes.values():
        print(f"  {box.name:<14}{box.speaker}")
    failed = [one for one in found if not one.ok]
    print("\nevery box heard every speaker" if not failed else f"\n{len(failed)} of {len(found)} hearings failed")
    return 1 if failed else 0


def carry_out(stage: Stage, key: str) -> str:
    """One key; answers what to say of it."""
    communes = [name for name, box in stage.boxes.items() if not box.chair]
    if key.isdigit() and 1 <= int(key) <= len(communes):
        stage.press(communes[int(key) - 1])
        return f"{communes[int(key) - 1]}: button pressed"
    if key in HOLDS and HOLDS.index(key) < len(communes):
        stage.press(communes[HOLDS.index(key)], "long")
        return f"{communes[HOLDS.index(key)]}: button held"
    if key in "cC":
        stage.press(CHAIR, "short" if key == "c" else "long")
        return f"{CHAIR}: button {'pressed' if key == 'c' else 'held'}"
    if key == "g":
        return stage.steer("grant", "next").strip() or "granted"
    if key == "v":
        speaking = [row["name"] for row in stage.meeting()["boxes"] if row["floor"] == "speaking"]
        return stage.steer("revoke", speaking[0]).strip() if speaking else "nobody speaks"
    if key == "p":
        policy = POLICIES[(POLICIES.index(stage.meeting()["policy"]) + 1) % len(POLICIES)]
        stage.steer("policy", policy)
        return f"policy {policy}"
    if key == "o":
        stage.link_command(communes[0], "outage 5")
        return f"{communes[0]}: no link for 5 s"
    return "no such key"


def show_live(stage: Stage, page: str) -> int:
    before = termios.tcgetattr(sys.stdin)
    said = "press 1, then g: the first commune asks for the floor and is granted it"
    try:
        tty.setcbreak(sys.stdin)
        sys.stdout.write("\x1b[2J")
        while True:
            stage.check_alive()
            picture = f"{screen.table(stage.meeting())}\n\n{KEYS}\n{page}\n\n{said}"
            sys.stdout.write("\x1b[H" + picture.replace("\n", "\x1b[K\n") + "\x1b[J")
            sys.stdout.flush()
            if not select.select([sys.stdin], [], [], 0.3)[0]:
                continue
            key = sys.stdin.read(1)
            if key in ("q", "", "\x04"):
                return 0
            try:
                said = carry_out(stage, key)
            except StageFailed as refusal:
                said = str(refusal)
    except KeyboardInterrupt:
        return 0
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        print()


def main() -> int:
    args = arguments()
    live = sys.stdin.isatty() and sys.stdout.isatty() and not args.script
    try:
        with Stage(args.build, args.out, args.profile, args.seed, fresh=True,
                   link_options=link_options(args.link), page_port=page_port(args.page)) as stage:
            furnish(stage, args)
            stage.start()
            page = open_page(stage)
            if live:
                return show_live(stage, page)
            if page:
                print(page, flush=True)
            return play_script(stage, args)
    except (StageFailed, speech.SpeechUnavailable, ValueError) as failure:
        print(f"tools/run: {failure}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
