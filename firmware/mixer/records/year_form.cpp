#include "firmware/mixer/records/year_form.h"

#include <utility>
#include <vector>

#include "firmware/mixer/records/letterhead.h"
#include "firmware/mixer/records/paper.h"
#include "firmware/mixer/records/words.h"

namespace giaoban::mixer {

namespace {

using Align = Paper::Align;

constexpr Paper::Style body{Paper::usual_letters, false, false, Align::justified, 10, 1.5};
constexpr Paper::Style heading{Paper::usual_letters, true, false, Align::left, 10, 1.5};
constexpr Paper::Style caption{11, false, true, Align::centre, 0, 1};

/// Tenths behind a comma, as Vietnamese writes it: 12,5.
std::string hours_text(std::int64_t length_ms) {
    const std::int64_t tenths = (length_ms + 180'000) / 360'000;
    return grouped(tenths / 10) + "," + std::to_string(tenths % 10);
}

std::string percent_text(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? "–" : std::to_string((100 * part + whole / 2) / whole) + "%";
}

void write_figures(Paper& paper, const YearReport& report) {
    const std::string year = std::to_string(report.year);
    paper.paragraph("I. SỐ LIỆU CHUNG", heading);
    paper.paragraph("Trong năm " + year + " đã tổ chức " + grouped(report.meetings) +
                        " cuộc họp trực tuyến, tổng thời lượng " + hours_text(report.length_ms) +
                        " giờ, với " + std::to_string(report.communes.size()) +
                        " điểm cầu tham dự.",
                    body);
    paper.paragraph("Số chuyến đi không phải thực hiện: " + grouped(report.journeys) +
                        " chuyến, tương đương " + grouped(report.km) +
                        " km đường; chi phí tiết kiệm ước tính " + grouped(report.cost) + " " +
                        report.currency + ".",
                    body);
    if (report.trials > 0) {
        paper.paragraph("Không tính " + grouped(report.trials) + " cuộc chạy thử ngắn.", body);
    }
}

void write_plots(Paper& paper, const YearReport& report) {
    const auto bars_of = [](const std::array<std::int64_t, 12>& months) {
        std::vector<Paper::Bar> bars;
        for (std::size_t month = 0; month < months.size(); ++month) {
            bars.push_back({"T" + std::to_string(month + 1), months.at(month)});
        }
        return bars;
    };
    paper.keep(85);
    paper.paragraph("Số cuộc họp theo tháng", caption);
    paper.bars(bars_of(report.meetings_by_month), 24);
    paper.paragraph("Số chuyến đi tiết kiệm được theo tháng", caption);
    paper.bars(bars_of(report.journeys_by_month), 24);
}

void write_communes(Paper& paper, const YearReport& report) {
    paper.keep(25);
    paper.paragraph("II. SỐ LIỆU THEO ĐIỂM CẦU", heading);
    Paper::Table table;
    table.columns = {{"TT", 9, Align::centre},
                     {"Điểm cầu", 39, Align::left},
                     {"Dự họp", 16, Align::centre},
                     {"Tỷ lệ", 14, Align::centre},
                     {"Giờ có mặt", 17, Align::right},
                     {"Lượt phát biểu", 18, Align::right},
                     {"Mất kết nối", 16, Align::right},
                     {"Tiết kiệm (" + report.currency + ")", 31, Align::right}};
    for (const CommuneYear& commune : report.communes) {
        table.rows.push_back(
            {std::to_string(table.rows.size() + 1), commune.name,
             std::to_string(commune.attended) + "/" + std::to_string(report.meetings),
             percent_text(commune.attended, report.meetings), hours_text(commune.present_ms),
             grouped(commune.turns), grouped(commune.drops), grouped(commune.cost)});
    }
    paper.table(table);
}

void write_rates(Paper& paper, const config::MinutesSettings::Journeys& rates,
                 const std::string& currency) {
    paper.keep(30);
    paper.paragraph("III. CĂN CỨ TÍNH", heading);
    paper.paragraph("Mỗi điểm cầu dự một cuộc họp được tính là tiết kiệm một chuyến đi của " +
                        std::to_string(rates.people) + " người trong " +
                        std::to_string(rates.days) + " ngày, " + std::to_string(rates.nights) +
                        " đêm; quãng đường một chiều " + grouped(rates.distance_km) + " km" +
                        (rates.distances.empty() ? "" : " hoặc theo từng điểm cầu") + "; " +
                        grouped(rates.per_km) + " " + currency + "/km, phụ cấp " +
                        grouped(rates.per_day) + " " + currency + "/người/ngày, nghỉ đêm " +
                        grouped(rates.per_night) + " " + currency +
                        "/người/đêm. Cuộc họp ngắn hơn " +
                        std::to_string(rates.shortest_meeting_min) + " phút không được tính.",
                    body);
}

}  // namespace

Expected<std::string, std::string> pdf_of(const YearReport& report,
                                          const config::MinutesSettings& settings) {
    const std::string year = std::to_string(report.year);
    Paper paper("Báo cáo họp trực tuyến năm " + year,
                "Báo cáo họp trực tuyến năm " + year + " · Giao Ban");
    write_letterhead(paper, settings, "BC");
    const Paper::Style title{14, true, false, Align::centre, 0, 0.5};
    paper.paragraph("BÁO CÁO", title);
    paper.line({"Kết quả họp trực tuyến năm " + year, title, 40});
    paper.gap(3);
    write_figures(paper, report);
    write_plots(paper, report);
    write_communes(paper, report);
    write_rates(paper, settings.journeys, report.currency);
    paper.keep(80);
    write_signatures(paper, {"NGƯỜI LẬP BÁO CÁO", "(Chữ ký)"},
                     {"THỦ TRƯỞNG CƠ QUAN", "(Chữ ký, dấu của cơ quan)"});
    write_recipients(paper);
    return std::move(paper).finish();
}

}  // namespace giaoban::mixer
