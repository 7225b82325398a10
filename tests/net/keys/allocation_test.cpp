// What the headers of net/keys promise under "Real time", counted.
#include "tests/allocation_counter.h"
#include "tests/catch.h"
#include "tests/net/keys/parties.h"

namespace giaoban::net::test {

using giaoban::test::AllocationCounter;

TEST_CASE("a box's handshake and its control datagrams take no memory", "[net][keys]") {
    District district;
    const auto answer =
        *district.centre.on_initiation(district.box.call(district.now), district.now);
    std::array<std::byte, 256> buffer{};
    std::optional<ControlCipher> cipher;

    const AllocationCounter allocations;
    const HandshakeDatagram call = district.box.handshake.start(district.now);
    auto outcome = district.box.handshake.on_datagram(answer, district.now);
    const bool agreed = outcome.progress == CallProgress::agreed;
    if (agreed) cipher.emplace(*outcome.keys);
    std::size_t sealed = 0;
    for (int i = 0; agreed && i < 100; ++i) {
        sealed += cipher->seal(as_bytes("state"), buffer).size();
        (void)cipher->open(MutableBytes(buffer).first(64));
    }
    const auto taken = allocations.count();

    CHECK(agreed);
    CHECK(call.bytes().size() == initiation_size);
    CHECK(sealed == 100 * (5 + control_overhead));
    CHECK(taken == 0);
    if (!AllocationCounter::works()) WARN("nothing is counted in this build");
}

TEST_CASE("strangers cost the mixing box no memory", "[net][keys]") {
    District district;
    Datagram noise(initiation_size);
    write_header(noise, KeyDatagram::initiation, 1);
    const AllocationCounter allocations;
    for (int i = 0; i < 100; ++i) {
        (void)district.centre.handshake.read(noise, as_bytes("somewhere"), district.now);
    }
    const auto taken = allocations.count();
    CHECK(district.centre.handshake.counts().stranger == 100);
    CHECK(taken == 0);
}

}  // namespace giaoban::net::test
