/* digest.c: see digest.h. Sixteen bytes at once, folded into the digest by a product of 128 bits, as wyhash does (Wang Yi); what is
 * left is padded, and the size comes first, so that no two texts are the same bytes to it. */
#include "lib/base/digest.h"

#include <string.h>

uint64_t quern__digest_bytes(uint64_t seed, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t digest = quern__digest_mix(seed, size), words[2];
    size_t left = size;
    for (; left >= sizeof words; left -= sizeof words, at += sizeof words) {
        memcpy(words, at, sizeof words);
        digest = quern__digest_mix(words[0] ^ digest, words[1]);
    }
    if (left) {
        memset(words, 0, sizeof words);
        memcpy(words, at, left);
        digest = quern__digest_mix(words[0] ^ digest, words[1]);
    }
    return digest;
}
