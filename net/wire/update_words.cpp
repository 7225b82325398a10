#include "net/wire/update_words.h"

#include <algorithm>

namespace giaoban::net {

bool is_release(std::string_view text) noexcept {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._+~-").find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= max_release_bytes && text[0] != '.' && text[0] != '-' &&
           std::ranges::all_of(text, good) && text.find("..") == std::string_view::npos;
}

std::string_view to_text(UpdateStage stage) noexcept {
    switch (stage) {
        case UpdateStage::none: break;
        case UpdateStage::loading: return "loading";
        case UpdateStage::checking: return "checking";
        case UpdateStage::ready: return "ready";
        case UpdateStage::installing: return "installing";
        case UpdateStage::installed: return "installed";
        case UpdateStage::failed: return "failed";
    }
    return "none";
}

std::string_view to_text(UpdateTrouble trouble) noexcept {
    switch (trouble) {
        case UpdateTrouble::none: break;
        case UpdateTrouble::disk_full: return "the data partition is full";
        case UpdateTrouble::disk_failed: return "the data partition cannot be written";
        case UpdateTrouble::damaged: return "it came damaged";
        case UpdateTrouble::unfit: return "it does not fit the release that runs";
        case UpdateTrouble::refused: return "it is not signed for this box";
        case UpdateTrouble::not_written: return "it could not be installed";
        case UpdateTrouble::rolled_back: return "rolled back";
    }
    return "";
}

}  // namespace giaoban::net
