"""A card in an emulated Raspberry Pi, and a mixing box on this machine for it. Used by `boot` and by tests/image."""
import atexit
import base64
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(HERE))
ROOM = os.path.join(TREE, "build", "image", "room")
# As the room sees it.
WORK = "/giaoban/work"
# The card's table (board/image/card.cfg), in bytes.
MIB = 1 << 20
SETTINGS = 4 * MIB
ROOTS = {"A": 133 * MIB, "B": 342 * MIB}
BOOTS = {"A": 36 * MIB, "B": 84 * MIB}
ROOT_SIZE, BOOT_SIZE = 208 * MIB, 48 * MIB
DATA, DATA_SIZE = 551 * MIB, 473 * MIB
STATES = (0x1000 * 512, 0x1040 * 512)


def in_room(*command, **options):
    """The command as it is run in the room: every step of the way there replaces itself, so that the process is the command's."""
    return ["bash", "-c", 'tree=$1; shift; source "$tree/tools/image/room.sh"; exec_in_room "$@"', "bash", TREE, *command]


def run_in_room(*command):
    subprocess.run(in_room(*command), check=True)


def outside(path):
    """The file that the room sees as `path`."""
    return ROOM + path


def free_port(kind=socket.SOCK_DGRAM):
    """A port of this machine that nobody listens on."""
    with socket.socket(socket.AF_INET, kind) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Centre:
    """A giaoban-mixer on this machine, with its own keys and roster in a folder that goes with it."""

    def __init__(self, programs):
        self.programs = programs
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="giaoban-centre.")
        self.process = None
        with open(os.path.join(self.folder, "mixer.toml"), "w", encoding="utf-8") as file:
            file.write(f'listen = "127.0.0.1:{self.port}"\nstate_dir = "{self.folder}/state"\n'
                       f'control_socket = "{self.folder}/mixer.sock"\n[page]\nlisten = ""\n[floor]\nqueue_grants = "automatic"\n'
                       # Releases as fast as this machine carries them, at any minute but one.
                       '[updates]\nrate_bps = 10000000\ntotal_rate_bps = 10000000\nhours = "00:00-23:59"\n')

    def card(self, name, *more, host="10.0.2.2"):
        """A card file for that box, which sees this machine as QEMU's user network shows it, unless it is on this machine itself."""
        out = os.path.join(self.folder, name + ".toml")
        self.ctl("card", name, "--mixer", f"{host}:{self.port}", "--state-dir", f"{self.folder}/state", "--out", out, "--replace", *more)
        return out

    def ctl(self, *words):
        """What giaobanctl prints."""
        return subprocess.run([os.path.join(self.programs, "giaobanctl"), *words], check=True, stdout=subprocess.PIPE, text=True).stdout

    def start(self):
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen([os.path.join(self.programs, "giaoban-mixer"), "--config",
                                             os.path.join(self.folder, "mixer.toml")], stdout=log, stderr=log)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Card:
    """A copy of an image, in the room, that may be written to."""

    def __init__(self, image, name="card", role="box"):
        self.path, self.role = f"{WORK}/{name}-{os.getpid()}.img", role
        if image.endswith(".xz"):
            with open(outside(self.path), "wb") as file:
                subprocess.run(["xz", "-dc", image], stdout=file, check=True)
        else:
            subprocess.run(["cp", "--sparse=always", image, outside(self.path)], check=True)

    def put(self, file, name):
        """A file onto the partition that any PC can write."""
        put = f"{WORK}/put-{os.getpid()}"
        shutil.copy(file, outside(put))
        run_in_room("mcopy", "-o", "-i", f"{self.path}@@{SETTINGS}", put, f"::{name}")
        os.unlink(outside(put))

    def get(self, name):
        """The text of a file on the partition that any PC can read; empty when there is none."""
        return subprocess.run(in_room("mtype", "-i", f"{self.path}@@{SETTINGS}", f"::{name}"),
                              capture_output=True, check=False).stdout.decode(errors="replace")

    def start_by_uboot(self, words):
        """On `virt`, U-Boot's own search runs boot.scr of the first partition: one that says where the memory is and what the
        kernel is told, and then sources the card's own."""
        own, source, made = (f"{WORK}/start-{os.getpid()}.{end}" for end in ("own", "cmd", "scr"))
        if "card.scr" not in self.listing():
            run_in_room("mcopy", "-n", "-i", f"{self.path}@@{SETTINGS}", "::boot.scr", own)
            run_in_room("mcopy", "-i", f"{self.path}@@{SETTINGS}", own, "::card.scr")
            os.unlink(outside(own))
        with open(outside(source), "w", encoding="utf-8") as file:
            file.write("setenv ramdisk_addr_r 0x50000000; setenv kernel_comp_addr_r 0x54000000\n"
                       f"fdt addr ${{fdt_addr}}; fdt resize 8192; fdt set /chosen bootargs '{words}'\n"
                       "load ${devtype} ${devnum}:1 0x40200000 card.scr; source 0x40200000\n")
        subprocess.run(in_room("mkimage", "-A", "arm64", "-T", "script", "-C", "none", "-d", source, made), check=True,
                       stdout=subprocess.DEVNULL)
        run_in_room("mcopy", "-o", "-i", f"{self.path}@@{SETTINGS}", made, "::boot.scr")
        os.unlink(outside(source))
        os.unlink(outside(made))

    def enlarge(self, size):
        """A card that is larger than its image."""
        os.truncate(outside(self.path), size)

    def listing(self):
        """The names on the partition that any PC can read."""
        return subprocess.run(in_room("mdir", "-b", "-i", f"{self.path}@@{SETTINGS}", "::/"),
                              capture_output=True, check=True, text=True).stdout

    def write(self, offset, content):
        with open(outside(self.path), "r+b") as file:
            file.seek(offset)
            file.write(content)

    def read(self, offset, size):
        with open(outside(self.path), "rb") as file:
            file.seek(offset)
            return file.read(size)

    def state(self):
        """What the first boot state says, as a dict."""
        words = self.read(STATES[0] + 4, 8188).split(b"\0\0")[0].decode().split("\0")
        return dict(word.split("=", 1) for word in words if "=" in word)

    def close(self):
        os.unlink(outside(self.path))


