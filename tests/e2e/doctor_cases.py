"""The doctor: what it finds on a box, asked there and through the mixing box, and by a long press at the start."""
import json
import subprocess
import time

from e2e import BUILD, case, check
from stage import Stage


def machine(folder, undervoltage: int):
    """What a Raspberry Pi says of itself, as far as the doctor reads it."""
    root = folder / "machine"
    files = {
        "sys/class/thermal/thermal_zone0/temp": "48312\n",
        "sys/class/hwmon/hwmon1/name": "rpi_volt\n",
        "sys/class/hwmon/hwmon1/in0_lcrit_alarm": f"{undervoltage}\n",
        "proc/meminfo": "MemTotal: 441344 kB\nMemAvailable: 204800 kB\n",
        "etc/giaoban/release": "0.1.0+test box\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def doctor(stage: Stage, *words) -> tuple:
    done = subprocess.run([stage.program("giaobanctl"), "doctor", *map(str, words)], capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout, done.stderr


def findings(text: str) -> dict:
    return {one["item"]: one for one in json.loads(text)["findings"]}


@case
def the_doctor_finds_what_is_wrong_on_the_box_and_through_the_centre(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        root = machine(folder, undervoltage=0)
        box = stage.add_box("Tri Lễ", 1, options=["--machine-root", root])
        code, _, why = doctor(stage, "--socket", box.socket)
        check(code == 3 and "nobody answers" in why, f"without a daemon: exit {code}, {why}")
        stage.start()
        lamp = box.folder / "leds" / "floor" / "brightness"
        asking = subprocess.Popen([stage.program("giaobanctl"), "doctor", "--socket", box.socket, "--json"],
                                  stdout=subprocess.PIPE, text=True)
        stage.wait_for(lambda: lamp.read_text().strip() == "1", 3, "the lamp to blink")
        out, _ = asking.communicate(timeout=60)
        found = findings(out)
        check(asking.returncode == 0, f"a healthy box: exit {asking.returncode}: {out}")
        check(found["temperature"]["value"] == 483 and found["power"]["verdict"] == "good", f"of the machine: {out}")
        check(found["memory"]["value"] == 200 and "0.1.0+test box" in found["system"]["text"], f"of the machine: {out}")
        check(found["centre"]["verdict"] == "good" and found["lamps"]["text"] == "floor, link", f"of the box: {out}")
        machine(folder, undervoltage=1)
        time.sleep(2.5)  # it looks each 2 s
        code, out, _ = doctor(stage, "Tri Lễ", "--socket", stage.mixer_socket, "--json")
        power = findings(out)["power"]
        check(code == 1 and power["trouble"] == "undervoltage" and power["value"] == 1, f"exit {code}: {out}")
        machine(folder, undervoltage=0)
        time.sleep(2.5)
        code, out, _ = doctor(stage, "Tri Lễ", "--socket", stage.mixer_socket, "--language", "vi")
        check(code == 1 and "HỎNG  nguồn điện" in out and "-> dùng bộ nguồn chính hãng" in out, f"exit {code}: {out}")
        code, _, why = doctor(stage, "nobody", "--socket", stage.mixer_socket)
        check(code == 1 and "no box is called" in why, f"a box that is not there: exit {code}: {why}")


@case
def a_long_press_before_the_box_has_joined_lets_the_doctor_speak(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        root = machine(folder, undervoltage=1)
        box = stage.add_box("Tri Lễ", 1, options=["--machine-root", root])
        stage.start_mixer()
        stage.stop_process(stage.mixer)
        stage.mixer = None
        stage.start_box(box)
        stage.wait_for(lambda: stage.box_status("Tri Lễ", quiet=True), 5, "the box to answer")
        stage.press("Tri Lễ", "long")
        stage.wait_for(lambda: "says: doctor_power" in box.log.read_text(), 25, "the doctor to speak")
        said = box.log.read_text()
        check("says: doctor_centre" in said, "it does not say that the centre does not answer")
        check("says: doctor_well" not in said, "it says that all is well")
        stage.start()
        stage.press("Tri Lễ", "long")
        time.sleep(1)
        check(box.log.read_text().count("the doctor looks") == 1, "a long press in the meeting began the doctor")
