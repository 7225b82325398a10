"""Buttons and lamps of the board, by the kernel's own gpio-keys and gpio-leds, and a pedal on USB."""
import time

import board
from cases import case
from e2e import check
from sound_cases import A, B, CHAIR, meeting, three

KEY_F13 = 183  # what pedals send


@case
def a_press_asks_for_the_floor_and_the_lamp_says_so(place):
    with meeting(place) as stage:
        three(stage)
        box = stage.boxes[A]
        check(box.link_lamp.folder.joinpath("trigger").read_text().startswith("[none]"),
              "the kernel still blinks the lamp that the box was given")
        winks = box.link_lamp.winks(16.5)
        check(winks and set(winks) == {1}, f"in the meeting the lamp gives single winks, not {winks}")
        check(box.floor_lamp.lit_share(0.5) == 0, "the floor's lamp is lit and nobody asked")
        stage.press(A)
        stage.wait_for(lambda: stage.floor_of(A) == "waiting", 2, "the press to be a request")
        lit = box.floor_lamp.lit_share(6)
        check(0.4 < lit < 0.6, f"who waits sees it blink slowly, half of the time lit, not {lit:.0%}")
        stage.steer("grant", A)
        stage.wait_for(lambda: stage.box_status(A)["view"]["floor"] == "speaking", 2, "the floor")
        time.sleep(0.2)
        check(box.floor_lamp.lit_share(2) == 1, "who speaks sees the lamp lit")
        check((box.floor_lamp.folder / "brightness").read_text().strip() != "0", "the brightness file says that it is dark")
        winks = stage.boxes[B].floor_lamp.winks(16.5)
        check(winks and set(winks) == {2}, f"others see two winks while somebody speaks, not {winks}")
        stage.press(A)
        stage.wait_for(lambda: stage.floor_of(A) == "idle", 2, "the floor to be given up")
        time.sleep(0.3)
        check(box.floor_lamp.lit_share(1) == 0, "the lamp is lit after the floor was given up")


@case
def a_worn_contact_is_one_press_and_a_long_one_is_another(place):
    with meeting(place) as stage:
        three(stage)
        button = stage.boxes[A].button
        for _ in range(2):
            button.chatter(4, 0.012)
            time.sleep(0.15)
            button.up()
            time.sleep(1)
        check(stage.floor_of(A) == "waiting", f"a worn contact did not count: {stage.floor_of(A)}")
        said = stage.lines(A).count("short press")
        check(said == 2, f"two presses with a worn contact were {said}")
        stage.press(A, "long")  # to reply to who speaks, before the queue
        stage.press(A, "long")  # and again: not at all
        stage.wait_for(lambda: stage.floor_of(A) == "idle", 3, "the request to be withdrawn")


@case
def a_pedal_plugged_in_later_is_a_button_and_pulled_out_it_is_up(place):
    with meeting(place) as stage:
        stage.add_box(CHAIR, 1, chair=True)
        stage.add_box(A, 2, button='device = "auto"\nkey = "KEY_F13"')
        stage.start(10)
        check("no button yet" in stage.lines(A), f"the box does not say that it has no button: {stage.lines(A)}")
        pedal = board.Pedal("Bed Pedal", KEY_F13)
        stage.wait_for(lambda: "button: KEY_F13 of Bed Pedal" in stage.lines(A), 2, "the box to find the pedal")
        pedal.press()
        stage.wait_for(lambda: stage.floor_of(A) == "waiting", 2, "the pedal to ask for the floor")
        stage.boxes[A].button.press()
        pedal.send(1)
        pedal.unplug()
        stage.wait_for(lambda: "button gone" in stage.lines(A), 2, "the box to miss the pedal")
        time.sleep(2)
        check(stage.floor_of(A) == "waiting", "a pedal that was pulled out while down is a long press")
        again = board.Pedal("Bed Pedal", KEY_F13)
        stage.wait_for(lambda: stage.lines(A).count("button: KEY_F13 of Bed Pedal") == 2, 2, "the box to find it again")
        stage.steer("grant", A)
        stage.wait_for(lambda: stage.box_status(A)["view"]["floor"] == "speaking", 2, "the floor")
        time.sleep(1.5)  # a press at the moment of the grant was meant to ask
        again.press()
        stage.wait_for(lambda: stage.floor_of(A) == "idle", 2, "the pedal to give the floor up")
        again.unplug()