class Machine:
    """QEMU with the card in it. What it says on its serial line is kept with the time at which it came.

    `kind` is "raspi3b", through U-Boot from its SD card; "virt", whose kernel QEMU starts, always from slot A; or "uboot": `virt`
    with U-Boot, which chooses the slot as on a Raspberry Pi. `more` are words for QEMU, `words` for the kernel. `units` are files of systemd for this start alone, handed in as its
    credentials: "x.service" is a unit more, "x.service.d" a drop-in. `log` is a file that gets each line as it comes.
    `forward` are ports of this machine that lead into it, as "udp:127.0.0.1:5000-:24380"."""

    def __init__(self, card, kind="raspi3b", more=(), words="", units=None, log=None, forward=()):
        boot = f"{WORK}/boot/tree"
        console = {"raspi3b": "ttyS1,115200", "virt": "ttyAMA0", "uboot": "ttyAMA0"}[kind]
        words = (f"console={console} loglevel=7 systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info "
                 f"systemd.log_color=0 systemd.show_status=0 {words}")
        for name, content in (units or {}).items():
            credential = f"systemd.unit-dropin.{name[:-2]}" if name.endswith(".d") else f"systemd.extra-unit.{name}"
            words += f" systemd.set_credential_binary={credential}:{base64.b64encode(content.encode()).decode()}"
        network = ["-netdev", ",hostfwd=".join(["user,id=net", *forward])]
        if kind == "raspi3b":
            # Whoever starts the Pi's watchdog in QEMU (10 as well as 7.2) resets the machine at once.
            words += " systemd.watchdog_sec=0"
            board = ["-M", "raspi3b", "-kernel", f"{boot}/usr/lib/u-boot/rpi_arm64/u-boot.bin",
                     "-dtb", next_in(f"{boot}/usr/lib", "linux-image-") + "/broadcom/bcm2837-rpi-3-b.dtb",
                     "-append", words, "-drive", f"file={card.path},if=sd,format=raw,cache=writeback",
                     "-device", "usb-net,netdev=net", "-serial", "null", "-serial", "stdio"]
        else:
            if kind == "uboot":
                card.start_by_uboot(words)
                start = ["-bios", "/usr/lib/u-boot/qemu_arm64/u-boot.bin"]
            else:
                start = ["-kernel", next_in(f"{boot}/usr/lib/modules", "") + "/vmlinuz", "-initrd", f"{WORK}/{card.role}/parts/initrd",
                         "-append", f"panic=10 quiet lsm=landlock,yama {words} root=5 giaoban.slot=A rauc.slot=A"]
            board = ["-M", "virt,gic-version=3", "-cpu", "cortex-a53", "-smp", "2", "-m", "512", *start,
                     "-drive", f"file={card.path},if=none,id=card,format=raw,cache=writeback", "-device", "virtio-blk-pci,drive=card",
                     "-device", "virtio-net-pci,netdev=net,romfile=", "-device", "virtio-rng-pci", "-serial", "stdio"]
        self.lines = []
        self.log = open(log, "w", encoding="utf-8") if log else None
        self.monitor, far = socket.socketpair()
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            in_room("qemu-system-aarch64", *board, *network, "-display", "none", "-chardev", f"socket,id=monitor,fd={far.fileno()}",
                    "-mon", "chardev=monitor", *more),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, pass_fds=[far.fileno()])
        far.close()
        atexit.register(self.cut)  # however this ends
        self.news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, command):
        """A line to QEMU's monitor, as `sendkey spc`."""
        self.monitor.sendall(command.encode() + b"\n")

    def _listen(self):
        for line in self.process.stdout:
            text = line.decode(errors="replace").rstrip()
            with self.news:
                self.lines.append((time.monotonic() - self.began, text))
                if self.log:
                    self.log.write(f"{self.lines[-1][0]:8.2f} {text}\n")
                    self.log.flush()
                self.news.notify_all()
        with self.news:
            self.lines.append((time.monotonic() - self.began, "QEMU ended"))
            self.news.notify_all()

    def wait_for(self, pattern, timeout, after=0):
        """The first line from number `after` on that has the pattern, as (number, seconds, match); None when it does not come."""
        deadline = time.monotonic() + timeout
        seen = after
        with self.news:
            while True:
                for number in range(seen, len(self.lines)):
                    found = re.search(pattern, self.lines[number][1])
                    if found:
                        return number, self.lines[number][0], found
                seen = len(self.lines)
                left = deadline - time.monotonic()
                if left <= 0 or (self.lines and self.lines[-1][1] == "QEMU ended"):
                    return None
                self.news.wait(left)

    def text(self):
        with self.news:
            return "\n".join(f"{when:8.2f} {line}" for when, line in self.lines)

    def cut(self):
        """Power goes."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.monitor.close()


def next_in(folder, start):
    names = sorted(name for name in os.listdir(outside(folder)) if name.startswith(start))
    if not names:
        raise SystemExit(f"nothing that begins with {start} in {outside(folder)}: run tools/image/build first")
    return f"{folder}/{names[0]}"


# What tells one phase from the next, on the serial line, with the kernel's own clock.
CLOCK = r"\[ *(\d+\.\d+)\]"
MARKS = [
    ("the kernel is up", CLOCK + r" Run /init"),
    ("the card is found", CLOCK + r" giaoban: slot"),
    ("systemd has read its units", CLOCK + r".*systemd\[1\]: Queued start job"),
    ("devices, folders and the data partition are there", CLOCK + r".*systemd\[1\]: Reached target basic.target"),
    ("giaoban-box is started", CLOCK + r".*systemd\[1\]: Start(?:ed|ing) giaoban-box"),
    ("giaoban-box speaks", CLOCK + r" giaoban-box\[\d+\]"),
    ("there is a network", CLOCK + r" systemd-networkd\[\d+\]: .*DHCPv4 address"),
    ("joined", CLOCK + r" giaoban-box\[\d+\].*joined"),
]


def phases(machine, timeout):
    """(name, kernel seconds, seconds since QEMU began) for each mark; stops at the first that does not come."""
    for name, pattern in MARKS:
        found = machine.wait_for(pattern, timeout)
        if not found:
            return
        yield name, float(found[2].group(1)), found[1]
