/* dialect.h: what a database can do and how it spells SQL. Facts and spelling only: no I/O, so SQL can be tested without a
 * server. For those who write a backend. */
#ifndef QUERN_BACKEND_DIALECT_H
#define QUERN_BACKEND_DIALECT_H

#include <quern/expr.h>
#include <quern/value.h>

#ifdef __cplusplus
extern "C" {
#endif

struct quern_explain_options; /* evaluate.h */

/* Where SQL is written. `put` appends bytes; it remembers a failure, so its caller need not look. */
typedef struct quern_writer {
    void (*put)(struct quern_writer *writer, const char *bytes, size_t size);
} quern_writer;

/* How a lookup is spelled: left operand, `between`, right operand, `after`. What computed ones have in their place is for a right
 * operand that is no constant, where that differs: a pattern that the server has to make; NULL: it does not. */
typedef struct quern_lookup_spelling {
    const char *between;
    const char *after;
    const char *computed_between;
    const char *computed_after;
} quern_lookup_spelling;

/* How an operator is spelled, with its brackets: `before`, left operand, `between`, right operand, `after`. */
typedef struct quern_operator_spelling {
    const char *before;
    const char *between;
    const char *after;
} quern_operator_spelling;
/* A moment, cut off: from a date, timestamp or local timestamp, to a date, or to what it was. */
typedef struct quern_truncation {
    quern_kind from, to;
    quern_unit unit; /* down to QUERN_DAY for a date */
    const char
        *zone; /* in which it is looked at; NULL for what has none. Of letters, digits and / _ + - : only */
} quern_truncation;

/* What a database can do, and how it spells SQL. Static; used by all threads at once. */
typedef struct quern_dialect {
    size_t size; /* sizeof(quern_dialect): protects backends built against an older header */
    const char *name;

    /* Facts. */
    size_t identifier_bytes; /* longest name of a table or column, without the NUL */

    /* Spelling. All mandatory; each writes and cannot fail otherwise than `writer` does. */
    quern_lookup_spelling lookups[QUERN_LOOKUP_COUNT];
    quern_operator_spelling operators[QUERN_OP_COUNT];
    void (*identifier)(quern_writer *writer, const char *name);                /* quoted, always */
    void (*placeholder)(quern_writer *writer, size_t number, quern_kind kind); /* numbers from 1 */
    const char *(*type_name)(quern_kind kind);                                 /* "bigint"; static text */
    /* A value in place, as one would type it: for people to read, and to run by hand. */
    void (*literal)(quern_writer *writer, const quern_value *value, quern_kind kind);

    /* A moment cut off: what stands before the operand, and what stands behind it. Twice the same text, or GROUP BY and DISTINCT
     * would not know them for the same. The session's time zone must not matter. */
    void (*truncate)(quern_writer *writer, const quern_truncation *what, bool behind);

    /* SQL that tells about tables. Optional: NULL when the database cannot. It takes
     *   $1 text[]    the names of the tables, quoted as `identifier` does, with their schema where it was given
     *   $2 bigint[]  for each column that is expected, the number of its table in $1, from 1,
     *   $3 text[]    its name,
     *   $4 text[]    and its type, as `type_name` or the program wrote it
     * and gives rows of seven texts, in any order, "" where there is nothing to say: number of the table, what, name, a, b, c, d:
     *   table    name of the table; a: "table", or what else it is ("view")
     *   column   name of the column; a: its type as SQL; b: "NOT NULL"; c: "identity", "generated"; d: its default as SQL
     *   type     name of a column that is expected and there; a: "same" when it has the type that is expected;
     *            b: the number of its type
     *   key      name of the only column of the primary key, or of all of them joined by commas
     *   unique   name of a column that alone is unique; or of several that are so together, in the order of their bytes, joined by ", "
     *   foreign  name of the column of a foreign key of one column; a: number of the table that it points to, "" for one that
     *            is not in $1; b: the column there; c: "CASCADE", "SET NULL", … what ON DELETE does; d: name of the constraint
     *   check    name of the only column of a CHECK; a: its definition; b: name of the constraint
     *   index    name of the first column of an index */
    const char *catalog;

    /* Writes what stands before a SELECT so that the server explains it, in rows of one text each, with its blank: "EXPLAIN ". Gives
     * the oldest server that takes these options, as quern_link_info.server_version counts; 0: any. Optional: NULL when the database
     * cannot. */
    int32_t (*explain)(quern_writer *writer, const struct quern_explain_options *options);

    /* Writes what stands before a SELECT so that its rows can be read piece by piece from a cursor of that name, forwards and within
     * the transaction, with its blank: "DECLARE … CURSOR FOR ". They are then read by FETCH FORWARD 2000 FROM "name", and the cursor is
     * ended by CLOSE "name". Optional: NULL when the database cannot. */
    void (*declare)(quern_writer *writer, const char *cursor);
} quern_dialect;

#ifdef __cplusplus
}
#endif

#endif
