// What a power cut leaves: of each file what it was when it was synced last, and nothing that was written later.
#include <sqlite3.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "firmware/mixer/records/minutes.h"
#include "firmware/mixer/records/minutes_files.h"
#include "firmware/mixer/records/minutes_reader.h"
#include "tests/catch.h"
#include "tests/firmware/mixer/records/heard.h"
#include "tests/firmware/mixer/records/meetings.h"
#include "tests/temporary_folder.h"

namespace giaoban::mixer::test {

namespace {

/// SQLite's own way to the disk, with a copy of each file of `from` in `platter` as it was when it was synced last.
/// One at a time in a process.
class Platter {
  public:
    Platter(std::filesystem::path from, std::filesystem::path platter)
        : from_(std::move(from)), platter_(std::move(platter)), usual_(sqlite3_vfs_find(nullptr)) {
        std::filesystem::create_directories(platter_);
        one_ = this;
        watched_ = *usual_;
        watched_.zName = "platter";
        watched_.xOpen = open;
        watched_.xDelete = remove;
        sqlite3_vfs_register(&watched_, 1);
    }
    Platter(const Platter&) = delete;
    Platter& operator=(const Platter&) = delete;
    ~Platter() {
        sqlite3_vfs_unregister(&watched_);
        sqlite3_vfs_register(usual_, 1);
        one_ = nullptr;
    }

    int syncs() const {
        const std::lock_guard lock(mutex_);
        return syncs_;
    }

  private:
    struct Opened {
        std::string name;
        int (*usual_sync)(sqlite3_file*, int) = nullptr;
        sqlite3_io_methods methods{};
    };

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
        const int code = one_->usual_->xOpen(one_->usual_, name, file, flags, out);
        if (code != SQLITE_OK || name == nullptr) return code;
        if (std::filesystem::path(name).parent_path() != one_->from_) return code;
        const std::lock_guard lock(one_->mutex_);
        Opened& opened = one_->opened_[file];
        opened = {name, file->pMethods->xSync, *file->pMethods};
        opened.methods.xSync = sync;
        file->pMethods = &opened.methods;
        return code;
    }

    /// For good at once: while a file is made a journal comes and goes, and Ledger syncs the folder after that.
    static int remove(sqlite3_vfs*, const char* name, int sync_folder) {
        const int code = one_->usual_->xDelete(one_->usual_, name, sync_folder);
        const std::filesystem::path path = name;
        std::error_code ignored;
        if (path.parent_path() == one_->from_) {
            std::filesystem::remove(one_->platter_ / path.filename(), ignored);
        }
        return code;
    }

    static int sync(sqlite3_file* file, int flags) {
        const std::lock_guard lock(one_->mutex_);
        const Opened& opened = one_->opened_.at(file);
        const int code = opened.usual_sync(file, flags);
        ++one_->syncs_;
        const std::filesystem::path name = opened.name;
        std::error_code trouble;
        std::filesystem::copy_file(name, one_->platter_ / name.filename(),
                                   std::filesystem::copy_options::overwrite_existing, trouble);
        return trouble ? SQLITE_IOERR_FSYNC : code;
    }

    static inline Platter* one_ = nullptr;
    std::filesystem::path from_;
    std::filesystem::path platter_;
    sqlite3_vfs* usual_;
    sqlite3_vfs watched_{};
    mutable std::mutex mutex_;
    std::map<sqlite3_file*, Opened> opened_;
    int syncs_ = 0;
};

}  // namespace

TEST_CASE("what is told to be durable is there after a power cut at that moment", "[records]") {
    const tests::TemporaryFolder folder;
    const auto live = folder.path() / "live";
    const auto platter = folder.path() / "platter";
    Platter disk(live, platter);
    std::vector<std::string> wrong;
    std::uint64_t checked = 0;
    {
        Minutes minutes(live, [&](std::uint64_t serial) {
            // The power goes here: what the platter has is taken to another machine.
            const auto after = folder.path() / ("after-" + std::to_string(serial));
            std::filesystem::copy(platter, after);
            auto reader = MinutesReader::open(after);
            if (!reader) return wrong.push_back(reader.error().what);
            const auto last = reader->since(serial - 1, 1);
            if (!last || last->empty()) return wrong.push_back(std::to_string(serial) + " is lost");
            const auto verified = reader->verify();
            if (!verified || !verified->sound()) wrong.push_back("the chain is broken");
            ++checked;
        });
        // More than one checkpoint of the log (1000 pages) lies in between.
        Entry note = entry(0, EntryKind::note);
        note.text = std::string(longest_entry_text, 'x');
        INFO(minutes.trouble());
        for (int i = 0; i < 3000; ++i) {
            while (minutes.counts().waiting >= 100) {  // many groups, each a moment for the cut
            }
            REQUIRE(minutes.append(note) != 0);
        }
    }
    INFO((wrong.empty() ? "" : wrong.front()));
    CHECK(wrong.empty());
    CHECK(checked >= 30);
    CHECK(disk.syncs() >= static_cast<int>(checked));
}

}  // namespace giaoban::mixer::test
