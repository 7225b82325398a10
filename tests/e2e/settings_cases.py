"""A card's settings as the technician writes them, and the box that lives by them; two ways to the mixing box, one of them dead."""
import json
import os
import subprocess
import time
from pathlib import Path

from e2e import BUILD, case, check
from stage import Stage, StageFailed


class CardBox:
    """A box with a card: its FAT partition, its data partition and its /run are folders."""

    def __init__(self, stage: Stage, folder: Path, name: str, index: int):
        self.stage, self.name = stage, name
        self.fat, self.data, self.run = folder / "fat", folder / "data", folder / "run"
        for part in (self.fat, self.data, self.run):
            part.mkdir(parents=True, exist_ok=True)
        self.part = stage.add_box(name, index)
        config = self.part.folder / "box.toml"
        config.write_text(config.read_text().replace(f'card = "{self.part.folder}/card.toml"', f'card = "{self.data}/card.toml"')
                          .replace(f'state_dir = "{self.part.folder}/state"', f'state_dir = "{self.data}"'))
        self.part.options = ["--over", self.run / "box.toml", "--trouble", self.run / "trouble"]
        # What add_box has made of the card is laid onto the FAT, as `giaobanctl card --out` does.
        self.settings = self.fat / "giaoban.toml"
        self.made = (self.part.folder / "card.toml").read_text()
        (self.part.folder / "card.toml").unlink()

    def settings_program(self, word: str) -> str:
        done = subprocess.run([self.stage.program("giaoban-settings"), "--fat", self.fat, "--kept", self.data / "kept", "--box",
                               self.data, "--run", self.run, "--networkd", self.run / "network", "--owner", "", "--keeper", "/nowhere",
                               "--note", self.stage.sockets / "centre-time", "--ntp", "/nowhere", word],
                              capture_output=True, text=True, timeout=20)
        check(done.returncode == 0, f"giaoban-settings {word}: {done.stderr}")
        return done.stderr

    def stop(self) -> None:
        self.stage.stop_process(self.part.process)
        self.part.process = None

    def join(self) -> None:
        self.stage.start_box(self.part)
        self.stage.wait_for(lambda: self.stage.joined(self.name), 15, f"{self.name} to join")

    def status(self) -> dict:
        return self.stage.box_status(self.name, quiet=True) or {}


