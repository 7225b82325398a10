#pragma once

#include <optional>
#include <string>

#include "config/vocab/expected.h"

namespace giaoban::ctl {

/// Where a box's settings go: into a folder (a mounted card), into the image of a card, or into a file.
///
/// Threading: one. Errors: answered in words; an image is written by mtools, and it is said when they are missing.
class CardPlace {
  public:
    /// A folder that is there; a file that ends in `.img`; any other name is a file's.
    [[nodiscard]] static Expected<CardPlace, std::string> of(const std::string& out);

    /// What lies there; nothing when there is nothing.
    [[nodiscard]] Expected<std::optional<std::string>, std::string> there() const;
    /// Puts the settings there, in place of what is there; on the card when it is answered. What went wrong.
    [[nodiscard]] std::optional<std::string> put(const std::string& settings) const;
    void take_away() const;

    /// For people: the file, or the file in the image.
    [[nodiscard]] std::string text() const;

  private:
    std::string file_;
    std::optional<std::string> image_;
    unsigned long long offset_ = 0;  ///< of the FAT partition in the image
};

}  // namespace giaoban::ctl
