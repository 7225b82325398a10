"""The API of the chair's page, at the door of a real mixing box with a meeting: the only door, and a hard one."""
import os
import socket
import subprocess
import time

import api_fuzz
from api_client import Client, make_accounts
from api_schema import Schema
from e2e import BUILD, ROOT, case, check
from stage import Stage, StageFailed, file_name

OPENAPI = ROOT / "firmware" / "mixer" / "chair" / "openapi.yaml"
# A number names a run: GIAOBAN_SEED=7 tests/e2e/run any_input plays that one.
SEED = int(os.environ.get("GIAOBAN_SEED", "1"))
RANDOM_REQUESTS = 2_500


def free_tcp_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stage_with_page(folder, **settings) -> Stage:
    """With an account for each role, and the mixing box running."""
    stage = Stage(BUILD, folder, "clean", fresh=True, page_port=free_tcp_port(), **settings)
    (stage.mixer_folder / "state").mkdir(exist_ok=True)
    make_accounts(stage)
    return stage


def done(reply, status=200):
    check(reply.status == status, f"expected {status}, got {reply.status} {reply.body[:300]!r}")
    return reply.json()


def box_of(state: dict, name: str):
    """(number, what the page shows of it)"""
    return next(((number, box) for number, box in state["boxes"].items() if box["name"] == name), (None, {}))


def wait_for_line(stage: Stage, client: Client, line: tuple) -> None:
    """What was done is in the audit log when it is on the disk."""
    def there() -> bool:
        return line in [(one["what"], one["text"], one["done"]) for one in done(client.ask("GET", "/api/audit"))["actions"]]

    stage.wait_for(there, 10, f"{line} to be in the audit log")


def answers_something(stage: Stage, name: str):
    return stage.box_status(name, quiet=True) or {}


def speaks_again(stage: Stage, chair: Client, name: str) -> None:
    """Whatever was done to the meeting: it can be put right from the page, and a box be given the floor."""
    state = done(chair.ask("GET", "/api/state"))
    actions = [{"kind": "close_room", "room": int(number)} for number in state["rooms"]]
    actions += [] if state["meeting"]["open"] else [{"kind": "open_meeting", "text": "Giao ban"}]
    actions += [{"kind": "set_policy", "policy": "queue", "queueGrants": "chair"}, {"kind": "unhold"}, {"kind": "unmute_all"},
                {"kind": "set_time_limit", "seconds": 0}]
    actions += [{"kind": "revoke", "name": state["boxes"][str(box)]["name"]} for box in state["speakers"]]
    actions += [{"kind": "end_call", "name": box["name"]} for box in state["boxes"].values() if box["called"]]
    for action in actions:
        reply = chair.ask("POST", "/api/action", action)
        check(reply.status in (200, 409), f"{action}: {reply.status} {reply.body!r}")
    # What a press means is the box's to say, by what it was told last.
    stage.wait_for(lambda: stage.box_status(name)["view"]["floor"] == stage.floor_of(name) != "muted", 10, f"{name} to hear of it")
    if stage.floor_of(name) == "idle":
        stage.press(name)
    stage.wait_for(lambda: stage.floor_of(name) in ("waiting", "speaking"), 10, f"{name} to ask")
    if stage.floor_of(name) == "waiting":
        done(chair.ask("POST", "/api/action", {"kind": "grant", "name": name}))
    stage.wait_for(lambda: stage.box_status(name)["view"]["floor"] == "speaking", 10, f"{name} to have the floor")


@case
def any_input_to_any_call_is_answered_as_openapi_says_and_the_meeting_goes_on(folder):
    with stage_with_page(folder) as stage:
        names = ["Xã 1", "Xã 2"]
        for index, name in enumerate(names):
            stage.add_box(name, index)
        stage.start()
        technician = Client(stage.page_port, "technician")
        done(technician.ask("POST", "/api/cards", {"name": "Xã Không Người"}), 201)
        spare, _ = box_of(done(technician.ask("GET", "/api/state")), "Xã Không Người")
        check(spare is not None, "a card that was made is not on the page")
        served = technician.ask("GET", "/api/openapi.yaml").body
        check(served == OPENAPI.read_bytes(), "the mixing box serves another openapi.yaml")
        chair = Client(stage.page_port, "chair")
        done(chair.ask("POST", "/api/action", {"kind": "open_meeting", "text": "Giao ban"}))

        began = time.monotonic()
        fuzz = api_fuzz.Fuzz(stage.page_port, Schema(served.decode()), SEED, [*names, "Xã Không Người", "Tiếp công dân"], int(spare))
        try:
            for step in (fuzz.one_by_one, lambda: fuzz.at_random(RANDOM_REQUESTS), lambda: fuzz.no_http(60),
                         lambda: fuzz.no_web_socket(20), fuzz.wrong_passwords, fuzz.still_signed_in):
                step()
                stage.check_alive()
        except api_fuzz.WrongAnswer as wrong:
            stage.check_alive()
            check(False, str(wrong))
        print(f"  {fuzz.told()}; {time.monotonic() - began:.0f} s", flush=True)

        for name in names:
            check(stage.joined(name), f"{name} has left the meeting")
        speaks_again(stage, chair, names[0])
        check(stage.stop_process(stage.mixer) == 0, "the mixing box does not end as it should")


