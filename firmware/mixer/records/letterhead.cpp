#include "firmware/mixer/records/letterhead.h"

namespace giaoban::mixer {

namespace {

using Align = Paper::Align;

Paper::Style centred(double letters, bool bold, double after = 0.5) {
    return {letters, bold, false, Align::centre, 0, after};
}

}  // namespace

void write_letterhead(Paper& paper, const config::MinutesSettings& settings,
                      const std::string& sign) {
    const std::string dots = "....................................";
    std::vector<Paper::Line> ours;
    if (!settings.superior.empty()) ours.push_back({settings.superior, centred(12, false), 0});
    ours.push_back(
        {settings.organisation.empty() ? dots : settings.organisation, centred(12, true), 22});
    ours.push_back({"Số: .........../" + sign, centred(13, false), 0});
    const std::vector<Paper::Line> state{
        {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centred(12, true), 0},
        {"Độc lập - Tự do - Hạnh phúc", centred(13, true), 56}};
    // The state's name in 12 points is 88 mm wide.
    paper.beside(ours, state, 0.42);
    paper.gap(5);
}

void write_signatures(Paper& paper, const Signature& left_one, const Signature& right_one) {
    const auto lines = [](const Signature& signature) {
        return std::vector<Paper::Line>{
            {signature.role, centred(13, true), 0},
            {signature.hint, {12, false, true, Align::centre, 0, 26}, 0},
            {"........................................", centred(13, false), 0},
            {"(Họ và tên)", {12, false, true, Align::centre, 0, 2}, 0}};
    };
    paper.gap(3);
    paper.beside(lines(left_one), lines(right_one), 0.5);
}

void write_recipients(Paper& paper) {
    paper.keep(22);
    paper.paragraph("Nơi nhận:", {12, true, true, Align::left, 0, 0.5});
    for (const char* const line :
         {"- .........................................;", "- Lưu: VT, hồ sơ cuộc họp."}) {
        paper.paragraph(line, {11, false, false, Align::left, 0, 0.5});
    }
}

}  // namespace giaoban::mixer
