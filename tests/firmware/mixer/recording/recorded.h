#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "audio/record/opus_packet.h"
#include "config/vocab/bytes.h"
#include "tests/audio/record/pages.h"

namespace giaoban::test {

/// 20 ms of Opus that say which they are.
inline std::vector<std::byte> packet(unsigned number) {
    return {std::byte{0x48}, static_cast<std::byte>(number), static_cast<std::byte>(number >> 8U),
            std::byte{1}};
}

inline std::vector<std::byte> bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const Bytes bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

inline void write_bytes(const std::filesystem::path& file, Bytes bytes) {
    std::ofstream out(file, std::ios::binary);
    out << as_text(bytes);
}

/// What is in a file, as a player would find it.
struct Recorded {
    explicit Recorded(const std::filesystem::path& path) : file(bytes_of(path)) {
        for (const ReadPage& page : read_pages(file)) {
            whole = whole && page.number == pages;
            ++pages;
            closed = (page.flags & 4U) != 0;
            if (page.number < 2) continue;
            for (const Bytes each : page.packets) {
                if (each.size() == 4 && each[0] == std::byte{0x48})
                    sounds.emplace_back(length, static_cast<unsigned>(little(each.subspan(1, 2))));
                length += audio::opus_duration(each);
            }
            whole = whole && page.granule == length.count();
        }
    }
    [[nodiscard]] bool says(std::string_view comment) const {
        return as_text(Bytes(file).first(std::min<std::size_t>(file.size(), 65'353)))
                   .find(comment) != std::string_view::npos;
    }

    std::vector<std::byte> file;
    std::size_t pages = 0;
    bool whole = true;  ///< no page is missing, and each says where it ends
    bool closed = false;
    Samples length{};
    std::vector<std::pair<Samples, unsigned>> sounds;  ///< when which packet() is heard
};

}  // namespace giaoban::test
