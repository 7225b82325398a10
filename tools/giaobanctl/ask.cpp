#include "tools/giaobanctl/ask.h"

#include "net/transport/local_client.h"

namespace giaoban::ctl {

namespace {

Outcome unreachable(const std::string& socket, net::LocalFault fault) {
    std::string why;
    switch (fault) {
        case net::LocalFault::nobody_there:
            why = "nobody answers: is the daemon running, and is this its socket (--socket)?";
            break;
        case net::LocalFault::no_permission:
            why = "no permission: be root, or in the group that the socket belongs to";
            break;
        case net::LocalFault::broken_off: why = "the daemon hung up: see its log"; break;
        case net::LocalFault::too_late: why = "no answer within 5 s: see the daemon's log"; break;
        case net::LocalFault::too_long: why = "the answer is longer than can be"; break;
    }
    return {Exit::unreachable, "", socket + ": " + why};
}

}  // namespace

Expected<std::vector<std::byte>, Outcome> ask(const std::string& socket, Bytes question) {
    auto client = net::LocalClient::connect(socket);
    if (!client) return Unexpected(unreachable(socket, client.error()));
    if (const auto sent = client->send(question, patience); !sent) {
        return Unexpected(unreachable(socket, sent.error()));
    }
    auto answer = client->receive(patience);
    if (!answer) return Unexpected(unreachable(socket, answer.error()));
    return std::move(*answer);
}

Outcome not_understood(const std::string& socket) {
    return {
        Exit::unreachable, "",
        socket + ": the answer is not understood: are giaobanctl and the daemon of one version?"};
}

}  // namespace giaoban::ctl
