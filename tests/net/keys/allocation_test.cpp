// What the headers of net/keys promise under "Real time", counted.
#include <atomic>
#include <cstdlib>
#include <new>

#include "tests/catch.h"
#include "tests/net/keys/parties.h"

namespace {

std::atomic<std::size_t> allocations{0};

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* place = std::malloc(size)) return place;
    throw std::bad_alloc();
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }

namespace giaoban::net::test {

TEST_CASE("a box's handshake and its control datagrams take no memory", "[net][keys]") {
    District district;
    const auto answer =
        *district.centre.on_initiation(district.box.call(district.now), district.now);
    std::array<std::byte, 256> buffer{};
    std::optional<ControlCipher> cipher;

    const std::size_t before = allocations;
    const HandshakeDatagram call = district.box.handshake.start(district.now);
    auto outcome = district.box.handshake.on_datagram(answer, district.now);
    const bool agreed = outcome.progress == CallProgress::agreed;
    if (agreed) cipher.emplace(*outcome.keys);
    std::size_t sealed = 0;
    for (int i = 0; agreed && i < 100; ++i) {
        sealed += cipher->seal(as_bytes("state"), buffer).size();
        (void)cipher->open(MutableBytes(buffer).first(64));
    }
    const std::size_t after = allocations;

    CHECK(agreed);
    CHECK(call.bytes().size() == initiation_size);
    CHECK(sealed == 100 * (5 + control_overhead));
    CHECK(after == before);
}

TEST_CASE("strangers cost the mixing box no memory", "[net][keys]") {
    District district;
    Datagram noise(initiation_size);
    write_header(noise, KeyDatagram::initiation, 1);
    const std::size_t before = allocations;
    for (int i = 0; i < 100; ++i) {
        (void)district.centre.handshake.read(noise, as_bytes("somewhere"), district.now);
    }
    const std::size_t after = allocations;
    CHECK(district.centre.handshake.counts().stranger == 100);
    CHECK(after == before);
}

}  // namespace giaoban::net::test
