#include "firmware/settings/plan.h"

#include <algorithm>
#include <utility>

#include "config/card_settings_words.h"
#include "net/keys/secret_id.h"

namespace giaoban::settings {

namespace {

using config::Card;
using config::CardSettings;

constexpr std::string_view id_line = "# secret ";
constexpr std::string_view no_id = "none";

/// What was good before.
struct Kept {
    CardSettings settings;
    std::string secret;  ///< the id of the secret that came with it
};

std::string id_of(const Card& card) {
    return card.secret ? net::secret_id(*card.secret) : std::string(no_id);
}

std::string text_of(const Kept& kept) {
    CardSettings without = kept.settings.copy();
    without.card.secret.reset();
    return std::string(id_line) + kept.secret + "\n" + without.text();
}

std::optional<Kept> kept_from(const std::optional<std::string>& text) {
    if (!text || !text->starts_with(id_line)) return std::nullopt;
    const std::size_t end = text->find('\n');
    if (end == std::string::npos) return std::nullopt;
    auto settings = CardSettings::parse(*text, "kept");
    if (!settings) return std::nullopt;
    return Kept{std::move(*settings), text->substr(id_line.size(), end - id_line.size())};
}

std::optional<Card> card_from(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    auto card = Card::parse(*text, "card.toml");
    if (!card) return std::nullopt;
    return std::move(*card);
}

bool same_box(const Card& a, const Card& b) {
    return a.name == b.name && a.mixer_key == b.mixer_key;
}

/// The card file, with the box's own secret as far as it still has one.
std::string box_card_of(const CardSettings& settings, const Card* before) {
    Card card;
    card.name = settings.card.name;
    card.mixers = settings.card.mixers;
    card.mixer_key = settings.card.mixer_key;
    const auto& secret = before != nullptr ? before->secret : settings.card.secret;
    if (secret) card.secret = secret->copy();
    return card.text();
}

config::ConfigErrors another_box_without_secret(const Card& card, const Card& before) {
    return {{std::string(config::settings_file), 0, "box.name", "\"" + card.name + "\"",
             "is another box than before (\"" + before.name +
                 "\"), and there is no fresh secret for it: make a card for it with `giaobanctl "
                 "card`"}};
}

void use(Plan& plan, CardSettings settings, const std::optional<Kept>& kept,
         const std::optional<Card>& box) {
    const bool fresh = settings.card.secret && (!kept || kept->secret != id_of(settings.card));
    const bool same = kept && same_box(settings.card, kept->settings.card) && !fresh;
    const Card* before = same && box && same_box(*box, settings.card) ? &*box : nullptr;
    if (before == nullptr || before->mixers != settings.card.mixers) {
        plan.box_card = box_card_of(settings, before);
    }
    plan.forget_key = kept && kept->settings.card.name != settings.card.name;
    Kept next{settings.copy(), id_of(settings.card)};
    // A file whose secret was wiped goes on from the one that had it.
    if (!settings.card.secret && same) next.secret = kept->secret;
    plan.kept = text_of(next);
    plan.settings = std::move(settings);
    plan.basis = Plan::Basis::card;
}

bool is_used(const CardSettings& on_card, const std::optional<Kept>& kept,
             const std::optional<Card>& box) {
    return on_card.card.secret && kept && box && !box->secret && same_box(*box, on_card.card) &&
           kept->secret == id_of(on_card.card);
}

void go_on(Plan& plan, const std::optional<Kept>& kept, const std::optional<Card>& box) {
    if (!kept) return;
    plan.settings = kept->settings.copy();
    plan.basis = Plan::Basis::kept;
    if (!box) plan.box_card = box_card_of(*plan.settings, nullptr);
}

}  // namespace

Plan plan_start(const Found& found) {
    Plan plan;
    const auto kept = kept_from(found.kept);
    const auto box = card_from(found.box_card);
    if (!found.on_card) {
        plan.errors = found.on_card.error();
        go_on(plan, kept, box);
        return plan;
    }
    auto settings = CardSettings::parse(*found.on_card, config::settings_file);
    if (settings && kept && !settings->card.secret &&
        settings->card.name != kept->settings.card.name) {
        settings = Unexpected(another_box_without_secret(settings->card, kept->settings.card));
    }
    if (!settings) {
        plan.errors = settings.error();
        go_on(plan, kept, box);
        return plan;
    }
    plan.wipe = is_used(*settings, kept, box);
    use(plan, std::move(*settings), kept, box);
    if (plan.kept == found.kept) plan.kept.reset();
    return plan;
}

bool secret_is_used(const CardSettings& on_card, const Found& found) {
    return is_used(on_card, kept_from(found.kept), card_from(found.box_card));
}

std::string errors_page(const Plan& plan) {
    if (plan.errors.empty()) return {};
    const bool goes_on = plan.basis == Plan::Basis::kept;
    std::string lines = "LỖI TRONG CÀI ĐẶT CỦA THẺ (giaoban.toml)\n\n";
    for (const auto& error : plan.errors)
        lines += "* " + config::in_vietnamese(error) + "\n";
    lines += goes_on ? "\nThiết bị đang chạy với cài đặt tốt lần trước. "
                     : "\nThiết bị chưa có cài đặt nào dùng được. ";
    lines +=
        "Hãy sửa giaoban.toml, lưu dạng UTF-8, cắm lại thẻ và bật máy. Tệp này sẽ tự mất khi hết "
        "lỗi.\n\n\nMISTAKES IN THE CARD'S SETTINGS (giaoban.toml)\n\n";
    for (const auto& error : plan.errors)
        lines += "* " + config::in_english(error) + "\n";
    lines += goes_on ? "\nThe box goes on with the settings that were good before. "
                     : "\nThe box has no settings that it could use. ";
    lines +=
        "Mend giaoban.toml, save it as UTF-8, put the card back and switch the box on. This file "
        "goes by itself when all is well.\n";
    std::string page = "\xEF\xBB\xBF";
    for (const char c : lines) {
        if (c == '\n') page += '\r';
        page += c;
    }
    return page;
}

}  // namespace giaoban::settings
