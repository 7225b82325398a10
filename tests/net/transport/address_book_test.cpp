#include "net/transport/address_book.h"

#include "tests/catch.h"

using namespace giaoban;
using namespace giaoban::net;

namespace {

Endpoint at(std::uint8_t last) { return Endpoint::v4({192, 0, 2, last}, 7400); }

}  // namespace

TEST_CASE("a numeric address is known at once, a name only when it is found", "[transport]") {
    AddressBook book({{"mixer.example", 7400}, {"192.0.2.9", 7400}, {"2001:db8::1", 1}});
    CHECK(book.is_name(0));
    CHECK_FALSE(book.is_name(1));
    CHECK_FALSE(book.is_name(2));
    CHECK(book.current() == at(9));
    AddressBook unknown({{"mixer.example", 7400}});
    CHECK_FALSE(unknown.current());
    unknown.try_next();
    CHECK_FALSE(unknown.current());
}

TEST_CASE("what was found is kept for a start without a name server", "[transport]") {
    AddressBook before({{"mixer.example", 7400}, {"192.0.2.9", 7400}, {"other.example", 7400}});
    CHECK(before.text().empty());
    before.found(0, {at(2), at(1)});
    const std::string text = before.text();
    CHECK(text == "mixer.example 192.0.2.1:7400\nmixer.example 192.0.2.2:7400\n");
    AddressBook after({{"mixer.example", 7400}});
    after.recall(text);
    CHECK(after.current() == at(1));
    CHECK(after.text() == text);
    THEN("what is found goes before it") {
        AddressBook found({{"mixer.example", 7400}});
        found.found(0, {at(7)});
        found.recall(text);
        CHECK(found.current() == at(7));
        CHECK(found.text() == "mixer.example 192.0.2.7:7400\n");
    }
    THEN("another centre's, another port's and nonsense are left out") {
        AddressBook other({{"b.example", 7400}, {"mixer.example", 1}});
        other.recall(text + "\nb.example\nb.example nowhere\n b.example 1.2.3.4:7400\n");
        CHECK_FALSE(other.current());
    }
}

TEST_CASE("the address that is being tried stays when others are found", "[transport]") {
    AddressBook book({{"mixer.example", 7400}, {"192.0.2.9", 7400}});
    book.found(0, {at(1), at(2)});
    CHECK(book.current() == at(9));
    book.try_next();
    CHECK(book.current() == at(1));
    book.try_next();
    CHECK(book.current() == at(2));
    book.try_next();
    CHECK(book.current() == at(9));
}

TEST_CASE("a name server that fails later takes nothing away", "[transport]") {
    AddressBook book({{"mixer.example", 7400}});
    book.found(0, {at(1)});
    book.found(0, {});
    CHECK(book.current() == at(1));
    book.try_next();
    CHECK(book.current() == at(1));
}

TEST_CASE("a name that has moved is followed when the old address does not answer", "[transport]") {
    AddressBook book({{"mixer.example", 7400}});
    book.found(0, {at(1)});
    book.found(0, {at(5)});
    // It may still answer; only when it does not is the new one tried.
    CHECK(book.current() == at(1));
    book.try_next();
    CHECK(book.current() == at(5));
    book.try_next();
    CHECK(book.current() == at(5));
}

TEST_CASE("no more than sixteen addresses of a name are kept", "[transport]") {
    AddressBook book({{"mixer.example", 7400}});
    std::vector<Endpoint> many;
    for (std::uint8_t i = 1; i <= 40; ++i)
        many.push_back(at(i));
    book.found(0, many);
    for (int i = 0; i < 15; ++i)
        book.try_next();
    CHECK(book.current() == at(16));
    book.try_next();
    CHECK(book.current() == at(1));
}
