#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "firmware/mixer/chair/records_door.h"

namespace giaoban::chair::test {

/// Minutes and recordings of some meetings, in memory; the recording of meeting 1 is a file in `folder`.
///
/// Threading:  one thread; every answer comes at once, or with `later` set through it.
class FakeRecords final : public RecordsDoor {
  public:
    /// `now_ms`: the last of the meetings was an hour before. An `opus` file that is there is the recording.
    FakeRecords(const std::filesystem::path& folder, std::int64_t now_ms);

    /// How answers come later.
    std::function<void(std::function<void()>)> later;
    /// False: the minutes take nothing.
    bool takes_notes = true;

    void meetings(Answer<std::vector<MeetingLine>> answer) override;
    void meeting(std::uint64_t id, Answer<MeetingRecord> answer) override;
    void minutes(std::uint64_t id, PaperForm form, Answer<std::string> answer) override;
    void report(std::uint16_t year, PaperForm form, Answer<std::string> answer) override;
    void recording(std::uint64_t id, Answer<std::filesystem::path> answer) override;
    void pin(std::uint64_t id, bool pinned, Answer<Done> answer) override;
    void audit(std::uint64_t before, Answer<std::vector<ActionLine>> answer) override;
    [[nodiscard]] bool note(ActionLine line) override;

    [[nodiscard]] const std::vector<ActionLine>& notes() const noexcept { return notes_; }
    [[nodiscard]] const std::filesystem::path& recording_file() const noexcept {
        return recording_;
    }

  private:
    template <typename T>
    void give(Answer<T> answer, Expected<T, RecordsTrouble> what);

    std::map<std::uint64_t, MeetingRecord> meetings_;
    std::vector<ActionLine> notes_;
    std::filesystem::path recording_;
};

}  // namespace giaoban::chair::test
