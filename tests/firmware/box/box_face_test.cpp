#include "firmware/box/box_face.h"

#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::box;
using namespace std::chrono_literals;
using audio::PortState;
using audio::Prompt;
using board::ButtonPress;
using board::LampSign;
using net::PressMeaning;
using net::RefusalReason;
using net::SessionPhase;

namespace {

constexpr Instant start{1h};
using Prompts = std::vector<Prompt>;

net::MeetingView view_of(FloorState floor, std::uint16_t place = 0, std::uint16_t speaking = 0) {
    net::MeetingView view;
    view.floor = floor;
    view.place = place;
    view.speaking = speaking;
    return view;
}

struct Bench {
    BoxFace face;

    Prompts said() {
        Prompts all;
        while (const auto prompt = face.take_prompt())
            all.push_back(*prompt);
        return all;
    }
    void joined() {
        face.on_phase(SessionPhase::joined, std::nullopt);
        said();
    }
    void view(const net::MeetingView& view, Instant now = start) { face.on_view(view, 0, now); }
};

}  // namespace

SCENARIO("a box says that its card's settings are wrong", "[firmware][box]") {
    Bench bench;
    bench.face.on_settings(CardSettingsState::wrong);
    CHECK(bench.said() == Prompts{Prompt::settings_wrong});
    CHECK(bench.face.link_lamp() == LampSign::settings_wrong);
    WHEN("somebody presses the button") {
        (void)bench.face.on_press(ButtonPress::short_press, start);
        THEN("it says so again") { CHECK(bench.said().front() == Prompt::settings_wrong); }
    }
    WHEN("it has joined with the settings that were good before") {
        bench.joined();
        THEN("its lamp shows that") { CHECK(bench.face.link_lamp() == LampSign::joined); }
        AND_WHEN("the link is lost") {
            bench.face.on_phase(SessionPhase::lost, std::nullopt);
            THEN("they may be the reason") {
                CHECK(bench.face.link_lamp() == LampSign::settings_wrong);
            }
        }
    }
    WHEN("there are none") {
        bench.face.on_settings(CardSettingsState::missing);
        THEN("that is said") { CHECK(bench.said() == Prompts{Prompt::settings_missing}); }
    }
}

SCENARIO("a box says how its link does", "[firmware][box]") {
    Bench bench;
    GIVEN("a box that has just started") {
        THEN("it says nothing, and its lamp shows that it calls") {
            CHECK(bench.said().empty());
            CHECK(bench.face.link_lamp() == LampSign::connecting);
        }
        WHEN("it joins, loses its link and comes back") {
            bench.face.on_phase(SessionPhase::joined, std::nullopt);
            CHECK(bench.face.link_lamp() == LampSign::joined);
            bench.face.on_phase(SessionPhase::lost, std::nullopt);
            CHECK(bench.face.link_lamp() == LampSign::connecting);
            bench.face.on_phase(SessionPhase::joined, std::nullopt);
            THEN("each is said once") {
                CHECK(bench.said() ==
                      Prompts{Prompt::connected, Prompt::connection_lost, Prompt::connected});
            }
        }
        WHEN("the cable is out") {
            bench.face.on_phase(SessionPhase::no_network, std::nullopt);
            bench.face.on_phase(SessionPhase::no_network, std::nullopt);
            THEN("that is said once, and shown") {
                CHECK(bench.said() == Prompts{Prompt::no_network});
                CHECK(bench.face.link_lamp() == LampSign::no_network);
            }
        }
        WHEN("the mixing box does not know the card") {
            bench.face.on_phase(SessionPhase::refused, RefusalReason::unknown_card);
            THEN("it is not enrolled") {
                CHECK(bench.said() == Prompts{Prompt::not_enrolled});
                CHECK(bench.face.link_lamp() == LampSign::not_enrolled);
            }
        }
        WHEN("the mixing box refuses it for another reason") {
            bench.face.on_phase(SessionPhase::refused, RefusalReason::card_used_by_another_box);
            THEN("it says that it is refused") { CHECK(bench.said() == Prompts{Prompt::refused}); }
        }
        WHEN("it is refused for an attempt from before a restart") {
            bench.face.on_phase(SessionPhase::refused, RefusalReason::stale_attempt);
            THEN("nothing is said: that heals by itself") { CHECK(bench.said().empty()); }
        }
    }
}

