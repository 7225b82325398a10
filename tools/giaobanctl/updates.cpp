#include "tools/giaobanctl/updates.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "tools/giaobanctl/daemons.h"
#include "tools/giaobanctl/json_text.h"
#include "tools/giaobanctl/text_table.h"

namespace giaoban::ctl {

namespace fs = std::filesystem;

namespace {

bool sync(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    return synced;
}

/// A plain bundle of RAUC is a squashfs with its signature behind it.
bool is_bundle(const std::string& file) {
    std::string magic(4, ' ');
    std::ifstream(file).read(magic.data(), 4);
    return magic == "hsqs";
}

/// Why there is no room for the bundle, or nothing. What earlier calls have left half copied goes first.
std::string lack_of_room(const fs::path& folder, std::uintmax_t bundle) {
    std::error_code trouble;
    for (const auto& each : fs::directory_iterator(folder, trouble))
        if (each.path().filename().string().ends_with(".raucb.new"))
            fs::remove(each.path(), trouble);
    const auto space = fs::space(folder, trouble);
    if (trouble) return folder.string() + ": " + trouble.message();
    if (space.available / 2 >= bundle) return "";
    return folder.string() + ": " + std::to_string(space.available / 1'000'000) +
           " MB are free, and " + std::to_string(2 * bundle / 1'000'000 + 1) +
           " are wanted: twice the bundle";
}

/// Why not, or nothing. The mixing box's own user may read it.
std::string put(const fs::path& from, const fs::path& to) {
    std::error_code trouble;
    const fs::path beside = to.string() + ".new";
    fs::copy_file(from, beside, fs::copy_options::overwrite_existing, trouble);
    using fs::perms;
    if (!trouble) {
        fs::permissions(
            beside, perms::owner_read | perms::owner_write | perms::group_read | perms::others_read,
            trouble);
    }
    if (!trouble && !sync(beside)) trouble = std::error_code(errno, std::generic_category());
    if (!trouble) fs::rename(beside, to, trouble);
    if (!trouble && !sync(to.parent_path())) {
        trouble = std::error_code(errno, std::generic_category());
    }
    if (!trouble) return "";
    const std::string why = trouble.message();
    fs::remove(beside, trouble);
    return to.string() + ": " + why;
}

std::string progress(const net::BoxRow& row) {
    if (row.update.stage != net::UpdateStage::loading || row.update_size == 0) return "";
    const auto percent = std::uint64_t{row.update.pieces} * 100'000 / row.update_size;
    return std::to_string(std::min<std::uint64_t>(percent, 100)) + " % of " +
           std::to_string(row.update_size / 1000) + " kB";
}

std::string stage(const net::BoxRow& row) {
    if (row.update.release.empty()) return "";
    std::string text(to_text(row.update.stage));
    if (!row.update.of.empty() && row.update.of != row.update.release) {
        text += " " + row.update.of;
    }
    return text;
}

std::string why(const net::BoxRow& row) {
    std::string text(to_text(row.update.trouble));
    if (!row.update.why.empty()) text += (text.empty() ? "" : ": ") + row.update.why;
    return text;
}

}  // namespace

std::string release_in_name(std::string_view file) {
    std::string name = fs::path(file).filename().string();
    constexpr std::string_view end = ".raucb";
    constexpr std::string_view begin = "giaoban-";
    if (!name.ends_with(end)) return "";
    name.resize(name.size() - end.size());
    if (name.starts_with(begin)) name.erase(0, begin.size());
    return net::is_release(name) ? name : std::string();
}

Outcome offer_update(const std::string& socket, const std::string& state_dir,
                     const std::string& file) {
    const std::string release = release_in_name(file);
    if (release.empty()) {
        return refused(file +
                       ": expected a bundle as tools/image/bundle names it, "
                       "giaoban-RELEASE.raucb");
    }
    if (release.starts_with("mixer-")) {
        return refused(file + ": that is a mixing box's release, and boxes do not take it");
    }
    if (!is_bundle(file)) return refused(file + ": that is no release's bundle, or cannot be read");
    const fs::path place = fs::path(state_dir) / "updates" / (release + ".raucb");
    std::error_code trouble;
    const bool was_there = fs::exists(place, trouble);
    if (!fs::equivalent(file, place, trouble)) {
        std::string fault = lack_of_room(place.parent_path(), fs::file_size(file, trouble));
        if (fault.empty()) fault = put(file, place);
        if (!fault.empty()) return refused(fault);
    }
    net::MeetingRequest request;
    request.kind = net::MeetingRequest::Kind::offer_update;
    request.text = release;
    Outcome outcome = steer(socket, request);
    if (outcome.exit == Exit::refused && !was_there) fs::remove(place, trouble);
    return outcome;
}

std::string updates_as_text(const net::MeetingStatus& status) {
    std::string text = status.offered_release.empty() ? "no release is offered\n"
                                                      : "offered: " + status.offered_release + "\n";
    if (!status.offered_release.empty() && status.meeting.open) {
        text += "nothing is installed while a meeting is open, and one is\n";
    }
    TextTable table({"BOX", "RUNS", "UPDATE", "", "KBIT/S", ""});
    for (const net::BoxRow& row : status.boxes) {
        const bool sends = row.update.stage == net::UpdateStage::loading && row.update_bps > 0;
        table.row({row.name, row.update.release, stage(row), progress(row),
                   sends ? std::to_string((row.update_bps + 500) / 1000) : "", why(row)});
    }
    return text + table.text();
}

std::string updates_as_json(const net::MeetingStatus& status) {
    JsonText json;
    json.object().text("offered", status.offered_release).list("boxes");
    for (const net::BoxRow& row : status.boxes) {
        json.object()
            .number("box", number_of(row.box))
            .text("name", row.name)
            .text("release", row.update.release)
            .text("stage", to_text(row.update.stage))
            .text("of", row.update.of)
            .text("trouble", to_text(row.update.trouble))
            .text("why", row.update.why)
            .number("pieces", row.update.pieces)
            .number("bytes", row.update_size)
            .number("bits_per_second", row.update_bps)
            .flag("whole", row.update.whole)
            .end_object();
    }
    return json.end_list().end_object().result() + "\n";
}

Outcome update_status(const std::string& socket, bool json) {
    const auto status = ask_meeting(socket, {});
    if (!status) return status.error();
    return done(json ? updates_as_json(*status) : updates_as_text(*status));
}

}  // namespace giaoban::ctl