def box_with_card(stage: Stage, called: str, index: int, text: str):
    """A box with a card as the page told it; over a link, as all the others."""
    folder = stage.out / file_name(called)
    folder.mkdir(exist_ok=True)
    (folder / "card.toml").write_text(text)  # which add_box finds, and makes none
    box = stage.add_box(called, index)
    (folder / "card.toml").write_text(text.replace(f"127.0.0.1:{stage.port}", f"127.0.0.1:{box.link_port}"))
    return box


@case
def a_card_made_on_the_page_lets_a_box_in_and_a_replaced_box_is_told_so(folder):
    with stage_with_page(folder) as stage:
        stage.start_mixer()
        technician, chair = Client(stage.page_port, "technician"), Client(stage.page_port, "chair")
        card = done(technician.ask("POST", "/api/cards", {"name": "Nậm Cắn"}), 201)["card"]
        check(technician.ask("POST", "/api/cards", {"name": "Nậm Cắn"}).status == 409, "a card is made twice")
        check(chair.ask("POST", "/api/cards", {"name": "Tri Lễ"}).status == 403, "the chair makes cards")
        old = box_with_card(stage, "Thiết bị cũ", 1, card)
        began = time.monotonic()
        stage.start_box(old)
        stage.wait_for(lambda: stage.joined("Nậm Cắn"), 15, "the box to join")
        check(time.monotonic() - began < 5, "a card that was just made is not let in at once")
        done(chair.ask("POST", "/api/action", {"kind": "open_meeting", "text": "Giao ban"}))
        number, box = box_of(done(chair.ask("GET", "/api/state")), "Nậm Cắn")
        check(box["presence"] == "joined", f"the page shows {box}")

        # The box is stolen. Whoever has it has its key, and the card without its secret.
        fresh = done(technician.ask("POST", f"/api/boxes/{number}/replace", {}), 201)["card"]
        check(fresh != card, "it is the same card")
        stage.wait_for(lambda: answers_something(stage, "Thiết bị cũ").get("phase") == "refused", 20, "the old box to be refused")
        refused = stage.box_status("Thiết bị cũ")
        check("new card" in refused["reason"], f"the old box says: {refused['reason']}")
        stage.wait_for(lambda: "new card" in old.log.read_text(errors="replace"), 5, "its log to say so")
        check("link three winks" in refused["lamps"], f"its lamps show {refused['lamps']}")
        _, box = box_of(done(chair.ask("GET", "/api/state")), "Nậm Cắn")
        check(box["presence"] != "joined" and "not_let_in" in box["problems"], f"the page shows {box}")

        # The new one has another key, the same name and the same number.
        new = box_with_card(stage, "Thiết bị mới", 2, fresh)
        stage.start_box(new)
        stage.wait_for(lambda: stage.joined("Nậm Cắn"), 15, "the new box to join")
        stage.wait_for(lambda: answers_something(stage, "Thiết bị mới").get("phase") == "joined", 5, "the new box to say so")
        again, _ = box_of(done(chair.ask("GET", "/api/state")), "Nậm Cắn")
        check(again == number, f"the new box has the number {again}, not {number}")
        time.sleep(6)  # the old one calls again each 5 s
        check(stage.box_status("Thiết bị cũ")["phase"] == "refused", "the old box is in again")
        check(stage.joined("Nậm Cắn"), "the old box has put the new one out")

        wait_for_line(stage, technician, ("replace_box", "Nậm Cắn", True))
        secrets = [line.split('"')[1] for text in (card, fresh) for line in text.splitlines() if line.startswith("secret")]
        check(len(secrets) == 2, "a card has no secret")
        logs = technician.ask("GET", "/api/audit").body.decode() + (stage.mixer_folder / "mixer.log").read_text() + old.log.read_text() + new.log.read_text()
        check(not any(secret in logs for secret in secrets), "a secret is in a log")


