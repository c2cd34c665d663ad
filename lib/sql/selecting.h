/* selecting.h: a SELECT that is being written, for the files that write it: its tables, columns and values. */
#ifndef QUERN__SQL_SELECTING_H
#define QUERN__SQL_SELECTING_H

#include "lib/sql/select.h"

typedef struct quern__selecting {
    quern__pass pass;    /* first: it walks conditions */
    quern_writer writer; /* what the dialect writes through */
    const quern__plan *plan;
    const quern_dialect *dialect;
    quern__spelling spelling;
    size_t placeholders;
    size_t level;     /* of subqueries: their tables are U0, U1, …, those of theirs V0, … */
    size_t operators; /* around what is written */
    bool twice;       /* NOT stands before the NOT EXISTS that comes next */
    quern__text *out;
} quern__selecting;

/* What conditions and expressions are written by, but for the querysets in them. */
quern__pass quern__select_pass(void);

/* The writer's. */
void quern__select_write(quern_writer *writer, const char *bytes, size_t size);

void quern__select_put(quern__selecting *s, const char *text);
void quern__select_put_field(quern__selecting *s, size_t table, const quern__field *field);
void quern__select_put_column(quern__selecting *s, const quern__column *column);

/* Its placeholder, or itself. */
void quern__select_put_value(quern__selecting *s, const quern_value *value, quern_kind kind);

/* Of which NOT EXISTS it is a table; 0: of none. */
size_t quern__select_table_within(const quern__selecting *s, size_t table);

/* FROM or JOIN: the table, and what it is called when that is something else. */
void quern__select_put_table(quern__selecting *s, size_t table);
void quern__select_put_join(quern__selecting *s, size_t table);

/* What a table is joined by. */
void quern__select_put_equal(quern__selecting *s, size_t table);

#endif
