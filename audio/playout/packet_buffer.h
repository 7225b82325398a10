#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "audio/codec/encoded_packet.h"

namespace giaoban::audio {

/// A packet that waits for its turn, its place in the stream written out in full.
struct BufferedPacket {
    enum class State : std::uint8_t { empty, waiting, taken };

    std::int64_t seq = 0;
    Samples start{0};
    Samples duration{0};
    State state = State::empty;
    bool marker = false;
    std::uint16_t size = 0;
    std::array<std::byte, EncodedPacket::max_size> data{};

    [[nodiscard]] Bytes payload() const noexcept { return Bytes{data}.first(size); }
    [[nodiscard]] Samples end() const noexcept { return start + duration; }
};

/// The packets of one talker in their order, whatever order they came in.
///
/// Units:      places in the stream without wrap-around: `seq` by packet, `start` in Samples.
/// Threading:  not synchronised; one thread owns it.
/// Real time:  all memory is taken in the constructor; storing copies the payload once.
/// Errors:     refusals are answered; when the slots are full the newest packet is refused.
class PacketBuffer {
  public:
    enum class Stored : std::uint8_t { kept, late, duplicate, too_far_ahead };

    /// `slots` is a power of two.
    explicit PacketBuffer(std::size_t slots);

    [[nodiscard]] Stored store(const EncodedPacket& packet, std::int64_t seq, Samples start,
                               Samples duration) noexcept;

    /// The earliest that waits, or null.
    [[nodiscard]] const BufferedPacket* first() const noexcept {
        return waiting_ == 0 ? nullptr : &slot(first_);
    }
    /// The earliest leaves; its payload stays readable until the next store().
    void take_first() noexcept;
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    /// Whether that packet is, or lately was, in here.
    [[nodiscard]] bool knows(std::int64_t seq) const noexcept;

    void clear() noexcept;

  private:
    [[nodiscard]] BufferedPacket& slot(std::int64_t seq) noexcept {
        return slots_[static_cast<std::size_t>(seq) & mask_];
    }
    [[nodiscard]] const BufferedPacket& slot(std::int64_t seq) const noexcept {
        return slots_[static_cast<std::size_t>(seq) & mask_];
    }

    std::vector<BufferedPacket> slots_;
    std::size_t mask_;
    std::size_t waiting_ = 0;
    std::int64_t first_ = 0;   // of those that wait
    std::int64_t newest_ = 0;  // of those that wait
};

}  // namespace giaoban::audio