SCENARIO("somebody who presses the button of a box in trouble is told of it", "[firmware][box]") {
    Bench bench;
    for (const auto& [phase, prompt] :
         {std::pair{SessionPhase::lost, Prompt::connection_lost},
          std::pair{SessionPhase::no_network, Prompt::no_network},
          std::pair{SessionPhase::connecting, Prompt::connection_lost}}) {
        bench.face.on_phase(phase, std::nullopt);
        bench.said();
        CHECK(bench.face.on_press(ButtonPress::short_press, start) == PressMeaning::asks);
        CHECK(bench.said() == Prompts{prompt});
    }
}

SCENARIO("a turn, as the room hears and sees it", "[firmware][box]") {
    Bench bench;
    bench.joined();
    GIVEN("a member who asks for the floor while another speaks") {
        bench.view(view_of(FloorState::idle, 0, 1));
        CHECK(bench.face.floor_lamp() == LampSign::floor_taken);
        CHECK(bench.face.on_press(ButtonPress::short_press, start) == PressMeaning::asks);
        CHECK(bench.face.floor_lamp() == LampSign::connecting);
        bench.view(view_of(FloorState::waiting, 3, 1));
        CHECK(bench.said() == Prompts{audio::waiting_prompt(3)});
        CHECK(bench.face.floor_lamp() == LampSign::waiting);
        CHECK_FALSE(bench.face.microphone_open());

        WHEN("the floor is granted") {
            auto granted = view_of(FloorState::speaking, 0, 1);
            granted.floor_ends = start + 60s;
            bench.view(granted);
            THEN("that is said, the lamp is lit and the microphone open") {
                CHECK(bench.said() == Prompts{Prompt::floor_yours});
                CHECK(bench.face.floor_lamp() == LampSign::speaking);
                CHECK(bench.face.microphone_open());
            }
            AND_WHEN("ten seconds are left") {
                bench.said();
                CHECK(bench.face.next_deadline() == start + 50s);
                bench.face.on_time(start + 50s);
                THEN("that is said") { CHECK(bench.said() == Prompts{Prompt::ten_seconds_left}); }
            }
            AND_WHEN("the floor is taken back") {
                bench.said();
                bench.view(view_of(FloorState::idle), start + 20s);
                THEN("that is said, and the microphone is closed") {
                    CHECK(bench.said() == Prompts{Prompt::floor_taken});
                    CHECK_FALSE(bench.face.microphone_open());
                }
            }
            AND_WHEN("the button is pressed") {
                bench.said();
                THEN("the microphone closes before the mixing box knows") {
                    CHECK(bench.face.on_press(ButtonPress::short_press, start + 9s) ==
                          PressMeaning::gives_up);
                    CHECK_FALSE(bench.face.microphone_open());
                    CHECK(bench.face.floor_lamp() == LampSign::off);
                }
            }
        }
        WHEN("the request is withdrawn by a long press, being one to reply") {
            net::MeetingView replying = view_of(FloorState::waiting, 1);
            replying.reply = true;
            bench.view(replying);
            CHECK(bench.said() == Prompts{Prompt::replying});
            CHECK(bench.face.on_press(ButtonPress::long_press, start) == PressMeaning::withdraws);
            THEN("that is said") {
                CHECK(bench.said() == Prompts{Prompt::withdrawn});
                CHECK(bench.face.floor_lamp() != LampSign::waiting);
            }
        }
    }
    GIVEN("a member whom the centre calls") {
        net::MeetingView calling = view_of(FloorState::idle);
        calling.call = 7;
        bench.view(calling);
        CHECK(bench.said() == Prompts{Prompt::called});
        CHECK(bench.face.floor_lamp() == LampSign::called);
        THEN("it rings again and again") {
            CHECK(bench.face.next_deadline() == start + BoxFace::rings_each);
            bench.face.on_time(start + BoxFace::rings_each);
            CHECK(bench.said() == Prompts{Prompt::called});
            CHECK(bench.face.next_deadline() == start + 2 * BoxFace::rings_each);
        }
        WHEN("the button is pressed") {
            CHECK(bench.face.on_press(ButtonPress::short_press, start) == PressMeaning::none);
            THEN("that is the answer, and no request for the floor") {
                CHECK(bench.face.call_answered() == 7);
                CHECK(bench.face.floor_lamp() == LampSign::off);
                CHECK(bench.face.next_deadline() == never);
                bench.view(calling);  // told again before the answer was heard
                CHECK(bench.said().empty());
                CHECK(bench.face.on_press(ButtonPress::short_press, start) == PressMeaning::asks);
            }
            AND_WHEN("it is called once more") {
                calling.call = 8;
                bench.view(calling);
                THEN("it rings") { CHECK(bench.said() == Prompts{Prompt::called}); }
            }
        }
        WHEN("the call ends of itself") {
            bench.view(view_of(FloorState::idle));
            THEN("it is quiet") {
                CHECK(bench.face.floor_lamp() == LampSign::off);
                CHECK(bench.face.next_deadline() == never);
            }
        }
    }
    GIVEN("a member who is brought into a private room that is recorded") {
        net::MeetingView apart = view_of(FloorState::idle);
        apart.stay = {
            .room = RoomId{1}, .visit = 5, .title = "Tiếp công dân", .recording = true, .from = {}};
        bench.view(apart);
        THEN("it hears both") {
            CHECK(bench.said() == Prompts{Prompt::private_room, Prompt::recording_on});
        }
        AND_WHEN("it is back among all") {
            bench.said();
            bench.view(view_of(FloorState::idle));
            THEN("it hears that, and nothing of a recording that is not its own any more") {
                CHECK(bench.said() == Prompts{Prompt::private_room_over});
            }
        }
        AND_WHEN("it is brought back while it speaks") {
            apart.floor = FloorState::speaking;
            bench.view(apart);
            bench.said();
            bench.view(view_of(FloorState::idle));
            THEN("it hears that, and not that its floor was taken besides") {
                CHECK(bench.said() == Prompts{Prompt::private_room_over});
            }
        }
    }
    GIVEN("a member whose meeting begins to be recorded and then not") {
        net::MeetingView recorded = view_of(FloorState::idle);
        recorded.stay.recording = true;
        bench.view(recorded);
        CHECK(bench.said() == Prompts{Prompt::recording_on});
        bench.view(view_of(FloorState::idle));
        CHECK(bench.said() == Prompts{Prompt::recording_off});
    }
    GIVEN("a box that is not let in since the meeting is full") {
        bench.face.on_phase(net::SessionPhase::refused, net::RefusalReason::full);
        CHECK(bench.said() == Prompts{Prompt::meeting_full});
        CHECK(bench.face.link_lamp() == LampSign::meeting_full);
    }
    GIVEN("a member who was muted") {
        bench.view(view_of(FloorState::muted));
        CHECK(bench.said() == Prompts{Prompt::muted});
        CHECK(bench.face.floor_lamp() == LampSign::muted);
        WHEN("the chair lets it speak again") {
            bench.view(view_of(FloorState::idle));
            THEN("that is said") { CHECK(bench.said() == Prompts{Prompt::unmuted}); }
        }
    }
}

SCENARIO("a box without a speakerphone shows it, and says so to whoever may hear",
         "[firmware][box]") {
    Bench bench;
    bench.joined();
    bench.face.on_sound(PortState::absent);
    CHECK(bench.said() == Prompts{Prompt::no_speakerphone});
    CHECK(bench.face.link_lamp() == LampSign::no_speakerphone);
    WHEN("one is plugged in") {
        bench.face.on_sound(PortState::running);
        THEN("it says that all is well") {
            CHECK(bench.said() == Prompts{Prompt::connected});
            CHECK(bench.face.link_lamp() == LampSign::joined);
        }
    }
}

TEST_CASE("prompts that nobody takes push out the oldest", "[firmware][box]") {
    Bench bench;
    for (int i = 0; i < 10; ++i) {
        bench.face.on_phase(SessionPhase::lost, std::nullopt);
        bench.face.on_phase(SessionPhase::joined, std::nullopt);
    }
    const Prompts said = bench.said();
    CHECK(said.size() == BoxFace::most_prompts);
    CHECK(said.back() == Prompt::connected);
}
