/* dialect.h: what a database can do and how it spells SQL. Facts and spelling only: no I/O, so SQL can be tested without a
 * server. For those who write a backend. */
#ifndef QUERN_BACKEND_DIALECT_H
#define QUERN_BACKEND_DIALECT_H

#include <quern/expr.h>
#include <quern/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where SQL is written. `put` appends bytes; it remembers a failure, so its caller need not look. */
typedef struct quern_writer {
    void (*put)(struct quern_writer *writer, const char *bytes, size_t size);
} quern_writer;

/* How a lookup is spelled: left operand, `between`, right operand, `after`. */
typedef struct quern_lookup_spelling {
    const char *between;
    const char *after;
} quern_lookup_spelling;

/* What a database can do, and how it spells SQL. Static; used by all threads at once. */
typedef struct quern_dialect {
    size_t size; /* sizeof(quern_dialect): protects backends built against an older header */
    const char *name;

    /* Facts. */
    size_t identifier_bytes; /* longest name of a table or column, without the NUL */

    /* Spelling. All mandatory; each writes and cannot fail otherwise than `writer` does. */
    quern_lookup_spelling lookups[QUERN_LOOKUP_COUNT];
    void (*identifier)(quern_writer *writer, const char *name);                /* quoted, always */
    void (*placeholder)(quern_writer *writer, size_t number, quern_kind kind); /* numbers from 1 */
    const char *(*type_name)(quern_kind kind);                                 /* "bigint"; static text */
    /* A value in place, as one would type it: for people to read, and to run by hand. */
    void (*literal)(quern_writer *writer, const quern_value *value, quern_kind kind);
} quern_dialect;

#ifdef __cplusplus
}
#endif

#endif
