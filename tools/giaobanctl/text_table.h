#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace giaoban::ctl {

/// A table for a terminal: each column as wide as its widest cell.
class TextTable {
  public:
    explicit TextTable(std::vector<std::string> heads) { rows_.push_back(std::move(heads)); }

    /// As many cells as there are heads (ensure).
    void row(std::vector<std::string> cells);
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::vector<std::string>> rows_;
};

/// How many columns of a terminal a text takes: a letter of Vietnamese is one, also where its marks are characters of
/// their own (Unicode's combining diacritical marks, U+0300 to U+036F).
[[nodiscard]] std::size_t columns_of(std::string_view utf8) noexcept;

}  // namespace giaoban::ctl
