#include "firmware/mixer/records_desk.h"

#include <future>

#include "firmware/mixer/records/minutes_files.h"

#include "tests/catch.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer {

namespace {

using chair::PaperForm;
using Kind = chair::RecordsTrouble::Kind;

/// The minutes of one short meeting, and the desk that reads them.
struct Archive {
    Archive() {
        config.state_dir = place.path().string();
        add(EntryKind::log, no_box, "", "before any meeting");
        id = add(EntryKind::meeting_opened, no_box, "", "Giao ban");
        add(EntryKind::joined, BoxId{1}, "An", "member");
        add(EntryKind::asked, BoxId{1}, "An");
        add(EntryKind::granted, BoxId{1}, "An");
        add(EntryKind::spoke, BoxId{1}, "An", "done", 4000);
        add(EntryKind::meeting_closed, no_box, "", "Giao ban");
        flush();
        desk.emplace(
            config, *minutes, [](const chair::Desk::Back& back) { back(); }, [] { return 77; });
    }

    std::uint64_t add(EntryKind kind, BoxId box, std::string name, std::string text = {},
                      std::int64_t length_ms = 0) {
        time += 1000;
        return minutes->append({.unix_ms = time,
                                .kind = kind,
                                .box = box,
                                .name = std::move(name),
                                .who = {},
                                .text = std::move(text),
                                .room = 0,
                                .length_ms = length_ms});
    }
    /// Minutes that end have written all.
    void flush() {
        minutes.reset();
        minutes.emplace(minutes_folder(config), nullptr);
    }
    template <typename T, typename Ask>
    Expected<T, chair::RecordsTrouble> answer(Ask ask) {
        auto promise = std::make_shared<std::promise<Expected<T, chair::RecordsTrouble>>>();
        auto future = promise->get_future();
        ask([promise](Expected<T, chair::RecordsTrouble> found) {
            promise->set_value(std::move(found));
        });
        return future.get();
    }
    Expected<std::string, chair::RecordsTrouble> paper(std::uint64_t of, PaperForm form) {
        return answer<std::string>([&](auto back) { desk->minutes(of, form, std::move(back)); });
    }

    tests::TemporaryFolder place;
    config::MixerConfig config;
    std::int64_t time = 1'764'000'000'000;
    std::uint64_t id = 0;
    std::optional<Minutes> minutes{std::in_place, minutes_folder(with(config, place)), nullptr};
    std::optional<RecordsDesk> desk;

    static const config::MixerConfig& with(config::MixerConfig& config,
                                           const tests::TemporaryFolder& place) {
        config.state_dir = place.path().string();
        return config;
    }
};

}  // namespace

TEST_CASE("the page is given the list of meetings, and each with its roll and turns",
          "[mixer][records]") {
    Archive archive;
    const auto list = archive.answer<std::vector<chair::MeetingLine>>(
        [&](auto back) { archive.desk->meetings(std::move(back)); });
    REQUIRE(list);
    REQUIRE(list->size() == 1);
    CHECK(list->front().title == "Giao ban");
    CHECK(list->front().boxes == 1);
    CHECK(list->front().turns == 1);
    CHECK(list->front().recording_bytes == 0);
    const auto one = archive.answer<chair::MeetingRecord>(
        [&](auto back) { archive.desk->meeting(archive.id, std::move(back)); });
    REQUIRE(one);
    REQUIRE(one->turns.size() == 1);
    CHECK(one->turns.front().to_ms - one->turns.front().from_ms == 4000);
    REQUIRE(one->roll.size() == 1);
    CHECK(one->roll.front().name == "An");
    CHECK(one->verdict.holds);
}

TEST_CASE("minutes come in each form", "[mixer][records]") {
    Archive archive;
    CHECK(archive.paper(archive.id, PaperForm::pdf)->starts_with("%PDF"));
    CHECK(archive.paper(archive.id, PaperForm::json)->find("Giao ban") != std::string::npos);
    CHECK_FALSE(archive.paper(archive.id, PaperForm::csv)->empty());
}

TEST_CASE("a meeting or a recording that is not there is said to be none", "[mixer][records]") {
    Archive archive;
    const auto nothing = archive.paper(999, PaperForm::json);
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().kind == Kind::no_such);
    const auto sound = archive.answer<std::filesystem::path>(
        [&](auto back) { archive.desk->recording(archive.id, std::move(back)); });
    REQUIRE_FALSE(sound);
    CHECK(sound.error().kind == Kind::no_such);
    const auto pin = archive.answer<chair::RecordsDoor::Done>(
        [&](auto back) { archive.desk->pin(archive.id, true, std::move(back)); });
    CHECK_FALSE(pin);
}

TEST_CASE("what an account did is read as it was noted", "[mixer][records]") {
    Archive archive;
    chair::ActionLine line;
    line.who = "chu-toa";
    line.address = "10.0.0.7";
    line.what = "grant";
    line.text = "An [x] refused: y";
    CHECK(archive.desk->note(line));
    line.what = "login";
    line.text = "";
    line.done = false;
    CHECK(archive.desk->note(line));
    archive.desk.reset();
    archive.flush();
    archive.desk.emplace(
        archive.config, *archive.minutes, [](const chair::Desk::Back& back) { back(); },
        [] { return 77; });
    const auto actions = archive.answer<std::vector<chair::ActionLine>>(
        [&](auto back) { archive.desk->audit(0, std::move(back)); });
    REQUIRE(actions);
    REQUIRE(actions->size() == 2);
    CHECK(actions->front().what == "login");
    CHECK_FALSE(actions->front().done);
    CHECK(actions->back().text == "An [x] refused: y");
    CHECK(actions->back().address == "10.0.0.7");
    CHECK(actions->back().done);
    CHECK(actions->back().unix_ms == 77);
}

TEST_CASE("a recording is called after its meeting and its room", "[mixer][records]") {
    CHECK(RecordsDesk::recording_name(12, 0) == "meeting-12");
    CHECK(RecordsDesk::recording_name(12, 3) == "meeting-12-room-3");
}

}  // namespace giaoban::mixer
