#include "firmware/mixer/office.h"

#include <fstream>

#include "net/keys/system_random.h"
#include "tests/catch.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer {

using namespace std::chrono_literals;
using What = MeetingNote::What;

namespace {

constexpr Instant now{5000s};

/// An office without a page, in a folder of its own, and what it asks of the meeting.
struct Centre {
    explicit Centre(const std::filesystem::path& state) {
        config.state_dir = state.string();
        config.page.listen.clear();
        office.emplace(
            config, context, random,
            Office::Asks{.status = [this](Instant) { return status; },
                         .request = [](const net::MeetingRequest&,
                                       Instant) -> Expected<void, std::string> { return {}; },
                         .card_made = [](Instant) {}});
    }
    void note(What what, std::string text = {}) {
        office->noted({.what = what, .room = plenary, .box = no_box, .meeting = 1, .text = text},
                      {}, now);
    }

    config::MixerConfig config;
    boost::asio::io_context context;
    net::SystemRandom random;
    net::MeetingStatus status;
    std::optional<Office> office;
};

MeetingMemory memory_of(std::int64_t spoken_ms) {
    MeetingMemory memory;
    memory.rooms.emplace_back();
    memory.rooms.front().floor.speakers.push_back(
        {.box = BoxId{4}, .spoken = Milliseconds{spoken_ms}, .left = 20s});
    return memory;
}

}  // namespace

TEST_CASE("a meeting that was not closed is open after the next start", "[mixer][office]") {
    const tests::TemporaryFolder place;
    std::uint64_t number = 0;
    {
        Centre centre(place.path());
        CHECK_FALSE(centre.office->open_meeting());
        centre.note(What::meeting_opened, "Giao ban tháng 11");
        net::MeetingStatus status;
        status.meeting.id = 1;
        centre.office->complete(status);
        number = status.meeting.id;
        CHECK(number > 0);
    }
    {
        Centre centre(place.path());
        REQUIRE(centre.office->open_meeting());
        CHECK(centre.office->open_meeting()->id == number);
        CHECK(centre.office->open_meeting()->title == "Giao ban tháng 11");
        centre.note(What::meeting_closed, "Giao ban tháng 11");
    }
    CHECK_FALSE(Centre(place.path()).office->open_meeting());
}

TEST_CASE("what was kept of the meeting is there after the next start, and older",
          "[mixer][office]") {
    const tests::TemporaryFolder place;
    {
        Centre centre(place.path());
        CHECK_FALSE(centre.office->take_past());
        centre.office->keep(memory_of(3000));
    }
    Centre centre(place.path());
    const auto past = centre.office->take_past();
    REQUIRE(past);
    const auto& speaker = past->rooms.front().floor.speakers.front();
    CHECK(speaker.box == BoxId{4});
    CHECK(speaker.spoken >= 3s);
    CHECK(speaker.spoken < 10min);
    CHECK(speaker.left == 20s);
    CHECK_FALSE(centre.office->take_past());
}

TEST_CASE("a memory that is torn or of another's making does not stop the start",
          "[mixer][office]") {
    for (const std::string text : {"", "giaoban meeting 1\nroom 0 0", "\xff\xfe\0rubbish"}) {
        const tests::TemporaryFolder place;
        std::filesystem::create_directories(place.path() / "meeting");
        std::ofstream(place.path() / "meeting" / "memory") << text;
        Centre centre(place.path());
        CHECK_FALSE(centre.office->take_past());
    }
}

TEST_CASE("a recording that was on goes on in the same file", "[mixer][office]") {
    const tests::TemporaryFolder place;
    const auto recordings = [&place] {
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(place.path() / "recordings"))
            files += static_cast<std::size_t>(entry.path().extension() == ".opus");
        return files;
    };
    for (int starts = 0; starts < 2; ++starts) {
        Centre centre(place.path());
        if (starts == 0) centre.note(What::meeting_opened, "Giao ban");
        centre.note(What::recording_on);
        centre.note(What::recording_on);  // is on already
    }
    CHECK(recordings() == 1);
}

}  // namespace giaoban::mixer
