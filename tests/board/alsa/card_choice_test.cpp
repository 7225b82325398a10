#include "board/alsa/card_choice.h"

#include "tests/catch.h"

using namespace giaoban::board;
using Order = std::vector<std::size_t>;

namespace {

CardDescription card(const char* id, const char* name, const char* driver, bool captures = true,
                     bool plays = true) {
    return {.address = std::string("hw:CARD=") + id + ",DEV=0",
            .id = id,
            .name = name,
            .driver = driver,
            .captures = captures,
            .plays = plays};
}

const std::vector<CardDescription> pi{
    card("vc4hdmi", "vc4-hdmi", "vc4-hdmi", false, true),
    card("Headphones", "bcm2835 Headphones", "bcm2835_headpho", false, true),
    card("C920", "HD Pro Webcam C920", "USB-Audio", true, false),
    card("Device", "USB PnP Sound Device", "USB-Audio"),
    card("USB", "Jabra SPEAK 510 USB", "USB-Audio"),
};

const std::vector<CardDescription> laptop{
    card("Loopback", "Loopback", "Loopback"),
    card("PCH", "HDA Intel PCH", "HDA-Intel"),
    card("HDMI", "HDA ATI HDMI", "HDA-Intel"),
};

}  // namespace

TEST_CASE("a USB speakerphone comes before any other card", "[board][alsa]") {
    CHECK(ranked(pi, "auto") == Order{4, 3});
    CHECK(ranked(pi, "") == Order{4, 3});
}

TEST_CASE("without USB the built-in card is taken, and never one that nobody hears",
          "[board][alsa]") {
    CHECK(ranked(laptop, "auto") == Order{1});
}

TEST_CASE("a card is found by a part of its name, its id or its address", "[board][alsa]") {
    CHECK(ranked(pi, "jabra") == Order{4});
    CHECK(ranked(pi, "PnP") == Order{3});
    CHECK(ranked(laptop, "Loopback") == Order{0});
    CHECK(ranked(pi, "hw:CARD=Device,DEV=0") == Order{3});
}

TEST_CASE("a card that is named and not there is not replaced by another", "[board][alsa]") {
    CHECK(ranked(pi, "Sennheiser").empty());
    CHECK(ranked({}, "auto").empty());
}

TEST_CASE("a card that only hears or only speaks is no speakerphone, even by name",
          "[board][alsa]") {
    CHECK(ranked(pi, "C920").empty());
    CHECK(ranked(pi, "Headphones").empty());
}

TEST_CASE("cards of one rank keep the order of the machine", "[board][alsa]") {
    const std::vector<CardDescription> two{card("A", "USB Audio", "USB-Audio"),
                                           card("B", "USB Audio", "USB-Audio")};
    CHECK(ranked(two, "auto") == Order{0, 1});
}

TEST_CASE("an address of ALSA is told from a name", "[board][alsa]") {
    for (const char* address :
         {"hw:1", "plughw:CARD=USB", "default", "pcm:conference", "default:1"}) {
        CHECK(is_address(address));
    }
    for (const char* name : {"Jabra", "auto", "", "hwat"})
        CHECK_FALSE(is_address(name));
}
