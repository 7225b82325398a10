#include "audio/prompts/prompt.h"

#include <set>

#include "tests/catch.h"

using namespace giaoban::audio;

TEST_CASE("every place in the queue has its own prompt, up to the twentieth", "[audio][prompts]") {
    CHECK(waiting_prompt(1) == Prompt::waiting_place_1);
    CHECK(waiting_prompt(20) == Prompt::waiting_place_20);
    CHECK(waiting_prompt(21) == Prompt::waiting);
    CHECK(waiting_prompt(0) == Prompt::waiting);
    CHECK(name_of(waiting_prompt(3)) == "waiting_place_3");
    std::set<std::string> names;
    for (std::size_t i = 0; i < prompt_count; ++i)
        names.insert(name_of(static_cast<Prompt>(i)));
    CHECK(names.size() == prompt_count);
}

TEST_CASE("a language is named as in the table of texts", "[audio][prompts]") {
    CHECK(language_named("vi") == Language::vietnamese);
    CHECK(language_named("en") == Language::english);
    CHECK_FALSE(language_named("fr"));
}
