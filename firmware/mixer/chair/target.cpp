#include "firmware/mixer/chair/target.h"

#include "net/wire/text_rules.h"

namespace giaoban::chair {

namespace {

std::optional<unsigned> hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10U;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10U;
    return std::nullopt;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain.push_back(text[i]);
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const auto high = hex_digit(text[i + 1]);
        const auto low = hex_digit(text[i + 2]);
        if (!high || !low) return std::nullopt;
        plain.push_back(static_cast<char>(*high << 4U | *low));
        i += 2;
    }
    if (!net::is_showable(plain, text.size())) return std::nullopt;
    return plain;
}

/// A part that an escape has given a '/' is no part of ours either: the path is decoded part by part.
std::optional<std::string> decoded_path(std::string_view text) {
    if (!text.starts_with('/')) return std::nullopt;
    std::string path;
    if (text == "/") return std::string("/");
    while (!text.empty()) {
        text.remove_prefix(1);
        const auto end = text.find('/');
        const auto part = decoded(text.substr(0, end));
        if (!part || part->empty() || *part == "." || *part == "..") return std::nullopt;
        if (part->find_first_of("/\\") != std::string::npos) return std::nullopt;
        path.append("/").append(*part);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end);
    }
    return path;
}

}  // namespace

std::optional<Target> Target::from(std::string_view text) {
    Target target;
    const auto mark = text.find('?');
    auto path = decoded_path(text.substr(0, mark));
    if (!path) return std::nullopt;
    target.path = std::move(*path);
    std::string_view rest =
        mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const auto equals = pair.find('=');
        auto name = decoded(pair.substr(0, equals));
        auto value = decoded(equals == std::string_view::npos ? "" : pair.substr(equals + 1));
        if (!name || !value || name->empty()) return std::nullopt;
        if (!target.query.emplace(std::move(*name), std::move(*value)).second) return std::nullopt;
    }
    return target;
}

}  // namespace giaoban::chair
