#pragma once

#include <optional>
#include <string>

#include "config/config_error.h"
#include "config/vocab/secret.h"

namespace giaoban::settings {

inline constexpr const char* errors_file = "LOI-ERRORS.txt";

/// The folder that any PC can write: the FAT partition, mounted read-only but for the moment of a write.
///
/// Threading:  one. Errors: answered in words.
class Fat {
  public:
    explicit Fat(std::string folder) : folder_(std::move(folder)) {}

    /// The settings' file, under the name that Windows gives it too; or why there is none.
    [[nodiscard]] config::Parsed<std::string> settings() const;

    /// Puts the page there, or takes it away when it is empty. Writes nothing that is so already. What went wrong.
    [[nodiscard]] std::optional<std::string> tell(const std::string& page) const;

    /// Overwrites the secret where it stands, in the clusters that the file has. (A flash card may keep the old block;
    /// the secret is of no use then: the mixing box has pinned the box's key.) What went wrong.
    [[nodiscard]] std::optional<std::string> wipe(const Secret<32>& secret) const;

  private:
    [[nodiscard]] std::string settings_path() const;

    std::string folder_;
};

}  // namespace giaoban::settings
