#include "tools/giaobanctl/cards.h"

#include <algorithm>
#include <filesystem>

#include "config/card.h"
#include "config/roster.h"
#include "config/settings.h"
#include "net/keys/key_file.h"
#include "net/keys/key_text.h"
#include "net/keys/system_random.h"
#include "tools/giaobanctl/json_text.h"
#include "tools/giaobanctl/text_table.h"

namespace giaoban::ctl {

namespace {

namespace fs = std::filesystem;

std::string said(const config::ConfigErrors& errors) { return config::text(errors); }

Outcome usage(std::string err) { return {Exit::usage, "", std::move(err)}; }

/// The card without its name's check against the roster; or what is wrong with the order.
Expected<config::Card, Outcome> card_of(const CardOrder& order) {
    config::Card card;
    if (!config::valid_name(order.name)) {
        return Unexpected(usage("\"" + order.name + "\" is no name for a box: expected " +
                                std::string(config::accepted_name)));
    }
    card.name = order.name;
    for (const std::string& place : order.mixers) {
        const auto mixer = config::HostPort::from(place);
        if (!mixer || mixer->port == 0) {
            return Unexpected(usage("--mixer " + place +
                                    ": expected a name or numeric address and a port, as "
                                    "mixer.example:24380 or [2001:db8::1]:24380"));
        }
        card.mixers.push_back(*mixer);
    }
    return card;
}

Expected<config::KeyBytes, Outcome> mixer_key(const std::string& state_dir, RandomSource& random) {
    std::error_code failed;
    fs::create_directories(state_dir, failed);
    const fs::path path = fs::path(state_dir) / config::private_key_file;
    const auto key = net::load_or_make_key(path, random);
    if (!key) return Unexpected(refused(key.error().message));
    config::KeyBytes bytes;
    const auto from = key->key.public_key.bytes();
    std::copy(from.begin(), from.end(), bytes.begin());
    return bytes;
}

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
    auto card = card_of(order);
    if (!card) return card.error();
    config::Roster roster(order.state_dir);
    const auto entries = roster.load();
    if (!entries) return refused(said(entries.error()));
    const auto known = std::find_if(entries->begin(), entries->end(), [&order](const auto& entry) {
        return entry.name == order.name;
    });
    if (known != entries->end() && !order.replace) {
        return refused("there is a box \"" + order.name + "\" already, in " +
                       roster.path_of(order.name) +
                       ": --replace makes its card anew, and its old one is of no use then");
    }
    net::SystemRandom random;
    const auto key = mixer_key(order.state_dir, random);
    if (!key) return key.error();
    card->mixer_key = *key;
    card->secret.emplace();
    random.fill(card->secret->bytes());

    // The card first: a box that is in the roster and has no card would be in the way of the next try.
    const std::string out = order.out.empty() ? order.name + ".toml" : order.out;
    if (const auto stored = card->store(out, order.replace); !stored) {
        return refused(said(stored.error()));
    }
    const bool was_chair = known != entries->end() && known->role == Role::chair;
    const Role role = order.chair || was_chair ? Role::chair : Role::member;
    const auto entry = roster.add(order.name, role, card->secret->copy(), order.replace);
    if (!entry) {
        std::error_code ignored;
        fs::remove(out, ignored);
        return refused(said(entry.error()));
    }
    return done("The card of box " + std::to_string(number_of(entry->number)) + ", \"" +
                order.name + "\"" + (role == Role::chair ? " (chair)" : "") + ", is " + out +
                ". It holds a secret: move it to the box as /var/lib/giaoban-box/card.toml and "
                "keep no copy.\n");
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
