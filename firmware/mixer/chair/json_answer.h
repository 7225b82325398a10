#pragma once

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "firmware/mixer/chair/http.h"

namespace giaoban::chair {

[[nodiscard]] inline Answer json_answer(const boost::json::value& value, unsigned status = 200) {
    Answer answer;
    answer.status = status;
    answer.body = boost::json::serialize(value);
    return answer;
}

/// `components/schemas/Error`: a code for the program, a sentence for the person.
[[nodiscard]] inline Answer error_answer(unsigned status, std::string_view code,
                                         std::string_view message) {
    return json_answer(
        boost::json::object{{"error", boost::json::object{{"code", code}, {"message", message}}}},
        status);
}

[[nodiscard]] inline Answer done_answer() {
    return json_answer(boost::json::object{{"done", true}});
}

[[nodiscard]] inline Answer bad_request(std::string_view message) {
    return error_answer(400, "bad_request", message);
}

}  // namespace giaoban::chair
