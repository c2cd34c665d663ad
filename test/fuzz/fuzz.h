/* fuzz.h: fuzz targets. A target is given any bytes, and looks that what should hold of them does hold:
 *
 *     void quern__fuzz_utf8(const uint8_t *data, size_t size)
 *     {
 *         const bool valid = quern__utf8_valid((const char *)data, size);
 *         QUERN__FUZZ_CHECK(valid == plainly_valid(data, size));
 *     }
 *
 * It keeps nothing from one call to the next, and frees what it allocates. */
#ifndef QUERN__TEST_FUZZ_FUZZ_H
#define QUERN__TEST_FUZZ_FUZZ_H

#include <quern/api.h>

/* X(name): the targets, each with a function quern__fuzz_name and a folder test/fuzz/corpus/name. */
#define QUERN__FUZZ_TARGETS(X) \
    X(cell)                    \
    X(date)                    \
    X(decimal)                 \
    X(inet)                    \
    X(interval)                \
    X(local_timestamp)         \
    X(nearest)                 \
    X(path)                    \
    X(report)                  \
    X(script)                  \
    X(time)                    \
    X(timestamp)               \
    X(utf8)                    \
    X(uuid)

typedef struct quern__fuzz_target {
    const char *name;
    void (*run)(const uint8_t *data, size_t size);
} quern__fuzz_target;

#define QUERN__FUZZ_DECLARE(name) void quern__fuzz_##name(const uint8_t *data, size_t size);
QUERN__FUZZ_TARGETS(QUERN__FUZZ_DECLARE)

/* By its name; NULL: there is none. */
const quern__fuzz_target *quern__fuzz_find(const char *name);

/* By its number, from 0; NULL past the end. */
const quern__fuzz_target *quern__fuzz_at(size_t index);

/* The bytes as a text of exactly that size, NUL-terminated; a NUL among them ends it. The caller frees it. */
char *quern__fuzz_text(const uint8_t *data, size_t size);

/* What each driver does when a check fails: it does not come back. */
_Noreturn void quern__fuzz_failed(const char *site, const char *what);

#define QUERN__FUZZ_CHECK(condition) ((condition) ? (void)0 : quern__fuzz_failed(QUERN_SITE, #condition))

#endif
