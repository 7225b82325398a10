#include "tools/giaobanctl/labels.h"

#include "tests/catch.h"

using namespace giaoban::ctl;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a sheet has 14 labels, and no name is taken for markup", "[tools]") {
    const Label label{.name = "A & <b>",
                      .number = 7,
                      .chair = true,
                      .centre = "giaoban.example:24380",
                      .centre_key = "hSDwCYkwp1R0",
                      .card = "0123456789abcdef",
                      .network = "Wi-Fi xã"};
    const std::string page = labels_page(std::vector<Label>(15, label));
    const auto count = [&page](const std::string& what) {
        std::size_t found = 0;
        for (std::size_t at = page.find(what); at != std::string::npos;
             at = page.find(what, at + 1))
            ++found;
        return found;
    };
    CHECK(count("<div class=\"sheet\">") == 2);
    CHECK(count("<div class=\"label\"><svg ") == 15);
    CHECK(count("A &amp; &lt;b&gt;") == 15);
    CHECK(count("<div") == count("</div>"));
    CHECK_THAT(page, ContainsSubstring("số 7 · chủ tọa"));
    CHECK(code_text(label) ==
          "Giao Ban\nA & <b>\nbox 7\ncentre giaoban.example:24380\nkey hSDwCYkwp1R0\ncard "
          "0123456789abcdef");
}
