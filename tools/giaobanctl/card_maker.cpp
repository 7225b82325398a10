#include "tools/giaobanctl/card_maker.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include "config/settings.h"
#include "net/keys/key_file.h"

namespace giaoban::ctl {

namespace {

namespace fs = std::filesystem;
using config::CardSettings;

Expected<config::KeyBytes, std::string> mixer_key(const std::string& state_dir,
                                                  RandomSource& random) {
    std::error_code failed;
    fs::create_directories(state_dir, failed);
    const auto key = net::load_or_make_key(fs::path(state_dir) / config::private_key_file, random);
    if (!key) return Unexpected(key.error().message);
    config::KeyBytes bytes;
    const auto from = key->key.public_key.bytes();
    std::copy(from.begin(), from.end(), bytes.begin());
    return bytes;
}

/// The same text without its place in a file that nobody has seen.
std::string said(config::ConfigError error) {
    error.file.clear();
    error.line = 0;
    std::string text = error.text();
    return text.starts_with(": ") ? text.substr(2) : text;
}

}  // namespace

Expected<CardSettings, std::vector<std::string>> checked(const CardOrder& order) {
    std::vector<std::string> mistakes;
    CardSettings settings = order.settings.copy();
    settings.card.name = order.name;
    if (!config::valid_name(order.name)) {
        mistakes.push_back("\"" + order.name + "\" is no name for a box: expected " +
                           std::string(config::accepted_name));
        settings.card.name = "x";
    }
    for (const std::string& place : order.mixers) {
        const auto mixer = config::HostPort::from(place);
        if (mixer && mixer->port != 0) {
            settings.card.mixers.push_back(*mixer);
        } else {
            mistakes.push_back("--mixer " + place +
                               ": expected a name or numeric address and a port, as "
                               "mixer.example:24380 or [2001:db8::1]:24380");
        }
    }
    // The rules of the rest are those of the file; where the centre is was looked at above.
    CardSettings rest = settings.copy();
    rest.card.mixers = {{"mixer.example", config::default_port}};
    const auto read = CardSettings::parse(rest.text(), "");
    if (!read) {
        for (const config::ConfigError& error : read.error())
            mistakes.push_back(said(error));
    }
    if (!mistakes.empty()) return Unexpected(std::move(mistakes));
    return settings;
}

Expected<CardMaker, std::string> CardMaker::of(const std::string& state_dir, RandomSource& random) {
    CardMaker maker(state_dir, random);
    auto entries = maker.roster_.load();
    if (!entries) return Unexpected(config::text(entries.error()));
    maker.entries_ = std::move(*entries);
    const auto key = mixer_key(state_dir, random);
    if (!key) return Unexpected(key.error());
    maker.key_ = *key;
    return maker;
}

Expected<CardMaker::Step, std::string> CardMaker::plan(CardSettings settings, CardPlace place,
                                                       bool chair, bool replace, bool renew) const {
    auto there = place.there();
    if (!there) return Unexpected(there.error());
    settings.card.mixer_key = key_;
    std::optional<CardSettings> ours;
    if (*there) {
        auto read = CardSettings::parse(**there, place.text());
        wipe(std::as_writable_bytes(std::span(**there)));
        const bool same = read && read->card.name == settings.card.name && read->card.secret &&
                          read->card.mixer_key == key_;
        if (same) ours = std::move(*read);
    }
    const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) {
        return entry.name == settings.card.name;
    });
    const bool in_roster = known != entries_.end();
    const bool agree =
        ours && (!in_roster || (known->secret && *known->secret == *ours->card.secret));
    const bool keeps = agree && !(replace && renew);
    if (in_roster && !keeps && !replace) {
        return Unexpected("there is a box \"" + settings.card.name + "\" already, in " +
                          roster_.path_of(settings.card.name) +
                          ": --replace makes its card anew, and its old one is of no use then");
    }
    if (*there && !keeps && !replace) {
        return Unexpected(place.text() + ": is there already; --replace writes over it");
    }
    Step step{Step::Kind::fresh, std::move(settings), std::move(place), chair, replace};
    if (keeps) {
        step.kind = in_roster ? Step::Kind::again : Step::Kind::finish;
        step.settings.card.secret = std::move(ours->card.secret);
    } else {
        step.settings.card.secret.emplace();
        random_->fill(step.settings.card.secret->bytes());
    }
    step.chair = chair || (in_roster && known->role == Role::chair);
    return step;
}

Expected<config::RosterEntry, std::string> CardMaker::make(const Step& step) {
    // The card first: a box that is in the roster and has no card would be in the way of the next try.
    std::string text = step.settings.text();
    const auto trouble = step.place.put(text);
    wipe(std::as_writable_bytes(std::span(text)));
    if (trouble) return Unexpected(*trouble);
    const std::string& name = step.settings.card.name;
    const Role role = step.chair ? Role::chair : Role::member;
    if (step.kind == Step::Kind::again) {
        if (const auto set = roster_.set_role(name, role); !set) {
            return Unexpected(config::text(set.error()));
        }
    }
    auto entry = step.kind == Step::Kind::again
                     ? roster_.find(name)
                     : roster_.add(name, role, step.settings.card.secret->copy(), step.replace);
    if (!entry) {
        if (step.kind == Step::Kind::fresh) step.place.take_away();
        return Unexpected(config::text(entry.error()));
    }
    return std::move(*entry);
}

}  // namespace giaoban::ctl
