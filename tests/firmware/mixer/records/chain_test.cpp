#include "firmware/mixer/records/chain.h"

#include "tests/catch.h"
#include "tests/firmware/mixer/records/meetings.h"

namespace giaoban::mixer::test {

// By hashlib of Python 3.11, which knows nothing of this code:
//   def text(s): return struct.pack('>Q', len(s)) + s
//   start = blake2b(b'giaoban minutes 1', digest_size=32)
//   blake2b(start + struct.pack('>QQQ', 1, 1, 1795395600000) + text(b'note') + struct.pack('>H', 2)
//           + text('Xã 2'.encode()) + text(b'') + text(b'a') + struct.pack('>IQ', 0, 5), digest_size=32)
TEST_CASE("a link of the chain can be computed by anybody who has the row", "[records]") {
    const StoredEntry stored{1, 1, entry(0, EntryKind::note, 2, "a", 5)};
    CHECK(hash_text(chain_start()) ==
          "7309cb6b6622ac6adea9ad572b1d569eaae8f8625803aa280539c783453002b1");
    CHECK(hash_text(chain_link(chain_start(), stored)) ==
          "a093352006c42c13d4970d7e96c8ecc548012646744a8a4cd87bd3782eea24b5");
}

TEST_CASE("a hash is read as it was shown, and nothing else is", "[records]") {
    const ChainHash hash = chain_start();
    const std::string text = hash_text(hash);
    CHECK(hash_from(text) == hash);
    CHECK_FALSE(hash_from(text.substr(1)));
    CHECK_FALSE(hash_from(text + "0"));
    CHECK_FALSE(hash_from("x" + text.substr(1)));
    CHECK_FALSE(hash_from(""));
}

}  // namespace giaoban::mixer::test