@case
def a_box_with_its_new_card_comes_back_with_the_key_that_it_had(folder):
    with stage_with_page(folder) as stage:
        box = stage.add_box("Nậm Cắn", 1)
        stage.start()
        technician = Client(stage.page_port, "technician")
        number, _ = box_of(done(technician.ask("GET", "/api/state")), "Nậm Cắn")
        stage.stop_process(box.process)
        card = done(technician.ask("POST", f"/api/boxes/{number}/replace"), 201)["card"]
        (box.folder / "card.toml").write_text(card.replace(f"127.0.0.1:{stage.port}", f"127.0.0.1:{box.link_port}"))
        box.process = None
        stage.start_box(box)
        stage.wait_for(lambda: answers_something(stage, "Nậm Cắn").get("phase") == "joined", 15, "the box to be back")
        stage.wait_for(lambda: "secret =" not in (box.folder / "card.toml").read_text(), 5, "the secret to be used up")


@case
def a_box_above_the_cap_is_refused_in_words_on_its_lamp_and_on_the_page(folder):
    with stage_with_page(folder, mixer_settings="[limits]\nmax_boxes = 2") as stage:
        for index, name in enumerate(["Xã 1", "Xã 2"]):
            stage.add_box(name, index)
        stage.start()
        late = stage.add_box("Xã 3", 3)
        stage.start_box(late)
        stage.wait_for(lambda: answers_something(stage, "Xã 3").get("phase") == "refused", 15, "the third box to be refused")
        status = stage.box_status("Xã 3")
        check("no room for another box" in status["reason"], f"it says: {status['reason']}")
        check("link five winks" in status["lamps"], f"its lamps show {status['lamps']}")
        chair = Client(stage.page_port, "chair")

        def shown() -> bool:
            return "meeting_full" in box_of(done(chair.ask("GET", "/api/state")), "Xã 3")[1].get("problems", [])

        stage.wait_for(shown, 5, "the page to say that the meeting is full")
        check(stage.joined("Xã 1") and stage.joined("Xã 2"), "those who were there are not any more")


def change_account(stage: Stage, *words) -> None:
    ran = subprocess.run([stage.program("giaobanctl"), "account", *words, "--state-dir", str(stage.mixer_folder / "state")],
                         capture_output=True, text=True, timeout=20)
    if ran.returncode != 0:
        raise StageFailed(f"giaobanctl account {' '.join(words)}: {ran.stderr}")


def closed_with(live, seconds: float) -> int:
    """The code (RFC 6455 section 7.4) with which the other end closes a WebSocket within so many seconds; 0: it does not."""
    deadline = time.monotonic() + seconds

    def take(length: int) -> bytes:
        taken = b""
        while len(taken) < length:
            live.settimeout(max(0.001, deadline - time.monotonic()))
            piece = live.recv(length - len(taken))
            if not piece:
                raise OSError("closed without a word")
            taken += piece
        return taken

    try:
        while time.monotonic() < deadline:
            first, length = take(2)
            length = {126: lambda: int.from_bytes(take(2), "big"), 127: lambda: int.from_bytes(take(8), "big")}.get(length, lambda: length)()
            content = take(length)
            if first & 0x0F == 0x8:
                return int.from_bytes(content[:2], "big")
    except OSError:
        pass
    return 0


@case
def whoever_is_removed_or_gets_another_role_is_out_at_once_with_all_open_pages(folder):
    with stage_with_page(folder) as stage:
        stage.start_mixer()
        technician = Client(stage.page_port, "technician")
        for name, change in (
                ("secretary", lambda: done(technician.ask("PUT", "/api/accounts/secretary/role", {"role": "viewer"}))),
                ("viewer", lambda: done(technician.ask("DELETE", "/api/accounts/viewer"))),
                ("chair", lambda: change_account(stage, "role", "chair", "secretary"))):
            client = Client(stage.page_port, name)
            head, live = client.follow()
            check("101" in head, f"{name} cannot follow the meeting: {head}")
            change()
            if name != "chair":  # what giaobanctl changes is seen within a second
                check(client.ask("GET", "/api/me").status == 401, f"{name} is signed in still")
            check(closed_with(live, 5) == 4401, f"the open page of {name} goes on, or does not hear why not")
            live.close()
            check(client.ask("GET", "/api/me").status == 401, f"{name} is signed in still")
        refused = technician.ask("DELETE", "/api/accounts/technician")
        check(refused.status == 409 and "last technician" in refused.json()["error"]["message"], f"{refused.body!r}")
        for line in (("account_role", "secretary viewer", True), ("account_remove", "viewer", True), ("account_remove", "technician", False)):
            wait_for_line(stage, technician, line)
