#include "tools/replay/report.h"

#include <array>
#include <cstdio>

namespace giaoban::replay {
namespace {

using FractionalMs = std::chrono::duration<double, std::milli>;

double ms(auto length) { return std::chrono::duration_cast<FractionalMs>(length).count(); }

double percent(Samples part, Samples whole) {
    if (whole <= Samples{0}) return 0;
    return 100.0 * static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

/// `"name": value` one a line.
class Json {
  public:
    void whole(const char* name, std::uint64_t value) { put(name, std::to_string(value)); }
    void samples(const char* name, Samples value) { put(name, std::to_string(value.count())); }
    void real(const char* name, double value, int digits = 2) {
        std::array<char, 48> text{};
        std::snprintf(text.data(), text.size(), "%.*f", digits, value);
        put(name, text.data());
    }
    [[nodiscard]] std::string text() const { return text_ + "\n}\n"; }

  private:
    void put(const char* name, const std::string& value) {
        text_ += text_.empty() ? "{\n  \"" : ",\n  \"";
        text_ += name;
        text_ += "\": ";
        text_ += value;
    }
    std::string text_;
};

void put_sound(Json& json, const ReplayFigures& it) {
    const audio::PlayoutStats& stats = it.playout;
    const Samples plc = stats.plc - it.trailing;
    const Samples concealed = stats.dred + stats.lbrr + plc + it.silent;
    const Samples heard = stats.played + concealed;
    json.samples("sent_samples", it.sent);
    json.samples("arrived_samples", it.arrived);
    json.samples("played_samples", stats.played);
    json.samples("concealed_dred_samples", stats.dred);
    json.samples("concealed_lbrr_samples", stats.lbrr);
    json.samples("concealed_plc_samples", plc);
    json.samples("concealed_silence_samples", it.silent);
    json.samples("never_played_samples", it.never_played);
    json.real("concealed_percent", percent(concealed, heard), 3);
    json.real("concealed_dred_percent", percent(stats.dred, heard), 3);
    json.real("concealed_lbrr_percent", percent(stats.lbrr, heard), 3);
    json.real("concealed_plc_percent", percent(plc, heard), 3);
    json.real("concealed_silence_percent", percent(it.silent, heard), 3);
    json.real("never_played_percent", percent(it.never_played, it.sent), 3);
    json.real("stretched_percent", percent(stats.stretched, heard), 3);
    json.real("compressed_percent", percent(stats.compressed, heard), 3);
    json.whole("interruptions", it.interruptions);
    json.real("longest_interruption_ms", ms(it.longest_interruption), 0);
    json.whole("underruns", stats.underruns);
}

void put_packets(Json& json, const ReplayFigures& it) {
    const audio::PlayoutStats& stats = it.playout;
    json.whole("packets_sent", it.packets_sent);
    json.whole("packets_arrived", it.packets_arrived);
    json.whole("packets_asked_again", it.packets_asked_again);
    json.whole("packets_came_again", it.packets_came_again);
    json.whole("packets_late", stats.late);
    json.whole("packets_duplicate", stats.duplicate);
    json.whole("packets_too_far_ahead", stats.too_far_ahead);
    json.whole("packets_malformed", stats.malformed);
    json.whole("restarts", stats.restarts);
    // IPv4 20, UDP 8, RTP 12, the tag of AES_CM_128_HMAC_SHA1_80 10.
    constexpr std::uint64_t around = 50;
    const auto bytes = static_cast<double>(it.payload_bytes + around * it.packets_in_file);
    json.real("wire_kbps", it.sent > Samples{0} ? bytes * 8 / ms(it.sent) : 0);
}

}  // namespace

std::string as_json(const ReplayFigures& it, const Cost& cost) {
    Json json;
    put_sound(json, it);
    put_packets(json, it);
    json.real("delay_mean_ms", ms(it.delay.mean));
    json.real("delay_p50_ms", ms(it.delay.p50));
    json.real("delay_p95_ms", ms(it.delay.p95));
    json.real("delay_max_ms", ms(it.delay.most));
    const auto seconds = std::chrono::duration<double>(it.length).count();
    json.real("seconds", seconds);
    json.real("cpu_seconds", cost.replay.count(), 4);
    json.real("times_real_time", cost.replay.count() > 0 ? seconds / cost.replay.count() : 0, 0);
    if (cost.bare) json.real("bare_cpu_seconds", cost.bare->count(), 4);
    return json.text();
}

std::string_view name_of(audio::TickKind kind) noexcept {
    switch (kind) {
        case audio::TickKind::silence: return "silence";
        case audio::TickKind::played: return "played";
        case audio::TickKind::stretched: return "stretched";
        case audio::TickKind::compressed: return "compressed";
        case audio::TickKind::dred: return "dred";
        case audio::TickKind::lbrr: return "lbrr";
        case audio::TickKind::plc: return "plc";
    }
    return "";
}

std::string as_csv(const std::vector<TickRow>& rows) {
    std::string text = "at_ms,kind,delay_ms,target_ms,depth_ms,interrupted\n";
    std::array<char, 160> line{};
    for (const TickRow& row : rows) {
        std::array<char, 32> delay{};
        if (row.delay) std::snprintf(delay.data(), delay.size(), "%.2f", ms(*row.delay));
        const int size =
            std::snprintf(line.data(), line.size(), "%.2f,%s,%s,%.2f,%.2f,%d\n", ms(row.at),
                          std::string(name_of(row.kind)).c_str(), delay.data(), ms(row.target),
                          ms(row.depth), row.interrupted ? 1 : 0);
        text.append(line.data(), static_cast<std::size_t>(size));
    }
    return text;
}

}  // namespace giaoban::replay
