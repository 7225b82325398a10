#include "tools/giaobanctl/card_list.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <sstream>
#include <utility>

#include "config/key_text.h"
#include "config/whole_file.h"
#include "net/keys/secret_id.h"
#include "net/keys/system_random.h"
#include "tools/giaobanctl/card_maker.h"
#include "tools/giaobanctl/csv.h"
#include "tools/giaobanctl/labels.h"

namespace giaoban::ctl {

namespace {

namespace fs = std::filesystem;
using config::CardSettings;
using Mistake = std::optional<std::string>;

std::vector<std::string> words_of(const std::string& cell) {
    std::istringstream in(cell);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    return words;
}

CardSettings::Fixed& fixed_of(CardSettings& settings) {
    if (!settings.fixed) settings.fixed = CardSettings::Fixed{};
    return *settings.fixed;
}

Mistake take_chair(CardOrder& order, const std::string& cell) {
    constexpr std::array yes{"x", "X", "1", "yes", "true", "có"};
    constexpr std::array no{"0", "no", "false", "không"};
    const auto is = [&cell](const char* word) { return cell == word; };
    if (std::any_of(yes.begin(), yes.end(), is)) {
        order.chair = true;
    } else if (std::any_of(no.begin(), no.end(), is)) {
        order.chair = false;
    } else {
        return "chair = \"" + cell + "\": expected x for a chair's box, or nothing";
    }
    return std::nullopt;
}

Mistake take_volume(CardOrder& order, const std::string& cell) {
    int volume = -1;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), volume);
    // Whether it is from 0 to 100 is the file's rule.
    if (error != std::errc{} || end != cell.data() + cell.size()) {
        return "volume = \"" + cell + "\": expected a whole number from 0 to 100";
    }
    order.settings.volume_percent = volume;
    return std::nullopt;
}

Mistake take_language(CardOrder& order, const std::string& cell) {
    if (cell != "vi" && cell != "en") return "language = \"" + cell + "\": expected vi or en";
    order.settings.language = cell == "vi" ? config::Language::vi : config::Language::en;
    return std::nullopt;
}

using Take = Mistake (*)(CardOrder& order, const std::string& cell);

template <auto Member>
Mistake take_word(CardOrder& order, const std::string& cell) {
    order.settings.*Member = cell;
    return std::nullopt;
}

/// A passphrase belongs to the network of the same line; without one there it is that of the whole order.
Mistake take_wifi(CardOrder& order, const std::string& cell) {
    order.settings.wifi = {{cell, "", false}};
    return std::nullopt;
}
Mistake take_passphrase(CardOrder& order, const std::string& cell) {
    if (order.settings.wifi.empty()) return "a passphrase without a network in column wifi";
    order.settings.wifi.front().passphrase = cell;
    return std::nullopt;
}
Mistake take_static(CardOrder& order, const std::string& cell) {
    fixed_of(order.settings).address = cell;
    return std::nullopt;
}
Mistake take_gateway(CardOrder& order, const std::string& cell) {
    fixed_of(order.settings).gateway = cell;
    return std::nullopt;
}
Mistake take_dns(CardOrder& order, const std::string& cell) {
    fixed_of(order.settings).dns = words_of(cell);
    return std::nullopt;
}
Mistake take_name(CardOrder& order, const std::string& cell) {
    order.name = cell;
    return std::nullopt;
}
Mistake take_mixer(CardOrder& order, const std::string& cell) {
    order.mixers = words_of(cell);
    return std::nullopt;
}

/// In the order in which they are taken: a network before its passphrase.
const std::vector<std::pair<std::string, Take>>& columns() {
    static const std::vector<std::pair<std::string, Take>> all{
        {"name", take_name},
        {"mixer", take_mixer},
        {"wifi", take_wifi},
        {"passphrase", take_passphrase},
        {"static", take_static},
        {"gateway", take_gateway},
        {"dns", take_dns},
        {"volume", take_volume},
        {"button", take_word<&CardSettings::button>},
        {"button_key", take_word<&CardSettings::button_key>},
        {"floor_lamp", take_word<&CardSettings::floor_lamp>},
        {"link_lamp", take_word<&CardSettings::link_lamp>},
        {"language", take_language},
        {"country", take_word<&CardSettings::country>},
        {"chair", take_chair},
    };
    return all;
}

CardOrder copy_of(const CardOrder& order) {
    CardOrder copy;
    copy.name = order.name;
    copy.state_dir = order.state_dir;
    copy.mixers = order.mixers;
    copy.out = order.out;
    copy.chair = order.chair;
    copy.replace = order.replace;
    copy.settings = order.settings.copy();
    return copy;
}

std::string at(const std::string& file, int line) {
    return line > 0 ? file + ":" + std::to_string(line) + ": " : file + ": ";
}

std::vector<std::string> wrong_columns(const CsvTable& table, const std::string& file) {
    std::vector<std::string> mistakes;
    std::string known;
    for (const auto& [name, take] : columns())
        known.append(" ").append(name);
    for (const std::string& column : table.columns) {
        const auto is = [&column](const auto& one) { return one.first == column; };
        if (std::none_of(columns().begin(), columns().end(), is)) {
            std::string mistake = at(file, 1);
            mistake.append("no such column: \"")
                .append(column)
                .append("\"; there are")
                .append(known);
            mistakes.push_back(std::move(mistake));
        }
        if (std::count(table.columns.begin(), table.columns.end(), column) > 1) {
            std::string mistake = at(file, 1);
            mistake.append("the column \"").append(column).append("\" is there twice");
            mistakes.push_back(std::move(mistake));
        }
    }
    if (std::find(table.columns.begin(), table.columns.end(), "name") == table.columns.end()) {
        mistakes.push_back(at(file, 1) +
                           "the first line names the columns, and `name` is not among "
                           "them");
    }
    return mistakes;
}

