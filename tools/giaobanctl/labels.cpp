#include "tools/giaobanctl/labels.h"

#include <string_view>

#include "tools/qr/qr_code.h"

namespace giaoban::ctl {

namespace {

// The common sheet of 2 x 7: 99.1 x 38.1 mm, 2.5 mm between the columns, 15.1 mm above, 4.7 mm aside.
constexpr std::string_view head =
    "<!DOCTYPE html>\n<html lang=\"vi\"><meta charset=\"utf-8\"><title>Giao Ban: nhãn / "
    "labels</title>\n<style>\n@page { size: A4; margin: 0 }\n* { box-sizing: border-box }\n"
    "body { margin: 0; font-family: Arimo, Arial, sans-serif; color: #000 }\n"
    ".sheet { width: 210mm; height: 296.9mm; padding: 15.1mm 4.7mm 0; display: grid; "
    "grid-template-columns: 99.1mm 99.1mm; grid-auto-rows: 38.1mm; column-gap: 2.5mm; "
    "break-after: page; overflow: hidden }\n"
    ".label { display: flex; align-items: center; padding: 2mm; overflow: hidden }\n"
    ".label svg { width: 34mm; height: 34mm; flex: none }\n"
    ".label div { padding-left: 2mm; min-width: 0; overflow-wrap: anywhere }\n"
    "h2 { margin: 0 0 1mm; font-size: 14pt; line-height: 1.1 }\nh2.long { font-size: 10pt }\n"
    "p { margin: 0; font-size: 8pt; line-height: 1.25 }\n"
    "@media screen { .sheet { outline: 1px dashed #999; margin: 4mm auto } "
    ".label { outline: 1px dotted #bbb } }\n</style>\n";

constexpr std::size_t a_sheet = 14;

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string label_text(const Label& label) {
    const auto code = qr::QrCode::of(code_text(label));
    const bool is_long = label.name.size() > 28;
    std::string out = "<div class=\"label\">" + (code ? code->svg() : "") + "<div><h2" +
                      (is_long ? " class=\"long\"" : "") + ">" + escaped(label.name) + "</h2>";
    const auto line = [&out](const std::string& text) { out += "<p>" + escaped(text) + "</p>"; };
    line("Giao Ban · số " + std::to_string(label.number) + (label.chair ? " · chủ tọa" : ""));
    line("Trung tâm: " + label.centre);
    if (!label.network.empty()) line("Mạng: " + label.network);
    line("Thẻ: " + label.card);
    return out + "</div></div>\n";
}

}  // namespace

std::string code_text(const Label& label) {
    return "Giao Ban\n" + label.name + "\nbox " + std::to_string(label.number) + "\ncentre " +
           label.centre + "\nkey " + label.centre_key + "\ncard " + label.card;
}

std::string labels_page(const std::vector<Label>& labels) {
    std::string page(head);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i % a_sheet == 0)
            page += (i == 0 ? "" : "</div>\n") + std::string("<div class=\"sheet\">\n");
        page += label_text(labels[i]);
    }
    return page + (labels.empty() ? "" : "</div>\n") + "</html>\n";
}

}  // namespace giaoban::ctl
