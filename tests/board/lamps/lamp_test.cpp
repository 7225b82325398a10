#include "board/lamps/lamp.h"

#include <fstream>

#include "tests/catch.h"
#include "tests/temporary_folder.h"

using namespace giaoban;
using namespace giaoban::board;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

namespace {

struct Leds {
    tests::TemporaryFolder folder;

    Leds() {
        std::filesystem::create_directory(folder.path() / "floor");
        std::ofstream(file("brightness")) << "0";
        std::ofstream(file("max_brightness")) << "255\n";
        std::ofstream(file("trigger")) << "mmc0";
    }
    [[nodiscard]] std::filesystem::path file(const char* name) const {
        return folder.path() / "floor" / name;
    }
    [[nodiscard]] std::string text(const char* name) const {
        std::string word;
        std::ifstream(file(name)) >> word;
        return word;
    }
};

constexpr Instant start{1h};

}  // namespace

SCENARIO("a lamp is lit through its file", "[board][lamps]") {
    GIVEN("a lamp that the kernel uses for a disk") {
        const Leds leds;
        auto lamp = Lamp::open("floor", leds.folder.path());
        REQUIRE(lamp);
        THEN("the kernel's trigger is taken off, and it is dark") {
            CHECK(leds.text("trigger") == "none");
            CHECK(leds.text("brightness") == "0");
        }
        WHEN("it shows that the room is heard") {
            lamp->show(LampSign::speaking, start);
            THEN("it is as bright as it can be, and nothing has to be done later") {
                CHECK(leds.text("brightness") == "255");
                CHECK(lamp->next_deadline() == never);
            }
        }
        WHEN("it shows a place in the queue") {
            lamp->show(LampSign::waiting, start);
            CHECK(leds.text("brightness") == "255");
            REQUIRE(lamp->next_deadline() == start + 1s);
            lamp->on_time(start + 1s);
            THEN("it goes dark and bright in turn") {
                CHECK(leds.text("brightness") == "0");
                REQUIRE(lamp->next_deadline() == start + 2s);
                lamp->on_time(start + 2s);
                CHECK(leds.text("brightness") == "255");
            }
            AND_WHEN("the same is shown again") {
                lamp->show(LampSign::waiting, start + 1'500ms);
                THEN("the pattern goes on where it was") {
                    CHECK(lamp->next_deadline() == start + 2s);
                }
            }
        }
        WHEN("the lamp goes away") {
            lamp->show(LampSign::waiting, start);
            std::filesystem::remove_all(leds.folder.path() / "floor");
            THEN("nothing happens") { lamp->on_time(start + 1s); }
        }
    }
}

TEST_CASE("a lamp that is not there is refused, with those that are", "[board][lamps]") {
    const Leds leds;
    const auto lamp = Lamp::open("flor", leds.folder.path());
    REQUIRE_FALSE(lamp);
    CHECK_THAT(lamp.error(), ContainsSubstring("no lamp `flor`"));
    CHECK_THAT(lamp.error(), ContainsSubstring("there are: floor"));
}
