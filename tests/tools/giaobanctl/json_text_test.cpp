#include "tools/giaobanctl/json_text.h"

#include "tests/catch.h"

using giaoban::ctl::JsonText;

TEST_CASE("JSON is written as RFC 8259 has it", "[tools]") {
    JsonText json;
    json.object().text("name", "a\"b\\c\n\x01đ").number("n", -3).flag("yes", true).null("none");
    json.list("empty").end_list().list("two").number({}, 1).text({}, "x").end_list();
    json.object("inner").end_object().end_object();
    CHECK(json.result() ==
          "{\"name\":\"a\\\"b\\\\c\\u000a\\u0001đ\",\"n\":-3,\"yes\":true,\"none\":null,"
          "\"empty\":[],\"two\":[1,\"x\"],\"inner\":{}}");
}
