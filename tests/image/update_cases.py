"""Releases that a box is offered, fetches over its session, writes by RAUC into its other slot and starts through U-Boot: good ones, a
stranger's, one that does not start and one that does not join. From both slots."""
import json
import os
import shutil
import subprocess
import tempfile
import time

from bench import Failed, Skipped, emulation, expect
from emulation import ROOT_SIZE, ROOTS, TREE, WORK

KEY = os.path.join(TREE, "build", "image", "test-key")
BUNDLE = os.path.join(TREE, "tools", "image", "bundle")
# In place of ten minutes; the slower start is one under load.
TRIAL = {"giaoban-trial.service.d": "[Service]\nEnvironment=GIAOBAN_JOIN_SECONDS=180\n"}


class Releases:
    """Signed bundles, made when they are asked for."""

    def __init__(self, bench):
        self.bench, self.folder, self.made = bench, tempfile.mkdtemp(prefix="giaoban-releases."), []
        if not os.path.exists(f"{KEY}/update-key.pem"):
            raise Failed(f"{KEY} is not there: the image has to be made with a key of the tests' (tools/test --image does)")
        subprocess.run([os.path.join(TREE, "tools", "image", "update-key"), "--out", f"{self.folder}/stranger"], check=True,
                       capture_output=True)

    def bundle(self, version, of=None, key=KEY, role="box"):
        os.makedirs(f"{self.folder}/out", exist_ok=True)
        done = subprocess.run([BUNDLE, "--key", f"{key}/update-key.pem", "--cert", f"{key}/update-cert.pem", "--version", version,
                               "--role", role, "--out", f"{self.folder}/out", *(["--from", of] if of else [])],
                              capture_output=True, text=True, check=False)
        expect(done.returncode == 0, f"no bundle of {version}: {done.stderr}")
        return f"{self.folder}/out/giaoban-{'' if role == 'box' else role + '-'}{version}.raucb"

    def make(self, version, kind, key=KEY, role="box"):
        """The bundle of a release that there was not."""
        inside = f"{WORK}/release-{os.getpid()}"
        emulation.run_in_room("/giaoban/src/tests/image/release", version, kind, inside, role)
        try:
            return self.bundle(version, emulation.outside(inside), key, role)
        finally:
            shutil.rmtree(emulation.outside(inside))

    def offer(self, version, kind, key=KEY):
        """Makes it, and offers it to all boxes."""
        self.offer_file(self.make(version, kind, key))

    def offer_file(self, file):
        self.bench.centre.ctl("update", "offer", file, "--socket", f"{self.bench.centre.folder}/mixer.sock",
                              "--state-dir", f"{self.bench.centre.folder}/state")
        os.unlink(file)

    def close(self):
        shutil.rmtree(self.folder)


class Updating:
    """A box that goes from release to release. Its centre has the image's own, so that differences can be made from it."""

    def __init__(self, bench, card, **more):
        self.bench, self.releases = bench, Releases(bench)
        self.card = card
        self.machine, _ = bench.boot(card, "uboot", units=TRIAL, **more)
        self.seen = self.bytes = 0
        # The release that the image is, which the box says of itself.
        self.first = self.row()["release"]
        self.releases.offer_file(self.releases.bundle(self.first))

    def row(self):
        status = json.loads(self.bench.centre.ctl("update", "status", "--json", "--socket", f"{self.bench.centre.folder}/mixer.sock"))
        rows = [row for row in status["boxes"] if row["name"] == "Bản Mù"]
        return rows[0] if rows else {}

    def until(self, what, seconds, **wanted):
        """Waits until the box says so of its updates."""
        deadline, row = time.monotonic() + seconds, {}
        while time.monotonic() < deadline:
            row = self.row()
            self.bytes = row.get("bytes") or self.bytes
            if all(row.get(name) == value for name, value in wanted.items()):
                return row
            time.sleep(1)
        raise Failed(f"{what}: the box says {row}, and not {wanted}; the last that it said:\n{self.machine.text()[-3500:]}")

    def said(self, pattern, seconds=1):
        """A line that came since the last one that was asked for."""
        found = self.machine.wait_for(pattern, seconds, after=self.seen)
        expect(found, f"it did not say `{pattern}`; the last that it said:\n{self.machine.text()[-3500:]}")
        self.seen = found[0] + 1
        return found

    def take(self, version, slot):
        """A good one: it is fetched, installed into `slot`, and stays."""
        began = time.monotonic()
        self.releases.offer(version, "good")
        self.until(f"{version} is installed", 1200, release=version, stage="installed")
        self.said(rf"giaoban: slot {slot}", 5)
        self.said(rf"slot {slot} is good", 5)
        print(f"       {version} in slot {slot}: {self.bytes} bytes, {time.monotonic() - began:.0f} s "
              "from the offer to the meeting", flush=True)

    def refuse(self, version):
        self.releases.offer(version, "good", key=f"{self.releases.folder}/stranger")
        row = self.until("a stranger's is refused", 900, of=version, stage="failed", trouble="it is not signed for this box")
        expect("signature" in row["why"], f"why: {row['why']}")

    def come_back(self, version, kind, runs, slot, why):
        """One that does not work: the box comes back with what it had, says why, and does not try it again."""
        self.releases.offer(version, kind)
        row = self.until(f"{version} is left again", 1800, of=version, stage="failed", trouble="rolled back", release=runs)
        expect(why in row["why"], f"why it was left: {row['why']}, and not {why}")
        self.said(rf"giaoban: slot {slot}", 5)

    def close(self):
        self.machine.cut()
        self.releases.close()


