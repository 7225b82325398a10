#include "firmware/box/papers.h"

#include <sys/stat.h>

#include <optional>
#include <system_error>
#include <utility>

#include "config/vocab/ensure.h"
#include "config/vocab/startup_error.h"
#include "net/keys/boot_counter.h"
#include "net/keys/key_file.h"

namespace giaoban::box {

namespace {

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw StartupError("state_dir: " + folder.string() + ": cannot be made: " + error.message(),
                           StartupError::Exit::unavailable);
    }
}

net::CardName name_of(const config::Card& card, const std::string& file) {
    auto name = net::CardName::from(card.name);
    if (!name) throw StartupError(file + ": name: " + net::describe(name.error()));
    return std::move(name).value();
}

net::PublicKey mixer_key_of(const config::Card& card, const std::string& file) {
    auto key = net::PublicKey::from(card.mixer_key);
    if (!key) throw StartupError(file + ": the mixing box's key: " + net::describe(key.error()));
    return *key;
}

/// It has no place to call, and so never shows this key and name to anybody.
Papers without_card(net::KeyPair own, std::vector<std::string> warnings,
                    const config::ConfigErrors& errors) {
    auto nobody = net::CardName::from("?");
    ensure(nobody.has_value(), "a question mark is a name");
    const net::PublicKey own_public = own.public_key;
    return {.identity = {.own = std::move(own),
                         .mixer_key = own_public,
                         .card = std::move(*nobody),
                         .enrolment = std::nullopt,
                         .boot_count = 0},
            .mixers = {},
            .warnings = std::move(warnings),
            .card_trouble = config::text(errors)};
}

}  // namespace

Papers load_papers(const std::string& card_file, const std::filesystem::path& state_folder,
                   RandomSource& random) {
    make_folder(state_folder);
    auto key = net::load_or_make_key(state_folder / "box.key", random);
    if (!key) throw StartupError(key.error().message);
    net::BootCount boots = net::count_boot(state_folder / "boots");

    std::vector<std::string> warnings;
    for (std::string* warning : {&key->warning, &boots.warning}) {
        if (!warning->empty()) warnings.push_back(std::move(*warning));
    }
    auto card = config::Card::load(card_file);
    if (!card) return without_card(std::move(key->key), std::move(warnings), card.error());
    net::CardName name = name_of(*card, card_file);
    const net::PublicKey mixer_key = mixer_key_of(*card, card_file);
    std::optional<net::SecretKey> enrolment;
    if (card->secret) enrolment = card->secret->copy();
    return {.identity = {.own = std::move(key->key),
                         .mixer_key = mixer_key,
                         .card = std::move(name),
                         .enrolment = std::move(enrolment),
                         .boot_count = boots.value},
            .mixers = std::move(card->mixers),
            .warnings = std::move(warnings),
            .card_trouble = {}};
}

}  // namespace giaoban::box
