/* sql.h: SQL in pieces, to be coloured and cut. It need not be SQL: any bytes are pieces of some kind, and all of them together. */
#ifndef QUERN__REPORT_SQL_H
#define QUERN__REPORT_SQL_H

#include <stdbool.h>
#include <stddef.h>

typedef enum quern__sql_kind {
    QUERN__SQL_PLAIN = 0, /* operators, brackets, blanks, and names without quotes */
    QUERN__SQL_KEYWORD,
    QUERN__SQL_NAME, /* "in quotes" */
    QUERN__SQL_STRING,
    QUERN__SQL_NUMBER,
    QUERN__SQL_PLACEHOLDER, /* $1 */
    QUERN__SQL_COMMENT
} quern__sql_kind;

/* One piece. Borrowed from the text. */
typedef struct quern__sql_piece {
    quern__sql_kind kind;
    const char *at, *end;
    bool clause; /* a keyword that begins a clause of the outermost statement: FROM, WHERE, … */
} quern__sql_piece;

typedef struct quern__sql_scan {
    const char *at, *end;
    int depth; /* of brackets */
} quern__sql_scan;

quern__sql_scan quern__sql_open(const char *sql);

/* The next piece, of at least one byte; false at the end. */
bool quern__sql_next(quern__sql_scan *scan, quern__sql_piece *piece);

/* What a SELECT gives, between that word and FROM: most of the text, and least of what it tells. False when there is none. */
bool quern__sql_list(const char *sql, const char **at, const char **end);

#endif
