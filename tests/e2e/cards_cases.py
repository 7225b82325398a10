"""Cards, keys and configuration, as a technician meets them."""
import shutil
import subprocess
import time

from e2e import BUILD, case, check
from stage import Stage


def run_program(stage: Stage, name: str, *arguments) -> subprocess.CompletedProcess:
    return subprocess.run([stage.program(name), *map(str, arguments)], capture_output=True, text=True, timeout=20)


def log_of(stage: Stage) -> str:
    return (stage.mixer_folder / "mixer.log").read_text(errors="replace")


@case
def a_copied_card_is_refused_with_a_reason_and_the_first_box_goes_on(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = stage.add_box("Xã 1", 1)
        copy = folder / "copied-card.toml"
        shutil.copy(box.folder / "card.toml", copy)
        stage.start()
        thief = stage.add_box("Thief", 2)
        shutil.copy(copy, thief.folder / "card.toml")
        stage.start_box(thief)
        stage.wait_for(lambda: (stage.box_status("Thief", quiet=True) or {}).get("phase") == "refused", 8,
                       "the second box with the card to be refused")
        reason = stage.box_status("Thief")["reason"]
        check(reason, "the box does not say why it was refused")
        check("Xã 1" in log_of(stage) and "another box" in log_of(stage), "the mixing box's log does not say which card, and why")
        check(stage.joined("Xã 1"), "the first box suffered")


@case
def a_card_of_another_centre_is_answered_with_nothing(folder):
    with Stage(BUILD, folder / "a", "clean", fresh=True) as here, Stage(BUILD, folder / "b", "clean", fresh=True) as there:
        here.add_box("Xã 1", 1)
        here.start()
        lost = there.add_box("Lạc", 2)
        there.start_mixer()
        card = lost.folder / "card.toml"
        card.write_text(card.read_text().replace(str(lost.link_port), str(here.port)))
        there.start_box(lost)
        time.sleep(3)
        check(there.box_status("Lạc")["phase"] == "connecting", "a stranger's card got an answer")


@case
def an_enrolment_secret_is_gone_after_the_first_contact_and_a_restart_needs_none(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = stage.add_box("Xã 1", 1)
        card = box.folder / "card.toml"
        secret = [line for line in card.read_text().splitlines() if line.startswith("secret")]
        check(secret, "the card has no secret to begin with")
        stage.start()
        stage.wait_for(lambda: secret[0] not in card.read_text(), 5, "the secret to be wiped from the card")
        stage.stop_process(box.process)
        box.process = None
        began = time.monotonic()
        stage.start_box(box)
        stage.wait_for(lambda: stage.box_status("Xã 1", quiet=True) and stage.box_status("Xã 1")["phase"] == "joined", 3,
                       "the box to be back without its secret")
        check(time.monotonic() - began < 3, "too slow")
        logs = box.log.read_text() + log_of(stage)
        check(secret[0].split('"')[1] not in logs, "the secret is in a log")


@case
def a_key_that_others_can_read_is_refused(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = stage.add_box("Xã 1", 1)
        stage.start()
        stage.stop_process(box.process)
        keys = [path for path in (box.folder / "state").rglob("*") if path.is_file() and "key" in path.name]
        check(keys, "the box has no key file")
        for key in keys:
            check(key.stat().st_mode & 0o777 == 0o600, f"{key.name} has mode {key.stat().st_mode & 0o777:o}")
            key.chmod(0o644)
        done = run_program(stage, "giaoban-box", "--config", box.folder / "box.toml")
        check(done.returncode not in (0, -6, -11), f"the box ended with {done.returncode}")
        check("chmod" in done.stdout + done.stderr, f"it does not say what to do: {done.stdout}{done.stderr}")


@case
def a_mistake_in_a_configuration_is_told_with_file_line_key_value_and_what_is_accepted(folder):
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        for program, line in (("giaoban-box", '[button]\nlong_press_ms = "soon"'), ("giaoban-mixer", '[floor]\npolicy = "anarchy"')):
            file = folder / f"{program}.toml"
            file.write_text(line + "\n")
            done = run_program(stage, program, "--check-config", "--config", file)
            said = done.stdout + done.stderr
            key, value = line.splitlines()[1].split(" = ")
            check(done.returncode != 0, f"{program} accepts {line!r}")
            for word in (str(file), ":2", key, value.strip('"')):
                check(word in said, f"{program} does not name {word!r}: {said}")
            file.write_text("no_such_key = 1\n")
            check(run_program(stage, program, "--check-config", "--config", file).returncode != 0, f"{program} takes unknown keys")
            file.write_text("")
            check(run_program(stage, program, "--check-config", "--config", file).returncode == 0, f"{program} refuses the defaults")


@case
def both_daemons_end_cleanly_and_leave_a_readable_recording(folder):
    import speech
    with Stage(BUILD, folder, "clean", fresh=True) as stage:
        box = stage.add_box("Xã 1", 1)
        stage.start()
        time.sleep(2)
        check(stage.stop_process(box.process) == 0, "the box did not exit with 0 on SIGTERM")
        check(stage.stop_process(stage.mixer) == 0, "the mixing box did not exit with 0 on SIGTERM")
        samples, rate = speech.read_wav(box.speaker)
        check(len(samples) / rate > 1.5, f"the recording has {len(samples) / rate:.1f} s")
