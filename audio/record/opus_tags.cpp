#include "audio/record/opus_tags.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "config/vocab/ensure.h"

namespace giaoban::audio {

using namespace std::chrono_literals;

namespace {

// Each longer than any name in the meeting: names have 64 bytes (config/card.h).
constexpr std::size_t longest_words = 1024;
constexpr std::size_t longest_title = 256;

/// Cut to `most` bytes, in whole characters of UTF-8.
std::string_view cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
        --most;
    return text.substr(0, most);
}

std::string field(std::size_t chapter) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "CHAPTER%03zu", chapter);
    return text.data();
}

std::string clock(Samples at) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(std::max(at, Samples{0}));
    const auto hours = std::chrono::floor<std::chrono::hours>(ms);
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld.%03lld",
                  static_cast<long long>(hours.count()),
                  static_cast<long long>((ms - hours) / 1min),
                  static_cast<long long>(ms % 1min / 1s), static_cast<long long>(ms % 1s / 1ms));
    return text.data();
}

class Comments {
  public:
    void add(const std::string& name, std::string_view text) {
        length(static_cast<std::uint32_t>(name.size() + 1 + text.size()));
        bytes_.append(name).append("=").append(text);
        ++count_;
    }

    /// Vendor, count, comments: lengths least significant byte first (RFC 7845 section 5.2).
    [[nodiscard]] std::string packet() {
        const std::string comments = std::move(bytes_);
        constexpr std::string_view vendor = "giaoban";
        bytes_ = "OpusTags";
        length(vendor.size());
        bytes_.append(vendor);
        length(count_);
        return bytes_ + comments;
    }

  private:
    void length(std::uint32_t value) {
        for (unsigned shift = 0; shift < 32; shift += 8)
            bytes_.push_back(static_cast<char>(value >> shift & 0xFFU));
    }

    std::string bytes_;
    std::uint32_t count_ = 0;
};

std::string packet_of(const RecordingWords& words, std::size_t title_bytes) {
    Comments comments;
    if (!words.title.empty()) comments.add("TITLE", cut(words.title, longest_words));
    if (!words.artist.empty()) comments.add("ARTIST", cut(words.artist, longest_words));
    if (!words.date.empty()) comments.add("DATE", cut(words.date, longest_words));
    const std::size_t count = std::min(words.chapters.size(), most_chapters);
    for (std::size_t i = 0; i < count; ++i) {
        comments.add(field(i + 1), clock(words.chapters[i].at));
        comments.add(field(i + 1) + "NAME", cut(words.chapters[i].title, title_bytes));
    }
    return comments.packet();
}

}  // namespace

std::vector<std::byte> opus_tags(const RecordingWords& words) {
    // A chapter without its title takes 46 bytes: 999 with 8 bytes each are 54,000 of 65,024.
    std::size_t title_bytes = longest_title;
    std::string packet = packet_of(words, title_bytes);
    while (packet.size() > tags_bytes && title_bytes > 8) {
        title_bytes /= 2;
        packet = packet_of(words, title_bytes);
    }
    ensure(packet.size() <= tags_bytes, "chapters with short titles fit into the comment header");
    std::vector<std::byte> bytes(tags_bytes);
    std::ranges::copy(as_bytes(packet), bytes.begin());
    return bytes;
}

}  // namespace giaoban::audio
