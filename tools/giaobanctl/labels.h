#pragma once

#include <string>
#include <vector>

namespace giaoban::ctl {

/// What stands on the label of one card and box.
struct Label {
    std::string name;
    unsigned number = 0;
    bool chair = false;
    std::string centre;      ///< "giaoban.example:24380"
    std::string centre_key;  ///< the beginning of its public key
    std::string card;        ///< the id of the card's secret
    std::string network;     ///< "Wi-Fi Ủy ban", "192.168.1.20/24"; empty: a cable
};

/// What the label's QR code says: the same words as the label. Never a secret: a label is on the wall.
[[nodiscard]] std::string code_text(const Label& label);

/// A page of HTML for A4, 14 labels of 99.1 x 38.1 mm a sheet, as they are sold.
[[nodiscard]] std::string labels_page(const std::vector<Label>& labels);

}  // namespace giaoban::ctl
