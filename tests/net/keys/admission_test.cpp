#include "net/keys/admission.h"

#include "tests/catch.h"

namespace giaoban::net::test {

TEST_CASE("a card lets in the first box that knows its secret, and then that box alone",
          "[net][keys]") {
    SeededRandom random(1);
    const PublicKey box = KeyPair::generate(random).public_key;
    const PublicKey other = KeyPair::generate(random).public_key;
    const SecretKey secret;
    const CardOnRecord fresh{{}, &secret};
    const CardOnRecord used{box, nullptr};
    const CardOnRecord used_with_secret_left{box, &secret};
    const CardOnRecord revoked{{}, nullptr};

    CHECK(judge(box, &fresh, false)->enrolment == &secret);
    CHECK(judge(box, &used, false)->enrolment == nullptr);
    CHECK(judge(box, &used_with_secret_left, false)->enrolment == nullptr);
    CHECK(judge(other, &used, false).error() == RefusalReason::card_used_by_another_box);
    CHECK(judge(box, nullptr, false).error() == RefusalReason::unknown_card);
    CHECK(judge(box, &revoked, false).error() == RefusalReason::unknown_card);
}

TEST_CASE("a box whose card was made anew comes in with the new secret, and is told so without it",
          "[net][keys]") {
    SeededRandom random(3);
    const PublicKey box = KeyPair::generate(random).public_key;
    const PublicKey other = KeyPair::generate(random).public_key;
    const SecretKey secret;
    const CardOnRecord anew{{}, &secret, box};
    CHECK(judge(box, &anew, false)->enrolment == &secret);
    CHECK(judge(box, &anew, false)->was_replaced);
    CHECK_FALSE(judge(other, &anew, false)->was_replaced);
    const CardOnRecord taken{other, nullptr, box};
    CHECK(judge(box, &taken, false).error() == RefusalReason::card_replaced);
    CHECK_FALSE(judge(other, &taken, false)->was_replaced);
}

TEST_CASE("a box that is known under another name does not come in under this one", "[net][keys]") {
    SeededRandom random(2);
    const PublicKey box = KeyPair::generate(random).public_key;
    const SecretKey secret;
    const CardOnRecord fresh{{}, &secret};
    CHECK(judge(box, &fresh, true).error() == RefusalReason::name_mismatch);
    CHECK(judge(box, nullptr, true).error() == RefusalReason::name_mismatch);
}

}  // namespace giaoban::net::test
