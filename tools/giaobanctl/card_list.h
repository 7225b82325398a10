#pragma once

#include <string>
#include <vector>

#include "config/vocab/expected.h"
#include "tools/giaobanctl/cards.h"

namespace giaoban::ctl {

/// The cards of a table, one a line. Its columns: name, which it must have; mixer (one or more, with spaces between),
/// wifi, passphrase, static, gateway, dns, volume, button, button_key, floor_lamp, link_lamp, language, country, chair
/// (x, 1, yes, có). What a line leaves empty is as the order `all` says.
///
/// Errors: all of the table, each with its line.
struct ListedCard {
    int line = 0;
    CardOrder order;
};
[[nodiscard]] Expected<std::vector<ListedCard>, std::vector<std::string>> cards_of_list(
    std::string_view text, const std::string& file, const CardOrder& all);

/// Makes all cards of a table, in a folder each, and a page of labels. A mistake in any line makes none of them.
[[nodiscard]] Outcome make_cards(const std::string& csv, const CardOrder& all);

}  // namespace giaoban::ctl
