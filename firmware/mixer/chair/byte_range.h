#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace giaoban::chair {

/// Which part of a file a Range header asks for.
struct ByteRange {
    enum class Kind : std::uint8_t {
        whole,         ///< no range, one that is not understood, or several: all of it, with 200
        part,          ///< 206
        unsatisfiable  ///< beyond its end: 416
    };
    Kind kind = Kind::whole;
    std::uint64_t from = 0;
    std::uint64_t length = 0;  ///< of a part at least 1; of the whole its size

    /// Several ranges at once are answered with the whole, which is allowed and which no player asks for.
    /// Source: RFC 9110 sections 14.1.2, 14.2 and 15.5.17.
    [[nodiscard]] static ByteRange from_header(std::string_view header,
                                               std::uint64_t size) noexcept;

    /// The Content-Range of a part or of an unsatisfiable one.
    [[nodiscard]] std::string content_range(std::uint64_t size) const;
};

}  // namespace giaoban::chair
