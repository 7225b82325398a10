"""What the daemons tell the service manager that started them: a notify socket of ours is read, and a thread is held."""
import ctypes
import os
import signal
import socket
import time
from pathlib import Path

from e2e import BUILD, case, check
from stage import Stage

PATIENCE = 4.0  # seconds: WatchdogSec, and the least that the daemons take (ProgressWatch::least_patience)

PTRACE_ATTACH, PTRACE_DETACH, WAIT_FOR_THREADS = 16, 17, 0x40000000


class ServiceManager:
    """As systemd with Type=notify and WatchdogSec=4, for what is started while it is entered."""

    def __init__(self, folder: Path):
        self.path = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.told: list[tuple[float, str]] = []

    def __enter__(self):
        os.environ.update(NOTIFY_SOCKET=self.path, WATCHDOG_USEC=str(int(PATIENCE * 1e6)))
        os.environ.pop("WATCHDOG_PID", None)
        return self

    def __exit__(self, *_):
        for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC"):
            os.environ.pop(name, None)
        self.socket.close()

    def listen(self, seconds: float) -> list[tuple[float, str]]:
        """What is told from now on, for so long."""
        before = len(self.told)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                self.told.append((time.monotonic(), self.socket.recv(4096).decode()))
            except TimeoutError:
                break
        return self.told[before:]

    def listen_until(self, line: str, seconds: float) -> float:
        """When it was told; a failure when it is not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for at, text in self.listen(0.1):
                if line in text:
                    return at
        check(False, f"`{line}` was not told within {seconds:g} s; told: {[text for _, text in self.told][-8:]}")


class HeldThread:
    """One thread of a process that stands still while the others go on, as in a driver that hangs."""

    def __init__(self, process: int, name: str):
        threads = [int(task.name) for task in Path(f"/proc/{process}/task").iterdir()
                   if (task / "comm").read_text().strip() == name]
        check(len(threads) == 1, f"{len(threads)} threads of {process} are called {name}")
        self.thread = threads[0]
        self.libc = ctypes.CDLL(None, use_errno=True)

    def ask(self, what: int) -> None:
        done = self.libc.ptrace(what, self.thread, None, None)
        check(done == 0, f"ptrace: {os.strerror(ctypes.get_errno())}")

    def __enter__(self):
        self.ask(PTRACE_ATTACH)
        os.waitpid(self.thread, WAIT_FOR_THREADS)
        return self

    def __exit__(self, *_):
        self.ask(PTRACE_DETACH)


def alive(told: list) -> list[float]:
    return [at for at, text in told if text == "WATCHDOG=1"]


def longest_without(told: list, begin: float, end: float) -> float:
    times = [begin, *alive(told), end]
    return max(after - before for before, after in zip(times, times[1:]))


def is_alive(manager: ServiceManager) -> None:
    begin = time.monotonic()
    told = manager.listen(3 * PATIENCE)
    gap = longest_without(told, begin, time.monotonic())
    check(gap < PATIENCE, f"not alive for {gap:.1f} s although nothing hangs")


def hangs_and_goes_on(manager: ServiceManager, process: int) -> None:
    """With the audio thread held, the network thread alone keeps nobody waiting; let go, it is alive again."""
    with HeldThread(process, "audio"):
        held = time.monotonic()
        manager.listen(0.75 * PATIENCE)  # a word may be on its way that was true
        told = manager.listen(1.5 * PATIENCE)
        check(not alive(told), f"alive {alive(told)[-1] - held:.1f} s after its audio thread was held" if alive(told) else "")
        status = [text for _, text in manager.told if text.startswith("STATUS=")][-1]
        check("the audio thread stands still" in status, f"the status does not say what is wrong: {status}")
    manager.listen_until("WATCHDOG=1", PATIENCE)


@case
def a_mixing_box_is_ready_when_it_listens_and_alive_while_its_threads_get_on(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage, ServiceManager(stage.sockets) as manager:
        began = time.monotonic()
        stage.start_mixer()
        ready = manager.listen_until("READY=1", 5)
        check(ready - began < 5, "not ready in time")
        is_alive(manager)  # nobody speaks: its audio thread would sleep if it were not woken
        check(any(text.startswith("STATUS=0 of 0 boxes") for _, text in manager.told), "no status was told")
        hangs_and_goes_on(manager, stage.mixer.pid)
        check((folder / "mixer" / "mixer.log").read_text().count("the audio thread has stood still") == 1,
              "the log does not say which thread stood still")
        stage.stop_process(stage.mixer, signal.SIGTERM)
        manager.listen_until("STOPPING=1", 2)
        check(sum("READY=1" in text for _, text in manager.told) == 1, "ready was told more than once")


@case
def a_box_is_ready_when_its_sound_runs_and_alive_while_its_threads_get_on(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = stage.add_box("Nậm Cắn", 1)
        stage.start_mixer()
        stage.start_link(box)
        with ServiceManager(stage.sockets) as manager:
            stage.start_box(box)
            manager.listen_until("READY=1", 5)
            manager.listen_until("STATUS=joined", 15)
            is_alive(manager)
            hangs_and_goes_on(manager, box.process.pid)
            # Without its mixing box it looks for it, which is no reason to be started anew.
            stage.stop_process(stage.mixer, signal.SIGTERM)
            stage.mixer = None
            is_alive(manager)
            stage.stop_process(box.process, signal.SIGTERM)
            manager.listen_until("STOPPING=1", 2)
            box.process = None
