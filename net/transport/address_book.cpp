#include "net/transport/address_book.h"

#include <algorithm>

namespace giaoban::net {
namespace {

constexpr std::size_t most_addresses = 16;

std::optional<Endpoint> numeric(const Host& host) {
    const bool v6 = host.name.find(':') != std::string::npos;
    const std::string name = v6 ? '[' + host.name + ']' : host.name;
    const auto endpoint = Endpoint::parse(name + ':' + std::to_string(host.port));
    return endpoint ? std::optional(*endpoint) : std::nullopt;
}

}  // namespace

AddressBook::AddressBook(std::vector<Host> hosts)
    : hosts_(std::move(hosts)), names_(hosts_.size()), known_(hosts_.size()) {
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        const auto endpoint = numeric(hosts_[i]);
        names_[i] = !endpoint;
        if (endpoint) found(i, {*endpoint});
    }
}

std::vector<Endpoint> AddressBook::all() const {
    std::vector<Endpoint> endpoints;
    for (const auto& of_host : known_) {
        endpoints.insert(endpoints.end(), of_host.begin(), of_host.end());
    }
    return endpoints;
}

void AddressBook::try_next() {
    const auto endpoints = all();
    if (endpoints.empty()) return;
    const auto at = std::ranges::find(endpoints, current_);
    // An address that the name does not have any more is left for the first.
    const bool wrap = at == endpoints.end() || at + 1 == endpoints.end();
    current_ = wrap ? endpoints.front() : *(at + 1);
}

std::string AddressBook::text() const {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        if (!names_[i]) continue;
        for (const Endpoint& endpoint : known_[i])
            lines.push_back(hosts_[i].name + " " + endpoint.to_string() + "\n");
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines)
        text += line;
    return text;
}

void AddressBook::recall(std::string_view text) {
    std::vector<std::vector<Endpoint>> recalled(hosts_.size());
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t space = line.find(' ');
        if (space == std::string_view::npos) continue;
        const auto endpoint = Endpoint::parse(line.substr(space + 1));
        for (std::size_t i = 0; endpoint && i < hosts_.size(); ++i) {
            const bool its = names_[i] && hosts_[i].name == line.substr(0, space) &&
                             hosts_[i].port == endpoint->port();
            if (its) recalled[i].push_back(*endpoint);
        }
    }
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
        if (names_[i] && known_[i].empty()) found(i, recalled[i]);
    }
}

void AddressBook::found(std::size_t host, const std::vector<Endpoint>& endpoints) {
    if (endpoints.empty()) return;
    known_[host] = endpoints;
    known_[host].resize(std::min(endpoints.size(), most_addresses));
    if (!current_) current_ = all().front();
}

}  // namespace giaoban::net
