#include "tools/giaobanctl/cards.h"

#include "config/roster.h"
#include "net/keys/key_file.h"
#include "net/keys/key_text.h"
#include "net/keys/secret_id.h"
#include "net/keys/system_random.h"
#include "tools/giaobanctl/card_maker.h"
#include "tools/giaobanctl/json_text.h"
#include "tools/giaobanctl/text_table.h"

namespace giaoban::ctl {

namespace {

std::string said(const config::ConfigErrors& errors) { return config::text(errors); }

}  // namespace

Outcome make_key(const std::string& file) {
    net::SystemRandom random;
    const auto key = net::KeyPair::generate(random);
    if (const auto stored = net::store_new_key(file, key); !stored) {
        return refused(stored.error().message);
    }
    return done(net::to_text(key.public_key) + "\n");
}

Outcome show_key(const std::string& file) {
    const auto key = net::load_key(file);
    if (!key) return refused(key.error().message);
    return {Exit::done, net::to_text(key->key.public_key) + "\n", key->warning};
}

Outcome make_card(const CardOrder& order) {
    auto settings = checked(order);
    if (!settings) {
        std::string all;
        for (const std::string& mistake : settings.error())
            all += (all.empty() ? "" : "\n") + mistake;
        return {Exit::usage, "", all};
    }
    auto place = CardPlace::of(order.out.empty() ? order.name + ".toml" : order.out);
    if (!place) return refused(place.error());
    net::SystemRandom random;
    auto maker = CardMaker::of(order.state_dir, random);
    if (!maker) return refused(maker.error());
    const auto step =
        maker->plan(std::move(*settings), std::move(*place), order.chair, order.replace, true);
    if (!step) return refused(step.error());
    const auto entry = maker->make(*step);
    if (!entry) return refused(entry.error());
    return done("The card of box " + std::to_string(number_of(entry->number)) + ", \"" +
                order.name + "\"" + (entry->role == Role::chair ? " (chair)" : "") + ", is " +
                step->place.text() + " (card " + net::secret_id(*step->settings.card.secret) +
                "). It holds a secret: on a card it is giaoban.toml of the partition GIAOBAN, "
                "elsewhere /var/lib/giaoban-box/card.toml; keep no copy.\n");
}

Outcome list_cards(const std::string& state_dir, bool json) {
    const auto entries = config::Roster(state_dir).load();
    if (!entries) return refused(said(entries.error()));
    if (!json) {
        if (entries->empty())
            return done("No cards yet: `giaobanctl card NAME --mixer HOST:PORT`\n");
        TextTable table({"number", "name", "role", "state"});
        for (const auto& entry : *entries) {
            table.row({std::to_string(number_of(entry.number)), entry.name,
                       std::string(to_text(entry.role)), std::string(to_text(entry.state))});
        }
        return done(table.text());
    }
    JsonText text;
    text.list();
    for (const auto& entry : *entries) {
        text.object()
            .number("box", number_of(entry.number))
            .text("name", entry.name)
            .text("role", to_text(entry.role))
            .text("state", to_text(entry.state))
            .end_object();
    }
    return done(text.end_list().result() + "\n");
}

Outcome block_card(const std::string& state_dir, const std::string& name, bool blocked) {
    const auto changed = config::Roster(state_dir).set_blocked(name, blocked);
    if (!changed) return refused(said(changed.error()));
    return done("\"" + name + (blocked ? "\" is blocked\n" : "\" is let in again\n"));
}

Outcome set_card_role(const std::string& state_dir, const std::string& name, Role role) {
    const auto changed = config::Roster(state_dir).set_role(name, role);
    if (!changed) return refused(said(changed.error()));
    return done("\"" + name + "\" is a " + std::string(to_text(role)) + "'s box now\n");
}

}  // namespace giaoban::ctl
