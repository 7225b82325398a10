#pragma once
// Published vectors of Noise_IKpsk2_25519_ChaChaPoly_BLAKE2b, the figures as they are:
// cacophony.txt of the Haskell library cacophony, as the package librust-snow-dev carries it, and
// vectors.txt of the Go library flynn/noise, as the package golang-github-flynn-noise-dev carries it.

#include <array>
#include <string_view>
#include <vector>

namespace giaoban::net::test {

struct NoiseMessage {
    std::string_view payload;
    std::string_view ciphertext;
};

/// Messages 0 and 1 are the handshake; then the initiator and the responder take turns.
struct NoiseVector {
    std::string_view source;
    std::string_view prologue;
    std::string_view psk;
    std::string_view initiator_static;
    std::string_view initiator_ephemeral;
    std::string_view responder_static;
    std::string_view responder_ephemeral;
    std::string_view handshake_hash;  // empty where the source has none
    std::vector<NoiseMessage> messages;
};

inline const std::array<NoiseVector, 5>& noise_vectors() {
    static const std::array<NoiseVector, 5> vectors{{
        {"cacophony",
         "4a6f686e2047616c74",
         "54686973206973206d7920417573747269616e20706572737065637469766521",
         "e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1",
         "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
         "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
         "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
         "ed837c9084f2f0333a7ec60b9bcacd9921394858de8ced118b5966d1147ba390084dab42326c565a"
         "309c29317a6079be30aa1d790d25a517b43287426cb1d36a",
         {
             {"4c756477696720766f6e204d69736573",
              "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944b6fe0240b839afac"
              "809de1630eaf99d8f9b941394f0512c0554633bbb021d15176135c0a20e7fdb9a9ed066f22f054b4"
              "7625b1d5061cb27d6a17f053273db7c25216a5addc506ee321bc0618feb5849d"},
             {"4d757272617920526f746862617264",
              "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f1448088438f627e69fc120006"
              "f746b9d420bf4056cf8481ab32d9e904ffaeeaa56a5290"},
             {"462e20412e20486179656b", "07fc0034398a5f1010322be193d62f94bebf2948a20b3e15d681fe"},
             {"4361726c204d656e676572", "2ea5400f5b8a16971c8b67bde75aeb7987d454b1c0beeb2566932d"},
             {"4a65616e2d426170746973746520536179",
              "96eef918ef51639fc0e156da1823c4f71b33fac5af983f5da9384f7da20d86ed91"},
             {"457567656e2042f6686d20766f6e2042617765726b",
              "f02766a56496e1fbf32e05274baebf6d693c8f3e4c6e0dc7ebdc5ac170f15dae433b92f469"},
         }},
        {"flynn/noise",
         "",
         "2176657279736563726574766572797365637265747665727973656372657421",
         "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
         "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
         "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60",
         "",
         {
             {"",
              "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254b62f8e1b309574de"
              "35d98d9a4088e6919c1849b2c5254dcbca5494537cb4a72988a30055e89f105e4a2ec94ffe1e01b2"
              "10d70746671e7bffca493129849aeff4"},
             {"",
              "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d48466aa41d4650249b9c0"
              "c26cbc1ce87e8c1f"},
             {"79656c6c6f777375626d6172696e65",
              "f4c177d26066f6951689eeb7dba6199b0a71514482d9fd58cab9c9da5ebe95"},
             {"7375626d6172696e6579656c6c6f77",
              "15e2992826a7c63bdc9c36c422f0625aa3cddb283aaf9aea44444d8ffdbe82"},
         }},
        {"flynn/noise",
         "",
         "2176657279736563726574766572797365637265747665727973656372657421",
         "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
         "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
         "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60",
         "",
         {
             {"746573745f6d73675f30",
              "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254b62f8e1b309574de"
              "35d98d9a4088e6919c1849b2c5254dcbca5494537cb4a72988a30055e89f105e4a2ec94ffe1e01b2"
              "e07148a37250771da813ab2d25f8ebfd885dbf1a2d381a28b36e"},
             {"746573745f6d73675f31",
              "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d4846655590e80a4cbf7b1"
              "1a80ddd081ca9aca27a45d1ad37939362f98"},
             {"79656c6c6f777375626d6172696e65",
              "f4c177d26066f6951689eeb7dba6199b0a71514482d9fd58cab9c9da5ebe95"},
             {"7375626d6172696e6579656c6c6f77",
              "15e2992826a7c63bdc9c36c422f0625aa3cddb283aaf9aea44444d8ffdbe82"},
         }},
        {"flynn/noise",
         "6e6f74736563726574",
         "2176657279736563726574766572797365637265747665727973656372657421",
         "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
         "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
         "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60",
         "",
         {
             {"",
              "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254b62f8e1b309574de"
              "35d98d9a4088e6919c1849b2c5254dcbca5494537cb4a7295084dc6a278b90d5443be18249717177"
              "d5e8e7d7aa1d5047cac7e122ceb801eb"},
             {"",
              "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d484667276e5a1b63d8f36"
              "9009fcbf44acc6b9"},
             {"79656c6c6f777375626d6172696e65",
              "f4c177d26066f6951689eeb7dba6199b0a71514482d9fd58cab9c9da5ebe95"},
             {"7375626d6172696e6579656c6c6f77",
              "15e2992826a7c63bdc9c36c422f0625aa3cddb283aaf9aea44444d8ffdbe82"},
         }},
        {"flynn/noise",
         "6e6f74736563726574",
         "2176657279736563726574766572797365637265747665727973656372657421",
         "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
         "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f",
         "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
         "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60",
         "",
         {
             {"746573745f6d73675f30",
              "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254b62f8e1b309574de"
              "35d98d9a4088e6919c1849b2c5254dcbca5494537cb4a7295084dc6a278b90d5443be18249717177"
              "e07148a37250771da813c0db249d31475e830bbcc50ce9aeab43"},
             {"746573745f6d73675f31",
              "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d4846655590e80a4cbf7b1"
              "1a803755ea3f2276bcb10438d218a79e05cf"},
             {"79656c6c6f777375626d6172696e65",
              "f4c177d26066f6951689eeb7dba6199b0a71514482d9fd58cab9c9da5ebe95"},
             {"7375626d6172696e6579656c6c6f77",
              "15e2992826a7c63bdc9c36c422f0625aa3cddb283aaf9aea44444d8ffdbe82"},
         }},
    }};
    return vectors;
}

}  // namespace giaoban::net::test
