#include "firmware/settings/system_files.h"

#include "config/box_config.h"
#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::config;
using namespace giaoban::settings;

namespace {

std::string text_of(const std::vector<SystemFile>& files, const std::string& name) {
    for (const SystemFile& file : files) {
        if (file.name == name) return file.text;
    }
    FAIL("no file " << name);
    return {};
}

}  // namespace

SCENARIO("the system's files are made of the settings", "[settings]") {
    CardSettings settings;
    GIVEN("a box on a cable with DHCP") {
        THEN("there is nothing to say, and what was said before goes") {
            const auto files = system_files(settings);
            CHECK(text_of(files, "08-static.network").empty());
            CHECK(text_of(files, "wpa_supplicant.conf").empty());
            CHECK(BoxConfig::parse(text_of(files, "box.toml"), "box.toml").value() == BoxConfig{});
        }
    }
    GIVEN("an address that no DHCP gives") {
        settings.fixed = CardSettings::Fixed{
            false, "192.168.1.20/24", "192.168.1.1", {"8.8.8.8", "2001:db8::53"}};
        CHECK(text_of(system_files(settings), "08-static.network") ==
              "[Match]\nName=en* eth*\nType=ether\n[Link]\nRequiredForOnline=no\n"
              "[Network]\nDHCP=no\nLinkLocalAddressing=yes\nIPv6AcceptRA=no\n"
              "Address=192.168.1.20/24\nDNS=8.8.8.8\nDNS=2001:db8::53\n"
              "[Route]\nGateway=192.168.1.1\nMetric=100\n");
    }
    GIVEN("wireless networks") {
        settings.wifi = {{"Ủy ban", "a\"b\"c#d e", true},
                         {"open", "", false},
                         {"raw", std::string(64, 'f'), false}};
        const auto files = system_files(settings);
        THEN("no character of a name or a password means anything else") {
            CHECK(text_of(files, "wpa_supplicant.conf") ==
                  "ap_scan=1\nupdate_config=0\ncountry=VN\n"
                  "network={\n\tssid=e1bba6792062616e\n\tscan_ssid=1\n\tkey_mgmt=WPA-PSK\n\t"
                  "psk=\"a\"b\"c#d e\"\n}\n"
                  "network={\n\tssid=6f70656e\n\tkey_mgmt=NONE\n}\n"
                  "network={\n\tssid=726177\n\tkey_mgmt=WPA-PSK\n\tpsk=" +
                      std::string(64, 'f') + "\n}\n");
        }
        THEN("nobody but root reads them") {
            for (const SystemFile& file : files) {
                CHECK((file.readers == SystemFile::Readers::root) ==
                      (file.name == "wpa_supplicant.conf"));
            }
        }
    }
}
