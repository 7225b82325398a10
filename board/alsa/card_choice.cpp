#include "board/alsa/card_choice.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

namespace giaoban::board {

namespace {

std::string lower(std::string_view text) {
    std::string small(text);
    std::ranges::transform(small, small.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return small;
}

bool contains(const std::string& text, std::string_view part) {
    return lower(text).find(lower(part)) != std::string::npos;
}

template <std::size_t N>
bool contains_any(const std::string& text, const std::array<std::string_view, N>& parts) {
    return std::ranges::any_of(parts, [&](std::string_view part) { return contains(text, part); });
}

// Words in the names that conference speakerphones give themselves.
constexpr std::array<std::string_view, 8> speakerphones{
    "speak", "conference", "jabra", "poly", "anker powerconf", "emeet", "yealink", "meeting"};
// Cards that nobody hears.
constexpr std::array<std::string_view, 4> unheard{"loopback", "dummy", "hdmi", "virmidi"};

/// Smaller is better; nothing for a card that is never taken by itself.
std::optional<int> automatic_rank(const CardDescription& card) {
    if (!card.captures || !card.plays) return std::nullopt;
    if (contains_any(card.driver + " " + card.id + " " + card.name, unheard)) return std::nullopt;
    const bool usb = contains(card.driver, "usb");
    const bool speakerphone = contains_any(card.name, speakerphones);
    if (usb) return speakerphone ? 0 : 1;
    return speakerphone ? 2 : 3;
}

std::optional<int> named_rank(const CardDescription& card, const std::string& wanted) {
    if (!card.captures || !card.plays) return std::nullopt;
    const bool named =
        contains(card.address, wanted) || contains(card.id, wanted) || contains(card.name, wanted);
    return named ? std::optional(0) : std::nullopt;
}

}  // namespace

std::vector<std::size_t> ranked(std::span<const CardDescription> cards, const std::string& wanted) {
    struct Ranked {
        int rank;
        std::size_t index;
    };
    const bool automatic = wanted.empty() || wanted == "auto";
    std::vector<Ranked> found;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const auto rank = automatic ? automatic_rank(cards[i]) : named_rank(cards[i], wanted);
        if (rank) found.push_back({*rank, i});
    }
    std::ranges::stable_sort(found, {}, &Ranked::rank);
    std::vector<std::size_t> order;
    for (const Ranked& card : found)
        order.push_back(card.index);
    return order;
}

bool is_address(const std::string& wanted) noexcept {
    static constexpr std::array<std::string_view, 6> prefixes{
        "hw:", "plughw:", "sysdefault:", "default:", "pcm:", "plug:"};
    return wanted == "default" || std::ranges::any_of(prefixes, [&](std::string_view prefix) {
               return wanted.starts_with(prefix);
           });
}

}  // namespace giaoban::board
