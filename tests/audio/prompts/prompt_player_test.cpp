#include "audio/prompts/prompt_player.h"

#include <algorithm>
#include <vector>

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::audio;

namespace {

const PromptLibrary& library() {
    static const PromptLibrary english(Language::english, SampleRate::hz16000);
    return english;
}

using Sound = std::vector<std::int16_t>;

/// What a player says into a meeting that is silent, until it is done.
Sound said_by(PromptPlayer& player) {
    Sound all;
    while (player.speaking()) {
        Sound tick(320, 0);
        player.mix_into(tick);
        all.insert(all.end(), tick.begin(), tick.end());
    }
    return all;
}

Sound sounds_of(std::initializer_list<Prompt> prompts) {
    Sound all;
    for (const Prompt prompt : prompts) {
        const auto sound = library().sound(prompt);
        all.insert(all.end(), sound.begin(), sound.end());
    }
    all.resize((all.size() + 319) / 320 * 320);
    return all;
}

}  // namespace

TEST_CASE("nothing is said unless asked, and the meeting is left as it is", "[audio][prompts]") {
    PromptPlayer player(library());
    Sound meeting(320, 1'234);
    player.mix_into(meeting);
    CHECK(meeting == Sound(320, 1'234));
    CHECK_FALSE(player.speaking());
}

TEST_CASE("prompts are said whole and one after the other", "[audio][prompts]") {
    PromptPlayer player(library());
    player.say(Prompt::connected);
    player.say(Prompt::floor_yours);
    CHECK(said_by(player) == sounds_of({Prompt::connected, Prompt::floor_yours}));
}

TEST_CASE("the meeting is lowered while a prompt is said, and comes back without a click",
          "[audio][prompts]") {
    PromptPlayer player(library());
    player.say(Prompt::ten_seconds_left);
    const Sound prompt = sounds_of({Prompt::ten_seconds_left});
    Sound meeting;
    for (std::size_t i = 0; i < prompt.size() / 320 + 10; ++i) {
        Sound tick(320, 10'000);
        player.mix_into(tick);
        meeting.insert(meeting.end(), tick.begin(), tick.end());
    }
    // The meeting's part is what is left when the prompt's is taken away.
    for (std::size_t i = 0; i < prompt.size(); ++i) {
        meeting[i] = static_cast<std::int16_t>(meeting[i] - prompt[i]);
    }
    CHECK(meeting[prompt.size() / 2] == Approx(1'778).margin(20));  // -15 dB
    CHECK(meeting.back() == 10'000);
    int steepest = 0;
    for (std::size_t i = 1; i < meeting.size(); ++i) {
        steepest = std::max(steepest, std::abs(meeting[i] - meeting[i - 1]));
    }
    CHECK(steepest <= 10);
}

TEST_CASE("loud speech and a prompt together are limited, and do not wrap", "[audio][prompts]") {
    PromptPlayer player(library());
    player.say(Prompt::connected);
    bool wrapped = false;
    while (player.speaking()) {
        Sound tick(320, 32'767);
        player.mix_into(tick);
        wrapped = wrapped || std::ranges::min(tick) < -10'000;
    }
    CHECK_FALSE(wrapped);
}

TEST_CASE("a newer place in the queue takes the place of an older one that was not said yet",
          "[audio][prompts]") {
    PromptPlayer player(library());
    player.say(Prompt::connected);
    player.say(waiting_prompt(3));
    player.say(waiting_prompt(2));
    CHECK(said_by(player) == sounds_of({Prompt::connected, waiting_prompt(2)}));
}

TEST_CASE("the same prompt does not wait twice", "[audio][prompts]") {
    PromptPlayer player(library());
    player.say(Prompt::connected);
    player.say(Prompt::floor_taken);
    player.say(Prompt::floor_taken);
    CHECK(said_by(player) == sounds_of({Prompt::connected, Prompt::floor_taken}));
}

TEST_CASE("when too many wait, the oldest that has not begun is left out", "[audio][prompts]") {
    PromptPlayer player(library());
    for (std::size_t i = 0; i < 6; ++i)
        player.say(static_cast<Prompt>(i));
    player.say(Prompt::floor_yours);
    player.say(Prompt::muted);
    player.say(Prompt::unmuted);  // the ninth
    CHECK(said_by(player) ==
          sounds_of({static_cast<Prompt>(0), static_cast<Prompt>(2), static_cast<Prompt>(3),
                     static_cast<Prompt>(4), static_cast<Prompt>(5), Prompt::floor_yours,
                     Prompt::muted, Prompt::unmuted}));
}