def releases_are_taken_refused_and_left_again_from_both_slots(bench):
    card = bench.copy("updates")
    updating = None
    try:
        slot_a = card.read(ROOTS["A"], ROOT_SIZE)
        updating = Updating(bench, card)
        runs = updating.first
        for slot, other in (("A", "B"), ("B", "A")):
            updating.refuse(f"strange-{slot}")
            updating.come_back(f"dead-{slot}", "dead", runs, slot, "its kernel does not start")
            updating.come_back(f"broken-{slot}", "broken", runs, slot, "it did not start")
            updating.come_back(f"deaf-{slot}", "deaf", runs, slot, "not in the meeting after 3 minutes")
            updating.take(f"good-{slot}", other)
            runs = f"good-{slot}"
        state = card.state()
        expect(state["A"] == "good" and state["order"] == "A B", f"boot state: {state}")
        expect(card.read(ROOTS["A"], ROOT_SIZE) != slot_a, "slot A is what it was")
    finally:
        if updating:
            updating.close()
        card.close()


def a_mixing_box_takes_releases_from_a_stick(bench):
    """One for its boxes, which it offers, and one for itself, which it starts; what became of them is on the stick."""
    if not bench.options.mixer:
        raise Skipped("--mixer IMAGE was not given")
    card, releases, machine = emulation.Card(bench.options.mixer, "stick-mixer", role="mixer"), Releases(bench), None
    stick = f"{WORK}/stick-{os.getpid()}.img"
    # A larger card than the image: the data partition takes the rest at the first start.
    card.enlarge(4 << 30)
    try:
        emulation.run_in_room("mkfs.fat", "-C", stick, str(400 << 10))
        for role in ("box", "mixer"):
            made = releases.make(f"by-stick-{role}", "good", role=role)
            shutil.move(made, emulation.outside(f"{WORK}/{os.path.basename(made)}"))
            emulation.run_in_room("mcopy", "-i", stick, f"{WORK}/{os.path.basename(made)}", "::")
            os.unlink(emulation.outside(f"{WORK}/{os.path.basename(made)}"))
        machine = emulation.Machine(card, "uboot", log=bench.options.log, more=[
            "-device", "qemu-xhci", "-drive", f"if=none,id=stick,format=raw,file={stick}", "-device", "usb-storage,drive=stick"])
        for wanted in (r"stick: box offered by-stick-box", r"giaoban: slot B", r"slot B is good", r"installed by-stick-mixer"):
            found = machine.wait_for(wanted, 3 * bench.options.timeout)
            expect(found, f"it did not say `{wanted}`:\n{machine.text()[-3500:]}")
        # The stick was left in: it says that the release runs.
        deadline, told = time.monotonic() + bench.options.timeout, ""
        while not ("by-stick-box" in told and "by-stick-mixer" in told) and time.monotonic() < deadline:
            time.sleep(5)
            told = subprocess.run(emulation.in_room("mtype", "-i", stick, "::giaoban-RESULT.txt"), capture_output=True,
                                  check=False).stdout.decode(errors="replace")
        expect("by-stick-box" in told and "by-stick-mixer" in told, f"giaoban-RESULT.txt: {told}\n{machine.text()[-2500:]}")
    finally:
        if machine:
            machine.cut()
        releases.close()
        card.close()
        if os.path.exists(emulation.outside(stick)):
            os.unlink(emulation.outside(stick))
