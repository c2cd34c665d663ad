/* digest.h: the digest of a statement's values, for telling whether two are the same when neither is kept. */
#ifndef QUERN__VALUE_DIGEST_H
#define QUERN__VALUE_DIGEST_H

#include <quern/value.h>

/* Two lists that are the same by quern__value_same, and are sent as the same kinds, have the same digest; others another, but for one
 * pair in 2^64. */
uint64_t quern__values_digest(uint64_t seed, const quern_value *values, const quern_kind *kinds,
                              size_t count);

#endif
