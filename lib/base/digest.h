/* digest.h: 64 bits for any bytes: for telling apart what is not kept, and for finding what is the same. By a seed that nobody knows
 * outside of the process it says nothing to who has no more than the digest; it is no protection against who wants two to be alike. */
#ifndef QUERN__BASE_DIGEST_H
#define QUERN__BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* Mixes two words into one, of which each bit depends on all of theirs. */
static inline uint64_t quern__digest_mix(uint64_t a, uint64_t b)
{
    a ^= UINT64_C(0xa0761d6478bd642f);
    b ^= UINT64_C(0xe7037ed1a0b428db);
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 wide;
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    const uint64_t low = (a & UINT32_MAX) * (b & UINT32_MAX), cross = (a >> 32) * (b & UINT32_MAX);
    const uint64_t other = (a & UINT32_MAX) * (b >> 32) + (low >> 32) + (cross & UINT32_MAX);
    return (a * b) ^ ((a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32));
#endif
}

/* Of bytes and their number. Another seed, such as the digest of what is in front of them, gives another digest. */
uint64_t quern__digest_bytes(uint64_t seed, const void *bytes, size_t size);

#endif
