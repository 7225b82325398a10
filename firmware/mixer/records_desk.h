#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "config/mixer_config.h"
#include "firmware/mixer/chair/desk.h"
#include "firmware/mixer/chair/records_door.h"
#include "firmware/mixer/recording/recording_shelf.h"
#include "firmware/mixer/records/commands.h"
#include "firmware/mixer/records/minutes.h"
#include "firmware/mixer/records/minutes_reader.h"

namespace giaoban::mixer {

/// What the chair's page asks of the minutes and the recordings, done on a thread of its own.
///
/// Threading:  called on the network thread; answers come there, through `post`.
/// Errors:     as RecordsDoor says.
/// Limits:     those of chair::Desk and RecordsDoor; the list has the newest 200 meetings.
class RecordsDesk final : public chair::RecordsDoor {
  public:
    static constexpr std::size_t most_meetings = 200;

    RecordsDesk(const config::MixerConfig& config, Minutes& minutes, chair::Desk::Post post,
                std::function<std::int64_t()> unix_ms);

    void meetings(Answer<std::vector<chair::MeetingLine>> answer) override;
    void meeting(std::uint64_t id, Answer<chair::MeetingRecord> answer) override;
    void minutes(std::uint64_t id, chair::PaperForm form, Answer<std::string> answer) override;
    void report(std::uint16_t year, chair::PaperForm form, Answer<std::string> answer) override;
    void recording(std::uint64_t id, Answer<std::filesystem::path> answer) override;
    void pin(std::uint64_t id, bool pinned, Answer<Done> answer) override;
    void audit(std::uint64_t before, Answer<std::vector<chair::ActionLine>> answer) override;
    [[nodiscard]] bool note(chair::ActionLine line) override;

    /// Where recordings are kept, and how that of a meeting or of a private room in it is called there.
    [[nodiscard]] static std::filesystem::path recordings_folder(const config::MixerConfig& config);
    [[nodiscard]] static std::string recording_name(std::uint64_t meeting, std::uint32_t room);

  private:
    template <typename T>
    using Read = std::function<Expected<T, chair::RecordsTrouble>()>;

    /// Reads on the desk's thread and answers on the network's.
    template <typename T>
    void ask(Answer<T> answer, Read<T> read);

    // On the desk's thread.
    [[nodiscard]] Expected<MinutesReader*, chair::RecordsTrouble> reader();
    [[nodiscard]] Expected<std::vector<chair::MeetingLine>, chair::RecordsTrouble> list();
    [[nodiscard]] Expected<chair::MeetingRecord, chair::RecordsTrouble> whole(std::uint64_t id);
    [[nodiscard]] Expected<std::vector<chair::ActionLine>, chair::RecordsTrouble> actions_before(
        std::uint64_t before);
    [[nodiscard]] chair::MeetingLine line_of(const MeetingRecord& record) const;

    MinutesPlace place_;
    RecordingShelf shelf_;
    Minutes& minutes_;
    std::function<std::int64_t()> unix_ms_;
    std::optional<MinutesReader> reader_;  ///< the desk's
    chair::Desk desk_;
};

}  // namespace giaoban::mixer
