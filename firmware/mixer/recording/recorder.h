#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "config/vocab/box_id.h"
#include "config/vocab/bytes.h"
#include "config/vocab/expected.h"
#include "config/vocab/time.h"
#include "firmware/mixer/recording/recording_desk.h"

namespace giaoban::mixer {

/// Recordings of the meeting and of private rooms, from packets that are sent anyway.
///
///   network thread ─ basket (bounded) ─ own thread: RecordingDesk ─ pages, fdatasync ─ STATE/recordings/NAME.opus
///
/// No call waits for the disk. When the disk stands still for longer than the basket lasts, packets are dropped and
/// counted, and are gaps of the right length in the file.
///
/// Threading:  called by one thread (the network's). `tell` is called on the recorder's thread: post it.
/// Real time:  a call takes a lock for as long as a packet is copied.
/// Errors:     told as RecordingNews; the recording ends then, and nothing else does.
/// Limits:     1 MiB of packets wait at most: 40 s of six rungs (26 kB/s), 10 s with 16 tracks (80 kB/s more). 1024 orders; beyond,
///             start(), stop() and chapter() answer false.
class Recorder {
  public:
    using Settings = RecordingDesk::Settings;
    static constexpr std::size_t most_bytes = std::size_t{1024} * 1024;
    // Packets of 20 bytes, as silence has, would be many: what each takes beside its bytes is bounded by this.
    static constexpr std::size_t most_packets = 16'384;
    static constexpr std::size_t most_orders = 1'024;

    /// What a crash left open is repaired first, on the recorder's thread.
    Recorder(Settings settings, RecordingDesk::Tell tell,
             RecordingShelf::AskSpace ask = RecordingShelf::space_of);
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;
    /// Closes what is on. It can be joined after the next start: by start() with the same name.
    ~Recorder();

    /// Begins a recording, or goes on with the one of that name, which then has silence for the time between. The name
    /// is of letters, digits, - and _ (RecordingShelf::is_name).
    [[nodiscard]] bool start(RecordingId id, std::string name, std::string title, Instant now,
                             WallTime wall);
    [[nodiscard]] bool stop(RecordingId id, Instant now);
    /// A turn begins.
    [[nodiscard]] bool chapter(RecordingId id, std::string title, Instant now);

    /// A packet of everybody's mix, of every rung that is sent; the higher, the wider. `media_time`: MixedPacket::tick
    /// in samples. Not blank packets of DTX.
    void mix(RecordingId id, std::uint8_t rung, Samples media_time, Bytes packet, Instant now);
    /// A packet as a speaker's box sent it, for its track. Call it where `Settings::tracks`.
    void talker(RecordingId id, BoxId box, std::string_view name, std::uint32_t timestamp,
                Bytes packet, Instant now);

    /// As of the last 400 ms; any thread.
    [[nodiscard]] std::vector<RecordingStatus> status() const;
    /// Packets that found the basket full, of all recordings; any thread.
    [[nodiscard]] std::uint64_t overflows() const;

  private:
    enum class Kind : std::uint8_t { start, stop, chapter, mix, talker };
    struct Item {
        Kind kind = Kind::mix;
        std::uint8_t rung = 0;
        BoxId box = no_box;
        RecordingId id{};
        std::int64_t number = 0;  ///< mix: samples; talker: timestamp; start: unix time in ms
        std::uint32_t size = 0;   ///< of the packet, among the bytes
        Instant now{};
        std::string name;
        std::string text;
    };
    struct Basket {
        std::vector<Item> items;
        std::vector<std::byte> bytes;
        std::size_t packets = 0;
        std::size_t orders = 0;
    };

    [[nodiscard]] bool order(Item item);
    void packet(Item item, Bytes bytes);
    void run();
    void empty(Basket& basket);
    void obey(const Item& item, Bytes packet);

    RecordingDesk desk_;  ///< the recorder's thread's

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    Basket basket_;
    std::vector<RecordingStatus> status_;
    std::uint64_t overflows_ = 0;
    bool ending_ = false;

    std::thread thread_;
};

}  // namespace giaoban::mixer
