#include "firmware/mixer/meeting_memory.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>

#include "net/wire/meeting_local.h"
#include "net/wire/text_rules.h"

namespace giaoban::mixer {

namespace {

constexpr std::string_view first_line = "giaoban meeting 1";
// No turn and no waiting is longer; what a file says beyond it is not ours.
constexpr std::int64_t longest_ms = Milliseconds{std::chrono::hours(24 * 366)}.count();

std::string in_ms(Duration length) { return std::to_string(length / Milliseconds{1}); }

void add_waiters(std::string& text, std::string_view word,
                 const std::vector<net::FloorMemory::Waiter>& waiters) {
    for (const auto& [box, waited] : waiters) {
        text.append(word).append(" ").append(std::to_string(number_of(box)));
        text.append(" ").append(in_ms(waited)).append("\n");
    }
}

void add_room(std::string& text, const MeetingMemory::RoomMemory& room) {
    const net::FloorMemory& floor = room.floor;
    text.append("room ").append(std::to_string(number_of(room.room)));
    for (const auto number :
         {static_cast<std::int64_t>(floor.policy), static_cast<std::int64_t>(floor.queue_grants),
          std::int64_t{floor.open_microphones}, std::int64_t{floor.time_limit.count()},
          std::int64_t{floor.held}, std::int64_t{room.recording}})
        text.append(" ").append(std::to_string(number));
    text.append(" ").append(room.title).append("\n");
    for (const auto& [box, spoken, left] : floor.speakers) {
        text.append("speaks ").append(std::to_string(number_of(box))).append(" ");
        text.append(in_ms(spoken)).append(" ").append(left ? in_ms(*left) : "-1").append("\n");
    }
    add_waiters(text, "waits", floor.waiting);
    add_waiters(text, "replies", floor.replies);
    for (const BoxId box : floor.muted)
        text.append("muted ").append(std::to_string(number_of(box))).append("\n");
}

/// The words of one line, each taken once.
class Words {
  public:
    explicit Words(std::string_view line) noexcept : rest_(line) {}

    std::string_view word() noexcept {
        const std::size_t end = std::min(rest_.find(' '), rest_.size());
        const std::string_view taken = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return taken;
    }
    std::string_view rest() const noexcept { return rest_; }

