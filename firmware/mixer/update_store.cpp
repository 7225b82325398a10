#include "firmware/mixer/update_store.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "config/whole_file.h"

namespace giaoban::mixer {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t slice = 65'536;
constexpr Duration between_slices = std::chrono::milliseconds(10);
constexpr Duration between_looks = std::chrono::seconds(2);
// The tool puts its own files beside what it makes, where there is room for them; what it has made is on the disk before it
// gets its name.
constexpr const char* by_tool =
    "out=$1; shift; TMPDIR=${out%/*} nice -n 19 \"$0\" \"$@\" \"$out\" && sync \"$out\"";

net::ObjectId object_of(const net::Sha256& sum) {
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < 8; ++i)
        id = (id << 8U) | std::to_integer<std::uint64_t>(sum[i]);
    return net::ObjectId{id};
}

/// Of a file that can be transferred; nothing otherwise.
std::optional<std::uint32_t> size_on_disk(const std::string& path) {
    std::error_code trouble;
    const auto size = fs::file_size(path, trouble);
    if (trouble || size == 0 || size > net::most_object_bytes) return std::nullopt;
    return static_cast<std::uint32_t>(size);
}

/// A copy that takes its place has another.
std::string stamp_of(const std::string& path) {
    struct ::stat about {};
    if (::stat(path.c_str(), &about) != 0) return "";
    return std::to_string(about.st_mtim.tv_sec) + "." + std::to_string(about.st_mtim.tv_nsec) +
           "-" + std::to_string(about.st_size);
}

/// A plain bundle of RAUC is a squashfs with its signature behind it.
bool is_bundle(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    std::array<char, 4> magic{};
    const bool read = file >= 0 && ::read(file, magic.data(), magic.size()) == 4;
    if (file >= 0) ::close(file);
    return read && std::string_view(magic.data(), magic.size()) == "hsqs";
}

::pid_t spawn(std::vector<std::string> words) {
    std::vector<char*> pointers;
    for (std::string& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::posix_spawnattr_t attributes;
    if (::posix_spawnattr_init(&attributes) != 0) return -1;
    // A group of its own, so that all that the tool has started ends with it.
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::pid_t child = -1;
    if (::posix_spawn(&child, pointers[0], nullptr, &attributes, pointers.data(), environ) != 0)
        child = -1;
    ::posix_spawnattr_destroy(&attributes);
    return child;
}

}  // namespace

UpdateStore::UpdateStore(std::string folder, std::string tool, Log log)
    : folder_(std::move(folder)), tool_(std::move(tool)), log_(std::move(log)) {
    std::error_code trouble;
    fs::create_directories(folder_, trouble);
    std::string name;
    if (config::read_whole(at("offered"), net::max_release_bytes + 1, name)) name.clear();
    if (name.ends_with('\n')) name.pop_back();
    if (net::is_release(name) && take(name)) {
        log_("updates: " + offered_ + " is offered");
    } else if (!name.empty()) {
        log_("updates: the release that was offered is not there any more: none is");
    }
    // A copy that was cut short. Later one may be under way.
    for (const auto& each : fs::directory_iterator(folder_, trouble))
        if (each.path().filename().string().ends_with(".raucb.new"))
            fs::remove(each.path(), trouble);
    clean_up();
}

