#include "config/vocab/ensure.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <span>
#include <string_view>

namespace giaoban {
namespace {

/// One line of text on the stack: what is too long for it is cut, since this may run on the audio
/// thread.
class Line {
  public:
    void add(std::string_view text) noexcept {
        const auto taken = text.substr(0, text_.size() - size_);
        std::copy(taken.begin(), taken.end(), text_.begin() + static_cast<std::ptrdiff_t>(size_));
        size_ += taken.size();
    }
    void add(std::uint_least32_t number) noexcept {
        std::array<char, 10> digits{};  // 2^32 - 1 has ten
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        add(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
    }
    [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), size_}; }

  private:
    std::array<char, 512> text_{};
    std::size_t size_ = 0;
};

}  // namespace

void ensure_failed(const char* what, const char* file, std::uint_least32_t line_number) noexcept {
    Line line;
    line.add(file);
    line.add(":");
    line.add(line_number);
    line.add(": must hold: ");
    line.add(what);
    line.add("\n");
    // Nothing can be done about a standard error that cannot be written to.
    [[maybe_unused]] const auto written =
        ::write(STDERR_FILENO, line.text().data(), line.text().size());
    std::abort();
}

}  // namespace giaoban
