#include "config/toml_table.h"

#include <algorithm>
#include <numeric>
#include <sstream>

#include "config/whole_file.h"

namespace giaoban::config {

namespace {

const toml::table& empty_table() {
    static const toml::table empty;
    return empty;
}

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

/// A value as a message can have it: one line of bounded length, nothing that moves a terminal's cursor.
std::string shown_value(const toml::node& node) {
    if (node.is_table()) return "a table";
    if (node.is_array()) return "a list";
    std::ostringstream out;
    if (const auto* text = node.as_string()) {
        constexpr std::size_t longest = 80;
        out << '"';
        for (const char c : text->get().substr(0, longest)) {
            const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
            out << (control ? '?' : c);
        }
        out << (text->get().size() > longest ? "…\"" : "\"");
    } else {
        node.visit([&out](const auto& value) {
            if constexpr (toml::is_value<decltype(value)>) out << value.get();
        });
        if (node.is_boolean()) return node.as_boolean()->get() ? "true" : "false";
    }
    return out.str();
}

/// How many characters must be changed, put in or left out to make one word of the other.
/// Source: Levenshtein (1966), computed row by row (Wagner and Fischer 1974).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::optional<toml::table> parse_toml(std::string_view text, Findings& findings) {
    const auto refuse = [&findings](int line, std::string why) {
        findings.errors.push_back({findings.file, line, "", "", std::move(why)});
    };
    if (text.size() > longest_file) {
        refuse(0, "longer than 64 KiB: this is no file of ours");
        return std::nullopt;
    }
    int line = 1;
    for (std::size_t begin = 0; begin < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        if (end - begin > longest_line) {
            refuse(line, "a line of more than 1024 bytes: this is no file of ours");
            return std::nullopt;
        }
        begin = end + 1;
    }
    try {
        return toml::parse(text, findings.file);
    } catch (const toml::parse_error& error) {
        // The message may quote the line that it stopped in, but no value that it has understood.
        refuse(static_cast<int>(error.source().begin.line),
               "not TOML: " + std::string(error.description()));
        return std::nullopt;
    }
}

std::optional<std::string> read_file(const std::string& path, Findings& findings) {
    std::string text;
    if (const auto fault = read_whole(path, longest_file, text)) {
        findings.errors.push_back({path, 0, "", "", fault->what});
        return std::nullopt;
    }
    return text;
}

TomlTable::TomlTable(const toml::table& table, std::string name, Findings& findings)
    : table_(table), name_(std::move(name)), findings_(findings) {}

TomlTable::~TomlTable() {
    for (const auto& [key, node] : table_) {
        const std::string_view name{key.str()};
        if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
        // Not the value: a misspelt `secret` would have it in the log.
        findings_.errors.push_back({findings_.file, static_cast<int>(key.source().begin.line),
                                    full_name(name), "", "no such key; " + nearest(name)});
    }
}

std::string TomlTable::full_name(std::string_view key) const {
    return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

std::string TomlTable::nearest(std::string_view key) const {
    std::string best;
    std::size_t fewest = std::max<std::size_t>(2, key.size() / 3) + 1;
    for (const std::string& known : known_) {
        const std::size_t changes = distance(key.substr(0, 64), known);
        if (changes < fewest) {
            fewest = changes;
            best = known;
        }
    }
    if (!best.empty()) return "did you mean `" + best + "`?";
    std::string all = "there are";
    for (const std::string& known : known_)
        all += " " + known;
    return all;
}

const toml::node* TomlTable::take(std::string_view key, Needed needed) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node != nullptr) return node;
    findings_.absent.push_back(full_name(key));
    if (needed == Needed::yes) {
        findings_.errors.push_back(
            {findings_.file, 0, full_name(key), "", "is not there, and is needed"});
    }
    return nullptr;
}

void TomlTable::wrong(std::string_view key, const toml::node& node, std::string accepted,
                      Shown shown) {
    findings_.errors.push_back({findings_.file, line_of(node), full_name(key),
                                shown == Shown::yes ? shown_value(node) : "(not shown)",
                                std::move(accepted)});
}

void TomlTable::refuse(std::string_view key, std::string accepted) {
    if (const toml::node* node = table_.get(key)) {
        wrong(key, *node, std::move(accepted));
    } else {
        findings_.errors.push_back({findings_.file, 0, full_name(key), "", std::move(accepted)});
    }
}

TomlTable TomlTable::table(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return {empty_table(), full_name(key), findings_};
    if (const toml::table* found = node->as_table()) return {*found, full_name(key), findings_};
    wrong(key, *node, "expected a table: [" + full_name(key) + "] with its keys below");
    return {empty_table(), full_name(key), findings_};
}

void TomlTable::text(std::string_view key, std::string_view accepted, const Take& take_text,
                     Needed needed, Shown shown) {
    const toml::node* node = take(key, needed);
    if (node == nullptr) return;
    const auto* text = node->as_string();
    if (text == nullptr || !take_text(text->get())) wrong(key, *node, std::string(accepted), shown);
}

void TomlTable::texts(std::string_view key, std::size_t most, std::string_view accepted,
                      const Take& take_text) {
    const toml::node* node = take(key, Needed::yes);
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr || list->empty() || list->size() > most) {
        wrong(key, *node, "expected a list of 1 to " + std::to_string(most) + " texts in brackets");
        return;
    }
    for (const toml::node& each : *list) {
        const auto* text = each.as_string();
        if (text == nullptr || !take_text(text->get())) wrong(key, each, std::string(accepted));
    }
}

void TomlTable::tables(std::string_view key, std::size_t most,
                       const std::function<void(TomlTable&)>& each) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const std::string name = full_name(key);
    if (const toml::table* one = node->as_table()) {
        TomlTable table(*one, name, findings_);
        each(table);
        return;
    }
    const toml::array* list = node->as_array();
    if (list == nullptr || list->size() > most) {
        wrong(key, *node, "expected at most " + std::to_string(most) + " tables [[" + name + "]]");
        return;
    }
    for (const toml::node& item : *list) {
        const toml::table* one = item.as_table();
        if (one == nullptr) {
            wrong(key, item, "expected a table: [[" + name + "]] with its keys below");
            continue;
        }
        TomlTable table(*one, name, findings_);
        each(table);
    }
}

void TomlTable::flag(std::string_view key, bool& into) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    if (const auto* value = node->as_boolean()) {
        into = value->get();
    } else {
        wrong(key, *node, "expected true or false");
    }
}

std::optional<std::int64_t> TomlTable::whole(std::string_view key, std::int64_t least,
                                             std::int64_t most, std::string_view unit) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    const auto* value = node->as_integer();
    if (value != nullptr && value->get() >= least && value->get() <= most) return value->get();
    wrong(key, *node,
          "expected a whole number" + std::string(unit) + " from " + std::to_string(least) +
              " to " + std::to_string(most));
    return std::nullopt;
}

}  // namespace giaoban::config
