// Api: the meeting's state and what is asked of it.
#include <charconv>

#include "firmware/mixer/chair/action_json.h"
#include "firmware/mixer/chair/api.h"
#include "firmware/mixer/chair/json_answer.h"
#include "firmware/mixer/chair/json_body.h"
#include "net/wire/text_rules.h"

namespace giaoban::chair {

namespace json = boost::json;

void Api::state(const Work& work) {
    // Anew each time: who has just acted is to see what it has done. Followers hear of it with the next patch.
    LiveFeed alone;
    const Instant now = doors_.clocks.steady();
    (void)alone.update(doors_.meeting.status(now), doors_.clocks.wall(), now);
    Answer answer;
    answer.body = alone.state(doors_.clocks.wall());
    work.respond(std::move(answer));
}

Answer Api::do_action(const ChairAction& action, const Work& work) {
    const auto done = doors_.meeting.request(action, work.session->name, doors_.clocks.steady());
    std::string line = describe(action);
    if (!done) line += ": " + done.error();
    note(work.session->name, work.request.address, to_text(action.kind), std::move(line),
         done.has_value());
    counters_.actions += done ? 1U : 0U;
    counters_.refused_actions += done ? 0U : 1U;
    if (!done) return error_answer(409, "refused", done.error());
    return done_answer();
}

void Api::action(const Work& work) {
    const auto action = read_action(work.request.body);
    if (!action) return work.respond(bad_request(action.error()));
    if (!allows(access_of(action->kind), work.session->role)) {
        return work.respond(error_answer(403, "forbidden",
                                         "the role " + std::string(to_text(work.session->role)) +
                                             " may not " + std::string(to_text(action->kind))));
    }
    Answer answer = do_action(*action, work);
    const bool done = answer.status == 200;
    work.respond(std::move(answer));
    if (done) doors_.acted();
}

void Api::make_card(const Work& work) {
    JsonBody body(work.request.body);
    CardOrder order;
    order.name = body.text("name", 1, net::max_name_bytes);
    order.chair = body.maybe_flag("chair").value_or(false);
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    const auto card = doors_.meeting.make_card(order);
    note(work.session->name, work.request.address, "card", order.name, card.has_value());
    if (!card) return work.respond(error_answer(409, "refused", card.error()));
    work.respond(json_answer(json::object{{"card", *card}}, 201));
    doors_.acted();
}

void Api::replace_box(const Work& work) {
    const std::string& text = work.parameters.front();
    JsonBody body(work.request.body.empty() ? "{}" : std::string_view(work.request.body));
    if (!body.complete()) return work.respond(bad_request(body.fault()));
    std::uint16_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    const ChairState state = doors_.meeting.status(doors_.clocks.steady());
    const auto found = state.boxes.find(BoxId{number});
    if (wrong != std::errc() || end != text.data() + text.size() || found == state.boxes.end()) {
        return work.respond(error_answer(404, "not_found", "there is no box of this number"));
    }
    const CardOrder order{found->second.name, found->second.role == Role::chair, true};
    const auto card = doors_.meeting.make_card(order);
    note(work.session->name, work.request.address, "replace_box", order.name, card.has_value());
    if (!card) return work.respond(error_answer(409, "refused", card.error()));
    work.respond(json_answer(json::object{{"card", *card}}, 201));
    doors_.acted();
}

}  // namespace giaoban::chair