    /// A number from `least` to `most`; anything else spoils the line.
    template <typename T>
    T number(T least, T most) noexcept {
        const std::string_view text = word();
        T value{};
        const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (trouble == std::errc{} && end == text.data() + text.size() && !text.empty() &&
            value >= least && value <= most) {
            return value;
        }
        good_ = false;
        return least;
    }
    BoxId box() noexcept {
        return BoxId{number<std::uint16_t>(1, std::numeric_limits<std::uint16_t>::max())};
    }
    Duration length() noexcept { return Milliseconds{number<std::int64_t>(0, longest_ms)}; }
    std::uint32_t u32() noexcept {
        return number<std::uint32_t>(0, std::numeric_limits<std::uint32_t>::max());
    }
    [[nodiscard]] bool good() const noexcept { return good_; }
    [[nodiscard]] bool good_and_over() const noexcept { return good_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

bool take_room(Words& words, MeetingMemory& memory) {
    MeetingMemory::RoomMemory room;
    room.room = RoomId{words.u32()};
    room.floor.policy = FloorPolicy{words.number<std::uint8_t>(0, 2)};
    room.floor.queue_grants = QueueGrants{words.number<std::uint8_t>(0, 1)};
    room.floor.open_microphones = words.number<std::uint16_t>(1, 1024);
    room.floor.time_limit = Seconds{words.number<std::int64_t>(0, longest_ms / 1000)};
    room.floor.held = words.number<std::uint8_t>(0, 1) == 1;
    room.recording = words.number<std::uint8_t>(0, 1) == 1;
    room.title = words.rest();
    const bool first_is_plenary = memory.rooms.empty() == (room.room == plenary);
    const bool twice = std::ranges::any_of(
        memory.rooms, [&room](const auto& each) { return each.room == room.room; });
    if (!words.good() || !first_is_plenary || twice ||
        memory.rooms.size() > net::max_private_rooms ||
        !net::is_showable(room.title, net::max_text_bytes)) {
        return false;
    }
    memory.rooms.push_back(std::move(room));
    return true;
}

bool take_box(Words& words, MeetingMemory& memory) {
    MeetingMemory::BoxMemory box;
    box.box = words.box();
    box.room = RoomId{words.u32()};
    box.visit = words.u32();
    box.here = words.number<std::uint8_t>(0, 1) == 1;
    box.counted.epoch = words.number<std::uint64_t>(0, std::numeric_limits<std::uint64_t>::max());
    box.counted.short_presses = words.u32();
    box.counted.long_presses = words.u32();
    const bool known = std::ranges::any_of(
        memory.rooms, [&box](const auto& each) { return each.room == box.room; });
    if (!words.good_and_over() || !known || memory.boxes.size() >= 65'535) return false;
    memory.boxes.push_back(box);
    return true;
}

bool take_floor(std::string_view what, Words& words, net::FloorMemory& floor) {
    if (floor.speakers.size() + floor.waiting.size() + floor.replies.size() + floor.muted.size() >
        4 * 65'535) {
        return false;
    }
    const BoxId box = words.box();
    if (what == "speaks") {
        const Duration spoken = words.length();
        const auto left = words.number<std::int64_t>(-1, longest_ms);
        floor.speakers.push_back({.box = box, .spoken = spoken, .left = std::nullopt});
        if (left >= 0) floor.speakers.back().left = Milliseconds{left};
    } else if (what == "waits") {
        floor.waiting.push_back({.box = box, .waited = words.length()});
    } else if (what == "replies") {
        floor.replies.push_back({.box = box, .waited = words.length()});
    } else if (what == "muted") {
        floor.muted.push_back(box);
    } else {
        return false;
    }
    return words.good_and_over();
}

bool take(std::string_view line, MeetingMemory& memory) {
    Words words(line);
    const std::string_view what = words.word();
    if (what == "saved") {
        memory.saved_unix_ms =
            words.number<std::int64_t>(0, std::numeric_limits<std::int64_t>::max());
        return words.good_and_over();
    }
    if (what == "next_room") {
        memory.next_room = std::max<std::uint32_t>(words.u32(), 1);
        return words.good_and_over();
    }
    if (what == "room") return take_room(words, memory);
    if (memory.rooms.empty()) return false;
    if (what == "box") return take_box(words, memory);
    return take_floor(what, words, memory.rooms.back().floor);
}

}  // namespace

std::string to_text(const MeetingMemory& memory) {
    std::string text(first_line);
    text.append("\nsaved ").append(std::to_string(memory.saved_unix_ms));
    text.append("\nnext_room ").append(std::to_string(memory.next_room)).append("\n");
    for (const auto& room : memory.rooms)
        add_room(text, room);
    for (const auto& box : memory.boxes) {
        text.append("box");
        for (const std::uint64_t number :
             {std::uint64_t{number_of(box.box)}, std::uint64_t{number_of(box.room)},
              std::uint64_t{box.visit}, std::uint64_t{box.here}, box.counted.epoch,
              std::uint64_t{box.counted.short_presses}, std::uint64_t{box.counted.long_presses}})
            text.append(" ").append(std::to_string(number));
        text.append("\n");
    }
    return text.append("end\n");
}

Expected<MeetingMemory, std::string> meeting_memory_from(std::string_view text) {
    MeetingMemory memory;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line == "end" && text.empty() && !memory.rooms.empty()) return memory;
        const bool good = number == 1 ? line == first_line : take(line, memory);
        if (!good) {
            return Unexpected("line " + std::to_string(number) + " is none of ours: `" +
                              std::string(line.substr(0, 60)) + "`");
        }
    }
    return Unexpected(std::string("it has no end: the rest of it is lost"));
}

void grow_older(MeetingMemory& memory, Duration by) {
    const Duration more = std::max(by, Duration::zero());
    for (auto& room : memory.rooms) {
        for (auto& speaker : room.floor.speakers)
            speaker.spoken += more;
        for (auto* list : {&room.floor.waiting, &room.floor.replies}) {
            for (auto& waiter : *list)
                waiter.waited += more;
        }
    }
}

}  // namespace giaoban::mixer
