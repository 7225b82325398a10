#include "net/keys/attempt_ledger.h"

#include "tests/catch.h"

namespace giaoban::net::test {

using Verdict = AttemptLedger::Verdict;

TEST_CASE("an attempt is fresh if it is later than all before it", "[net][keys]") {
    SeededRandom random(1);
    const PublicKey box = KeyPair::generate(random).public_key;
    const PublicKey other = KeyPair::generate(random).public_key;
    AttemptLedger ledger;
    CHECK(ledger.judge(box, 0) == Verdict::fresh);
    ledger.remember(box, 7);
    CHECK(ledger.judge(box, 6) == Verdict::stale);
    CHECK(ledger.judge(box, 7) == Verdict::repeated);
    CHECK(ledger.judge(box, 8) == Verdict::fresh);
    CHECK(ledger.judge(other, 1) == Verdict::fresh);
    ledger.remember(box, 3);
    CHECK(ledger.newest(box) == 7);
    // A start weighs more than any number of attempts.
    ledger.remember(box, (std::uint64_t{5} << 32U) - 1);
    CHECK(ledger.judge(box, std::uint64_t{5} << 32U) == Verdict::fresh);
}

TEST_CASE("a ledger that is full goes on for those it knows", "[net][keys]") {
    SeededRandom random(2);
    AttemptLedger ledger;
    const PublicKey first = KeyPair::generate(random).public_key;
    ledger.remember(first, 1);
    for (std::size_t i = 1; i < AttemptLedger::capacity; ++i) {
        ledger.remember(KeyPair::generate(random).public_key, 1);
    }
    const PublicKey late = KeyPair::generate(random).public_key;
    ledger.remember(late, 5);
    CHECK(ledger.judge(late, 4) == Verdict::fresh);
    ledger.remember(first, 5);
    CHECK(ledger.judge(first, 4) == Verdict::stale);
}

}  // namespace giaoban::net::test