UpdateStore::~UpdateStore() {
    if (child_ > 0) {
        ::kill(-child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
    }
    forget_made();
}

std::string UpdateStore::at(std::string_view name) const {
    return folder_ + "/" + std::string(name);
}

std::string UpdateStore::bundle(std::string_view release) const {
    return at(std::string(release) + ".raucb");
}

void UpdateStore::forget_made() {
    for (auto& [from, made] : made_)
        if (made.file >= 0) ::close(made.file);
    made_.clear();
}

// What leads to other releases, what a tool that was ended has left, and bundles beyond the bound: the oldest.
void UpdateStore::clean_up() const {
    std::error_code ignored;
    std::vector<std::pair<fs::file_time_type, fs::path>> bundles;
    for (const auto& each : fs::directory_iterator(folder_, ignored)) {
        const std::string name = each.path().filename().string();
        const auto sign = name.find('@');
        const bool others = sign != std::string::npos && name.substr(sign + 1) != stamped_;
        if (others || (child_ < 0 && (name == "making" || name.starts_with("delta."))))
            fs::remove_all(each.path(), ignored);
        if (each.path().extension() == ".raucb" && name != offered_ + ".raucb")
            bundles.emplace_back(each.last_write_time(ignored), each.path());
    }
    std::ranges::sort(bundles, std::greater<>{});
    for (std::size_t i = most_bundles - 1; i < bundles.size(); ++i)
        fs::remove(bundles[i].second, ignored);
}

bool UpdateStore::take(std::string_view release) {
    const auto size = size_on_disk(bundle(release));
    if (!size) return false;
    offered_ = release;
    stamped_ = offered_ + "," + stamp_of(bundle(release));
    bundle_size_ = *size;
    return true;
}

Expected<void, std::string> UpdateStore::offer(std::string_view release) {
    if (!net::is_release(release)) return Unexpected(std::string("that is no release's name"));
    if (!size_on_disk(bundle(release)) || !is_bundle(bundle(release))) {
        return Unexpected(bundle(release) + " is not a release's bundle");
    }
    const std::string line = std::string(release) + "\n";
    if (const auto fault = config::write_whole(at("offered"), line, config::Existing::replace))
        return Unexpected(at("offered") + " " + fault->what);
    if (!take(release)) return Unexpected(bundle(release) + " is not there any more");
    forget_made();
    clean_up();
    return {};
}

Expected<void, std::string> UpdateStore::withdraw() {
    if (auto gone = config::remove_whole(at("offered")); !gone)
        return Unexpected(at("offered") + " " + gone.error().what);
    offered_.clear();
    stamped_.clear();
    forget_made();
    return {};
}

UpdateShelf::Has UpdateStore::find(std::string_view from, UpdateObject& object) {
    if (offered_.empty() || (!from.empty() && !net::is_release(from))) return Has::no;
    const auto known = made_.find(from);
    if (known == made_.end()) {
        if (!from.empty() && !size_on_disk(bundle(from))) return Has::no;
        Made& made = made_[std::string(from)];
        if (open(std::string(from), made)) made.state = Made::State::summing;
        next_ = Instant{};
        return Has::soon;
    }
    if (known->second.state == Made::State::failed) return Has::no;
    if (known->second.state != Made::State::ready) return Has::soon;
    object = known->second.object;
    return Has::yes;
}

bool UpdateStore::open(const std::string& from, Made& made) const {
    const std::string path = at(from + "@" + stamped_);
    const auto size = size_on_disk(path);
    if (!size) return false;
    made.file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    made.object = {.sha256 = {}, .size = *size, .bundle_size = bundle_size_};
    return made.file >= 0;
}

void UpdateStore::make(const std::string& from, Made& made, Instant now) {
    std::vector<std::string> words{"/bin/sh", "-c", by_tool, tool_, making()};
    if (!from.empty()) {
        words.emplace_back("--from");
        words.push_back(bundle(from));
    }
    words.push_back(bundle(offered_));
    child_ = spawn(std::move(words));
    made_by_child_ = from + "@" + stamped_;
    child_since_ = now;
    made.state = child_ > 0 ? Made::State::making : Made::State::failed;
    log_("updates: " + (from.empty() ? "all of " : "what leads from " + from + " to ") + offered_ +
         (child_ > 0 ? " is being made" : " cannot be made: no process"));
}

void UpdateStore::look_at_tool(Instant now) {
    if (now >= child_since_ + tool_patience) ::kill(-child_, SIGKILL);
    int how = 0;
    const ::pid_t ended = ::waitpid(child_, &how, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) return;
    child_ = -1;
    const bool well = ended > 0 && WIFEXITED(how) && WEXITSTATUS(how) == 0;
    const auto sign = made_by_child_.find('@');
    const std::string from = made_by_child_.substr(0, sign);
    const auto found = made_.find(from);
    // Another release may be offered by now, or another bundle of it.
    const bool wanted = made_by_child_.substr(sign + 1) == stamped_ && found != made_.end() &&
                        found->second.state == Made::State::making;
    std::error_code trouble;
    if (well && wanted) {
        fs::rename(making(), at(made_by_child_), trouble);
        if (!trouble && open(from, found->second)) {
            found->second.state = Made::State::summing;
            log_("updates: " + from + "@" + offered_ + ": " +
                 std::to_string(found->second.object.size) + " bytes");
            return;
        }
    }
    clean_up();
    if (!wanted) return;
    found->second.state = Made::State::failed;
    log_("updates: " + from + "@" + offered_ + " could not be made");
}

void UpdateStore::sum_up(const std::string& from, Made& made) const {
    std::array<std::byte, slice> room;
    const auto wanted = std::min<std::size_t>(slice, made.object.size - made.summed);
    const ::ssize_t got =
        ::pread(made.file, room.data(), wanted, static_cast<::off_t>(made.summed));
    if (got <= 0) {
        made.state = Made::State::failed;
        return log_("updates: " + at(from + "@" + stamped_) + " cannot be read");
    }
    made.sum.add(Bytes(room).first(static_cast<std::size_t>(got)));
    made.summed += static_cast<std::uint32_t>(got);
    if (made.summed < made.object.size) return;
    made.object.sha256 = made.sum.finish();
    made.state = Made::State::ready;
}

void UpdateStore::on_time(Instant now) {
    if (child_ > 0) look_at_tool(now);
    next_ = child_ > 0 ? now + between_looks : never;
    for (auto& [from, made] : made_) {
        if (made.state == Made::State::summing) {
            sum_up(from, made);
            next_ = now + between_slices;
            return;
        }
    }
    if (child_ > 0) return;
    for (auto& [from, made] : made_) {
        if (made.state != Made::State::wanted) continue;
        make(from, made, now);
        next_ = now + between_looks;
        return;
    }
}

const UpdateStore::Made* UpdateStore::of(net::ObjectId object) const noexcept {
    for (const auto& [from, made] : made_) {
        if (made.state == Made::State::ready && object_of(made.object.sha256) == object)
            return &made;
    }
    return nullptr;
}

std::optional<std::uint32_t> UpdateStore::size_of(net::ObjectId object) const {
    const Made* made = of(object);
    if (made == nullptr) return std::nullopt;
    return made->object.size;
}

bool UpdateStore::read(net::ObjectId object, std::uint32_t offset, MutableBytes into) const {
    const Made* made = of(object);
    if (made == nullptr) return false;
    const ::ssize_t got =
        ::pread(made->file, into.data(), into.size(), static_cast<::off_t>(offset));
    return got >= 0 && static_cast<std::size_t>(got) == into.size();
}

}  // namespace giaoban::mixer
