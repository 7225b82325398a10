#include "firmware/mixer/chair/json_body.h"

#include <boost/json/parse.hpp>

#include "net/wire/text_rules.h"

namespace giaoban::chair {

namespace json = boost::json;

namespace {

std::string bytes_between(std::size_t least, std::size_t most) {
    return "expected a text of " + std::to_string(least) + " to " + std::to_string(most) +
           " bytes without control characters";
}

}  // namespace

JsonBody::JsonBody(std::string_view text) {
    json::error_code wrong;
    json::parse_options options;
    options.max_depth = 8;
    json::value value =
        json::parse(json::string_view(text.data(), text.size()), wrong, {}, options);
    if (wrong) {
        fault_ = "the body is no JSON: " + wrong.message();
    } else if (!value.is_object()) {
        fault_ = "the body must be a JSON object";
    } else {
        members_ = std::move(value.get_object());
    }
}

void JsonBody::refuse(std::string_view key, std::string_view accepted) {
    if (fault_.empty()) fault_ = std::string(key) + ": " + std::string(accepted);
}

std::optional<json::value> JsonBody::take(std::string_view key) {
    const auto found = members_.find(key);
    if (found == members_.end()) return std::nullopt;
    json::value value = std::move(found->value());
    members_.erase(found);
    return value;
}

std::string JsonBody::text(std::string_view key, std::size_t least, std::size_t most) {
    const auto value = take(key);
    if (!value && least == 0) return {};
    if (!value || !value->is_string()) {
        refuse(key, bytes_between(least, most));
        return {};
    }
    const json::string& string = value->get_string();
    if (string.size() < least || !net::is_showable({string.data(), string.size()}, most)) {
        refuse(key, bytes_between(least, most));
        return {};
    }
    return {string.data(), string.size()};
}

std::optional<std::string> JsonBody::maybe_text(std::string_view key, std::size_t most) {
    if (!has(key)) return std::nullopt;
    return text(key, 0, most);
}

std::optional<std::int64_t> JsonBody::maybe_number(std::string_view key, std::int64_t least,
                                                   std::int64_t most) {
    const auto value = take(key);
    if (!value) return std::nullopt;
    json::error_code wrong;
    // Exact: 1.0 is a whole number, 1.5 and 1e30 are none.
    const auto number = value->is_number() ? value->to_number<std::int64_t>(wrong) : 0;
    if (!value->is_number() || wrong || number < least || number > most) {
        refuse(key, "expected a whole number from " + std::to_string(least) + " to " +
                        std::to_string(most));
        return std::nullopt;
    }
    return number;
}

std::optional<bool> JsonBody::maybe_flag(std::string_view key) {
    const auto value = take(key);
    if (!value) return std::nullopt;
    if (!value->is_bool()) {
        refuse(key, "expected true or false");
        return std::nullopt;
    }
    return value->get_bool();
}

bool JsonBody::flag(std::string_view key) {
    if (!has(key)) refuse(key, "expected true or false");
    return maybe_flag(key).value_or(false);
}

std::vector<std::string> JsonBody::texts(std::string_view key, std::size_t most,
                                         std::size_t longest) {
    std::vector<std::string> list;
    const auto value = take(key);
    if (!value) return list;
    const std::string accepted = "expected a list of at most " + std::to_string(most) +
                                 " texts of 1 to " + std::to_string(longest) + " bytes";
    if (!value->is_array() || value->get_array().size() > most) {
        refuse(key, accepted);
        return list;
    }
    for (const json::value& one : value->get_array()) {
        const json::string* text = one.if_string();
        if (text == nullptr || text->empty() ||
            !net::is_showable({text->data(), text->size()}, longest)) {
            refuse(key, accepted);
            return {};
        }
        list.emplace_back(text->data(), text->size());
    }
    return list;
}

bool JsonBody::complete() {
    if (fault_.empty() && !members_.empty()) {
        fault_ = std::string(members_.begin()->key()) + ": is not known here";
        // Whatever was sent as its name is not sent back as it is.
        if (!net::is_showable(fault_, 100)) fault_ = "a member of the body is not known here";
    }
    return fault_.empty();
}

}  // namespace giaoban::chair