@case
def a_card_brings_its_box_into_the_meeting_and_loses_its_secret(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = CardBox(stage, folder / "card", "Xã 1", 1)
        # As a Windows editor leaves it.
        text = box.made.replace("# volume = 80", "volume = 35") + '[[network.wifi]]\nssid = "UBND xã"\npassphrase = "mat khau"\n'
        box.settings.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        secret = text.split('\nsecret = "')[1][:44]
        stage.start_mixer()
        box.settings_program("start")
        check("volume_percent = 35" in (box.run / "box.toml").read_text(), "the volume is not handed on")
        check((box.run / "wpa_supplicant.conf").stat().st_mode & 0o777 == 0o600, "others can read the Wi-Fi's password")
        check(not (box.fat / "LOI-ERRORS.txt").exists(), "a good file is told as wrong")
        box.settings_program("wipe")
        check(secret in box.settings.read_text(), "the secret was wiped before it was used")
        box.join()
        stage.wait_for(lambda: secret not in (box.data / "card.toml").read_text(), 5, "the box to forget its secret")
        size = box.settings.stat().st_size
        box.settings_program("wipe")
        check(box.settings.stat().st_size == size, "the file has another size")
        for file in (folder / "card").rglob("*"):
            check(not file.is_file() or secret.encode() not in file.read_bytes(), f"the secret is still in {file}")
        # Later starts, the old file, and a mistake.
        box.stop()
        box.settings_program("start")
        box.join()
        box.stop()
        box.settings.write_text(text.replace("volume = 35", "volume = loud"))
        box.settings_program("start")
        page = (box.fat / "LOI-ERRORS.txt").read_text(encoding="utf-8-sig")
        line = 1 + text[:text.index("volume = 35")].count("\n")
        check(f"dòng {line}" in page and f"line {line}" in page, f"the line is not told: {page}")
        box.join()
        stage.wait_for(lambda: "says: settings_wrong" in box.part.log.read_text(), 5, "the box to say what is wrong")
        box.stop()
        box.settings.write_text(text)
        box.settings_program("start")
        check(not (box.fat / "LOI-ERRORS.txt").exists(), "the mistake is mended, and still told")
        check(secret not in box.settings.read_text(), "an old file was put back, and its used secret stays")
        box.join()


@case
def a_box_without_settings_says_so_and_goes_on_when_it_has_some(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = CardBox(stage, folder / "card", "Xã 1", 1)
        stage.start_mixer()
        box.settings_program("start")
        check("giaoban.toml" in (box.fat / "LOI-ERRORS.txt").read_text(encoding="utf-8-sig"), "nothing is told on the card")
        stage.start_box(box.part)
        stage.wait_for(lambda: box.status().get("last_prompt") == "settings_missing", 5, "the box to say that it has no settings")
        status = box.status()
        check("six winks" in status["lamps"], f"its lamp shows {status['lamps']}")
        check("no card" in status["reason"], f"its status does not say why: {status['reason']}")
        box.settings.write_text(box.made)
        box.settings_program("start")
        check(box.part.process.wait(timeout=5) == 0, "it does not end for its service manager to start it anew")
        box.part.process = None
        box.join()


@case
def a_card_is_writable_only_for_the_moment_of_a_write(folder):
    """Root, and a mount namespace of its own: the FAT is mounted read-only, as on a card."""
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = CardBox(stage, folder / "card", "Xã 1", 1)
        secret = box.made.split('\nsecret = "')[1][:44]
        (folder / "giaoban.toml").write_text(box.made)
        card = folder / "card"
        program = (f'"{stage.program("giaoban-settings")}" --fat "{card}/fat" --kept "{card}/data/kept" --box "{card}/data" --run "{card}/run" '
                   f'--networkd "{card}/run/network" --owner "" --keeper /nowhere')
        done = subprocess.run(["unshare", "--mount", "sh", "-ec", f"""
            mount -t tmpfs -o nosuid,nodev,noexec settings "{card}/fat"
            no() {{ if "$@"; then echo "$*: yes"; exit 1; fi; }}
            writable() {{ grep -q " {card}/fat tmpfs rw," /proc/self/mounts; }}
            echo nonsense >"{card}/fat/giaoban.toml"
            mount -o remount,ro "{card}/fat"
            {program} start
            grep -q "dòng 1" "{card}/fat/LOI-ERRORS.txt"
            no writable
            mount -o remount,rw "{card}/fat"; cp "{folder}/giaoban.toml" "{card}/fat"; mount -o remount,ro "{card}/fat"
            {program} start
            no test -e "{card}/fat/LOI-ERRORS.txt"
            sed -i '/^secret/d' "{card}/data/card.toml"
            {program} wipe
            no writable
            no grep -q "{secret}" "{card}/fat/giaoban.toml"
            grep -q 'secret = "used-' "{card}/fat/giaoban.toml"
            grep -q " {card}/fat tmpfs ro,nosuid,nodev,noexec," /proc/self/mounts
            """], capture_output=True, text=True, timeout=30)
        check(done.returncode == 0, f"{done.stdout}{done.stderr} (this case needs root)")


class TwoWays:
    """The box in a network of its own, with two ways to the world: a0, which the routes take, and b0."""

    def __init__(self):
        self.box, self.world = f"giaoban-box-{os.getpid()}", f"giaoban-world-{os.getpid()}"
        self.card_of = {}

    def ip(self, *words, where=None) -> str:
        done = subprocess.run(["ip", *(["-n", where] if where else []), *map(str, words)], capture_output=True, text=True)
        check(done.returncode == 0, f"ip {' '.join(map(str, words))}: {done.stderr} (this case needs root)")
        return done.stdout

    def __enter__(self):
        for name in (self.box, self.world):
            self.ip("netns", "add", name)
            # What IPv6 asks its neighbours by itself would count as something that the box sends.
            subprocess.run(self.inside(name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"), check=True)
            self.ip("link", "set", "lo", "up", where=name)
        self.ip("address", "add", "10.9.0.1/32", "dev", "lo", where=self.world)
        for way, metric in (("a", 100), ("b", 600)):
            net = f"10.{ord(way) - 96}.0"
            self.ip("link", "add", f"{way}0", "netns", self.box, "type", "veth", "peer", "name", f"{way}1", "netns", self.world)
            self.ip("address", "add", f"{net}.2/24", "dev", f"{way}0", where=self.box)
            self.ip("address", "add", f"{net}.1/24", "dev", f"{way}1", where=self.world)
            self.ip("link", "set", f"{way}0", "up", where=self.box)
            self.ip("link", "set", f"{way}1", "up", where=self.world)
            self.ip("route", "add", "default", "via", f"{net}.1", "metric", metric, where=self.box)
            for where, end in ((self.box, 0), (self.world, 1)):
                self.card_of[way, end] = json.loads(self.ip("-j", "link", "show", f"{way}{end}", where=where))[0]["address"]
            self.kill(way, False)
        return self

    def __exit__(self, *_):
        for name in (self.box, self.world):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)

    def inside(self, where: str, *command) -> list:
        return ["nsenter", f"--net=/run/netns/{where}", *command]

    def kill(self, way: str, dead: bool) -> None:
        """Up, with its addresses and routes, and nothing gets through: each end sends to a card that is not there. (netem is not in
        every kernel.)"""
        for where, end in ((self.box, 0), (self.world, 1)):
            to = "02:00:00:00:00:99" if dead else self.card_of[way, 1 - end]
            self.ip("neighbour", "replace", f"10.{ord(way) - 96}.0.{end + 1}", "lladdr", to, "nud", "permanent", "dev", f"{way}{end}",
                    where=where)

    def sent(self, way: str) -> int:
        return json.loads(self.ip("-j", "-s", "link", "show", f"{way}0", where=self.box))[0]["stats64"]["tx"]["packets"]


@case
def a_way_that_is_up_and_dead_is_left_for_the_next_and_taken_again_when_it_heals(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage, TwoWays() as ways:
        box = stage.add_box("Xã 1", 1)
        card = box.folder / "card.toml"
        card.write_text(card.read_text().replace(f"127.0.0.1:{box.link_port}", f"10.9.0.1:{stage.port}"))
        config = stage.mixer_folder / "mixer.toml"
        config.write_text(f'listen = "10.9.0.1:{stage.port}"\nstate_dir = "{stage.mixer_folder}/state"\n'
                          f'control_socket = "{stage.mixer_socket}"\n[page]\nlisten = ""\n')
        stage.mixer = stage.launch(ways.inside(ways.world, stage.program("giaoban-mixer"), "--config", config),
                                   stage.mixer_folder / "mixer.log")
        stage.wait_for(lambda: stage.meeting(quiet=True) is not None, 5, "the mixing box to answer")

        def start_box():
            box.process = stage.launch(ways.inside(ways.box, stage.program("giaoban-box"), "--config", box.folder / "box.toml"), box.log)

        def phase():
            return (stage.box_status("Xã 1", quiet=True) or {}).get("phase")

        def goes_over(way):
            before = ways.sent(way)
            time.sleep(5)
            return ways.sent(way) > before

        def lines():
            return [line.split("info: ")[1] for line in box.log.read_text().splitlines() if "info: sends " in line and "rung" not in line]

        start_box()
        stage.wait_for(lambda: phase() == "joined", 10, "the box to join")
        check(goes_over("a") and not goes_over("b"), "it does not go as the routes say")
        ways.kill("a", True)
        began = time.monotonic()
        stage.wait_for(lambda: lines()[-1:] == ["sends over b0"] and phase() == "joined", 40, "the box to go over the other way")
        print(f"       back after {time.monotonic() - began:.1f} s over the other way")
        check(goes_over("b"), "nothing goes over the other way")
        # A look back at the dead one costs nothing that is heard, and changes nothing.
        stage.wait_for(lambda: lines()[-2:] == ["sends as the routes say", "sends over b0"], 60, "a look back")
        check(phase() == "joined", "the look back has cost the session")
        ways.kill("a", False)
        began = time.monotonic()
        stage.wait_for(lambda: lines()[-1] == "sends as the routes say" and time.sleep(6) is None and
                       lines()[-1] == "sends as the routes say", 90, "the box to come back")
        print(f"       back on the first way {time.monotonic() - began:.1f} s after it healed")
        check(phase() == "joined" and goes_over("a"), "it is not in the meeting over the first way")
        stage.stop_process(box.process)
        # And from the start.
        ways.kill("a", True)
        start_box()
        stage.wait_for(lambda: phase() == "joined", 25, "the box to join over the other way at its start")
        check(lines()[-1] == "sends over b0", f"it says {lines()}")


@case
def an_address_that_was_seen_needs_no_name_server(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = stage.add_box("Xã 1", 1)
        card = box.folder / "card.toml"
        stage.start_link(box)
        card.write_text(card.read_text().replace("127.0.0.1:", "localhost:"))
        stage.start()
        book = box.folder / "state" / "addresses"
        stage.wait_for(book.exists, 5, "the address to be kept")
        check(f"localhost 127.0.0.1:{box.link_port}" in book.read_text(), f"it keeps {book.read_text()}")
        stage.stop_process(box.process)
        # The name is gone from the world: what was found before is what the box has.
        card.write_text(card.read_text().replace("localhost:", "giaoban.invalid:"))
        book.write_text(book.read_text().replace("localhost", "giaoban.invalid"))
        box.process = None
        stage.start_box(box)
        stage.wait_for(lambda: (stage.box_status("Xã 1", quiet=True) or {}).get("phase") == "joined", 10, "the box to join without a name server")
        box_without = stage.add_box("Xã 2", 2)
        other = box_without.folder / "card.toml"
        other.write_text(other.read_text().replace("127.0.0.1:", "giaoban.invalid:"))
        stage.start_box(box_without)
        try:
            stage.wait_for(lambda: stage.joined("Xã 2"), 4, "nothing")
            check(False, "a name that nobody knows was found")
        except StageFailed:
            pass
