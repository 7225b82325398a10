#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"

struct sqlite3;
struct sqlite3_stmt;

namespace giaoban::mixer {

/// Why the minutes were not read or written.
struct RecordTrouble {
    enum class Kind : std::uint8_t {
        full,     ///< no room on the disk
        damaged,  ///< what is in the file is no database, or a broken one
        newer,    ///< written by a later version of this program
        other     ///< permissions, a disk that does not answer, a file that is not there
    };
    Kind kind = Kind::other;
    std::string what;  ///< in words, with the file's name
};

/// A connection to one SQLite file. Movable; closed when it goes.
///
/// Threading:  one thread at a time.
/// Errors:     RecordTrouble. Statements that cannot be prepared because they are wrong are our bug (ensure in a test:
///             every statement of this folder is run by one).
class Database {
  public:
    enum class Access : std::uint8_t {
        read,  ///< the file must be there, and is never changed
        write  ///< made when it is not there; WAL, synchronous FULL: what was committed is on the disk
    };
    [[nodiscard]] static Expected<Database, RecordTrouble> open(const std::filesystem::path& file,
                                                                Access access);

    /// Statements without results.
    [[nodiscard]] Expected<void, RecordTrouble> run(const char* sql);
    /// The one number that it answers.
    [[nodiscard]] Expected<std::int64_t, RecordTrouble> number(const char* sql);

    [[nodiscard]] RecordTrouble trouble() const;
    [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }
    [[nodiscard]] sqlite3* raw() const noexcept { return connection_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* connection) const noexcept;
    };
    Database(sqlite3* connection, std::filesystem::path file)
        : connection_(connection), file_(std::move(file)) {}
    [[nodiscard]] Expected<void, RecordTrouble> prepare_for(Access access);

    std::unique_ptr<sqlite3, Close> connection_;
    std::filesystem::path file_;
};

/// One statement, to be run again and again. It must not outlive its Database's connection.
class Statement {
  public:
    /// What came of a step.
    enum class Step : std::uint8_t { row, done, failed };

    [[nodiscard]] static Expected<Statement, RecordTrouble> prepare(Database& database,
                                                                    std::string_view sql);

    /// Values for `?1`, `?2`, … Texts and bytes must stay as they are until the next reset().
    Statement& bind(int place, std::int64_t value);
    Statement& bind(int place, std::string_view text);
    Statement& bind_bytes(int place, Bytes bytes);

    [[nodiscard]] Step step();
    void reset();

    // Of the row that step() has found; columns from 0.
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] Bytes bytes(int column) const;  ///< until the next step

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace giaoban::mixer