CardOrder order_of(const CsvTable& table, const CsvTable::Row& row, const CardOrder& all,
                   std::vector<std::string>& mistakes) {
    CardOrder order = copy_of(all);
    for (const auto& [name, take] : columns()) {
        const auto column = std::find(table.columns.begin(), table.columns.end(), name);
        if (column == table.columns.end()) continue;
        const std::string& cell =
            row.cells[static_cast<std::size_t>(column - table.columns.begin())];
        if (cell.empty()) continue;
        if (const auto mistake = take(order, cell)) mistakes.push_back(*mistake);
    }
    return order;
}

std::string network_of(const CardSettings& settings) {
    std::string text;
    for (const auto& wifi : settings.wifi)
        text += (text.empty() ? "Wi-Fi " : ", ") + wifi.ssid;
    if (settings.fixed) text += (text.empty() ? "" : ", ") + settings.fixed->address;
    return text;
}

Label label_of(const CardMaker::Step& step, const config::RosterEntry& entry,
               const config::KeyBytes& key) {
    constexpr std::size_t enough = 12;  // of 44 characters: 72 bits
    const CardSettings& settings = step.settings;
    return {.name = settings.card.name,
            .number = number_of(entry.number),
            .chair = entry.role == Role::chair,
            .centre = settings.card.mixers.front().text(),
            .centre_key = config::key_text(key).substr(0, enough),
            .card = net::secret_id(*settings.card.secret),
            .network = network_of(settings)};
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

struct Planned {
    int line = 0;
    CardMaker::Step step;
};

/// All steps, or all that is wrong; nothing is written.
Expected<std::vector<Planned>, std::vector<std::string>> plan_all(
    const std::vector<ListedCard>& cards, const std::string& csv, const CardMaker& maker) {
    std::vector<Planned> planned;
    std::vector<std::string> mistakes;
    for (const auto& [line, order] : cards) {
        auto settings = checked(order);
        auto place =
            CardPlace::of(order.out + "/" + order.name + "/" + std::string(config::settings_file));
        if (!settings || !place) continue;  // said by cards_of_list; a name without .img is a file
        auto step =
            maker.plan(std::move(*settings), std::move(*place), order.chair, order.replace, false);
        if (step) {
            planned.push_back({line, std::move(*step)});
        } else {
            mistakes.push_back(at(csv, line) + step.error());
        }
    }
    if (!mistakes.empty()) return Unexpected(std::move(mistakes));
    return planned;
}

}  // namespace

Expected<std::vector<ListedCard>, std::vector<std::string>> cards_of_list(std::string_view text,
                                                                          const std::string& file,
                                                                          const CardOrder& all) {
    const auto table = read_csv(text);
    if (!table) {
        return Unexpected(
            std::vector<std::string>{at(file, table.error().line) + table.error().what});
    }
    std::vector<std::string> mistakes = wrong_columns(*table, file);
    if (!mistakes.empty()) return Unexpected(std::move(mistakes));
    std::vector<ListedCard> cards;
    std::map<std::string, int> lines;
    for (const CsvTable::Row& row : table->rows) {
        std::vector<std::string> wrong;
        CardOrder order = order_of(*table, row, all, wrong);
        if (order.mixers.empty()) wrong.emplace_back("no mixer: say --mixer, or a column mixer");
        const auto settings = checked(order);
        if (!settings) wrong.insert(wrong.end(), settings.error().begin(), settings.error().end());
        const auto [first, is_new] = lines.emplace(order.name, row.line);
        if (!is_new) {
            wrong.push_back("\"" + order.name + "\" is on line " + std::to_string(first->second) +
                            " already");
        }
        for (const std::string& one : wrong)
            mistakes.push_back(at(file, row.line) + one);
        cards.push_back({row.line, std::move(order)});
    }
    if (cards.empty()) mistakes.push_back(at(file, 0) + "has no line with a box");
    if (!mistakes.empty()) return Unexpected(std::move(mistakes));
    return cards;
}

Outcome make_cards(const std::string& csv, const CardOrder& all) {
    std::string text;
    if (const auto fault = config::read_whole(csv, std::size_t{4} * 1024 * 1024, text)) {
        return refused(csv + ": " + fault->what);
    }
    const auto cards = cards_of_list(text, csv, all);
    if (!cards) return refused(joined(cards.error()) + "\nNo card was made.");
    net::SystemRandom random;
    auto maker = CardMaker::of(all.state_dir, random);
    if (!maker) return refused(maker.error());
    const auto planned = plan_all(*cards, csv, *maker);
    if (!planned) return refused(joined(planned.error()) + "\nNo card was made.");
    std::vector<Label> labels;
    const std::string again =
        "\nThe cards before it are made; run it again to go on with the rest.";
    for (const auto& [line, step] : *planned) {
        std::error_code failed;
        fs::create_directories(fs::path(step.place.text()).parent_path(), failed);
        const auto entry = maker->make(step);
        if (!entry) return refused(at(csv, line) + entry.error() + again);
        labels.push_back(label_of(step, *entry, maker->key()));
    }
    const std::string page = all.out + "/labels.html";
    if (const auto fault =
            config::write_whole(page, labels_page(labels), config::Existing::replace)) {
        return refused(page + ": " + fault->what + again);
    }
    return done(std::to_string(labels.size()) + " cards are in " + all.out +
                ", a folder each: copy its giaoban.toml onto a card's partition GIAOBAN, and keep "
                "no copy. Print " +
                page + " (A4, 2 x 7 labels, 100 %).\n");
}

}  // namespace giaoban::ctl
