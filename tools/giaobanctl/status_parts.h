#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocab/time.h"
#include "net/wire/meeting_local.h"
#include "tools/giaobanctl/json_text.h"

/// What the status of a meeting and that of a box have in common.
namespace giaoban::ctl {

[[nodiscard]] std::string word(net::Presence presence);
[[nodiscard]] std::string word(net::SoundHealth health);
/// For programs: `loss_up`. For people: `it loses a tenth or more of what it sends`.
[[nodiscard]] std::string word(net::Problem problem);
[[nodiscard]] std::string words(net::Problem problem);
[[nodiscard]] std::string word(net::SelfTestState state);
[[nodiscard]] std::string word(net::SelfTestTrouble trouble);
[[nodiscard]] std::string words(const net::SelfTestResult& result);

/// `4:05`, `2:13:00` or `9 s`; a part of a second counts as a whole one.
[[nodiscard]] std::string seconds_text(Milliseconds time);
/// `12.3`
[[nodiscard]] std::string kbit_text(const net::TrafficFigures& traffic);
/// `1.5 %`
[[nodiscard]] std::string percent_text(unsigned permille);
/// `84 ms`; nothing for nothing known.
[[nodiscard]] std::string ms_text(Microseconds time);
/// `3`, or `3+` with redundancy; `?` for one of a newer ladder.
[[nodiscard]] std::string rung_word(std::uint8_t rung);

void add(JsonText& json, std::string_view key, const net::TrafficFigures& traffic);
void add(JsonText& json, const std::vector<net::NamedCounter>& counters);

}  // namespace giaoban::ctl
