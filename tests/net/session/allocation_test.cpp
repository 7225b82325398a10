#include <algorithm>

#include "net/srtp/srtp_session.h"
#include "tests/allocation_counter.h"
#include "tests/catch.h"
#include "tests/net/session/village.h"

using namespace giaoban;
using namespace giaoban::net;
using namespace giaoban::net::village;
using namespace std::chrono_literals;

namespace {

// Keeps the last datagram in a place of its own, and takes no memory.
class Wire final : public BoxSessionSink, public MixerSessionsSink {
  public:
    void send(Bytes datagram) override { keep(datagram); }
    void send(const Endpoint&, Bytes datagram) override { keep(datagram); }
    void audio(const RtpView&, Instant) override { ++heard; }
    void audio(BoxId, const RtpView&, Instant) override { ++heard; }
    void view_changed(const MeetingView&) override {}
    void phase_changed(SessionPhase, std::optional<RefusalReason>) override {}
    void enrolled() override {}
    void joined(BoxId, Instant) override {}
    void lost(BoxId, Instant) override {}
    void returned(BoxId, Instant) override {}
    void presses(BoxId, std::uint32_t, std::uint32_t, Instant) override {}
    void state_changed(BoxId, Instant) override {}
    void refused(std::string_view, RefusalReason, const Endpoint&) override {}

    MutableBytes last() noexcept { return MutableBytes(bytes_).first(size_); }
    std::uint64_t heard = 0;

  private:
    void keep(Bytes datagram) noexcept {
        std::copy(datagram.begin(), datagram.end(), bytes_.begin());
        size_ = datagram.size();
    }
    DatagramBuffer bytes_{};
    std::size_t size_ = 0;
};

}  // namespace

namespace {

// What libsrtp2 itself takes to protect a packet and open it again, so many times.
std::uint64_t taken_by_srtp(std::size_t opus, std::uint32_t times) {
    const SrtpKeys keys;
    SrtpSender sender(keys, 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    SrtpReceiver receiver(keys, 7, SrtpProfile::aes_cm_128_hmac_sha1_80);
    DatagramBuffer room{};
    const test::AllocationCounter counter;
    for (std::uint32_t i = 0; i < times; ++i) {
        const RtpHeader header{false, opus_payload_type, static_cast<std::uint16_t>(i), i * 960, 7};
        const auto size = sender.protect(room, write_rtp_header(room, header) + opus);
        (void)receiver.open(MutableBytes(room).first(*size));
    }
    return counter.count();
}

}  // namespace

TEST_CASE("a packet of sound takes no memory beside libsrtp2's, out or in, at either end",
          "[net][session][sound]") {
    SeededRandom random(1);
    const KeyPair mixer_keys = KeyPair::generate(random);
    const CardName name = CardName::from("Xã").value();
    SecretKey secret;
    random.fill(secret.bytes());
    Cards cards;
    cards.add(name, BoxId{1}, secret);
    Wire wire;
    Instant now{1000s};
    MixerSessions mixer({mixer_keys.copy(), SrtpProfile::aes_cm_128_hmac_sha1_80, 8}, cards, random,
                        wire);
    BoxSession box(
        {{KeyPair::generate(random), mixer_keys.public_key, name, std::move(secret), 1}, "test"},
        random, wire, now);
    const Endpoint from = Endpoint::v4({192, 0, 2, 1}, 5000);
    box.on_time(now);
    mixer.on_datagram(from, wire.last(), now);
    box.on_datagram(wire.last(), now);
    mixer.on_datagram(from, wire.last(), now);
    box.on_datagram(wire.last(), now);
    REQUIRE(box.phase() == SessionPhase::joined);

    const std::vector<std::byte> opus(80, std::byte{9});
    const std::uint64_t of_srtp = taken_by_srtp(opus.size(), 2000);
    const test::AllocationCounter counter;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        now += 20ms;
        (void)box.send_audio(i * 960, opus, false, now);
        mixer.on_datagram(from, wire.last(), now);
        (void)mixer.send_audio(BoxId{1}, i * 960, opus, false, now);
        box.on_datagram(wire.last(), now);
    }
    // A stream's first packets take some more: ours have had theirs. One of ours a packet would be 1,000.
    CHECK(counter.count() <= of_srtp);
    CHECK(counter.count() + 100 > of_srtp);
    CHECK(wire.heard == 2000);
}
