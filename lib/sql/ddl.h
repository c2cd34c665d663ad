/* ddl.h: statements that make and mend tables. Each is appended to `out`, without a semicolon; without memory that is broken. */
#ifndef QUERN__SQL_DDL_H
#define QUERN__SQL_DDL_H

#include "lib/base/text.h"
#include "lib/model/schema.h"

struct quern_dialect;

/* CREATE TABLE. A foreign key is part of it when the table that it points to is there already: `there` has a bool for each
 * model of the schema, by index. The table itself counts as there. */
void quern__sql_create_table(const quern__model *model, const struct quern_dialect *dialect,
                             const bool *there, quern__text *out);

/* The rest of a table, once all tables are there. */
void quern__sql_create_index(const quern__field *field, const struct quern_dialect *dialect,
                             quern__text *out);
void quern__sql_add_foreign_key(const quern__field *field, const struct quern_dialect *dialect,
                                quern__text *out);

/* ADD UNIQUE (…, …), for a table that was made for a many to many and lacks it. */
void quern__sql_add_pair(const quern__model *between, const struct quern_dialect *dialect, quern__text *out);

/* What a field asks of its column. */
bool quern__sql_wants_index(const quern__field *field); /* one of its own: a unique column has one anyway */
bool quern__sql_wants_foreign_key(const quern__field *field); /* a constraint */
bool quern__sql_wants_identity(const quern__field *field);

/* The parts of a column's definition, for those who compare: "" where there is none. */
void quern__sql_column_type(const quern__field *field, const struct quern_dialect *dialect, quern__text *out);
void quern__sql_column_default(const quern__field *field, const struct quern_dialect *dialect,
                               quern__text *out);
/* CHECK ("status" IN ('draft', 'published')) */
void quern__sql_column_check(const quern__field *field, const struct quern_dialect *dialect,
                             quern__text *out);

/* What PostgreSQL's catalogue, and SQL, call an action: ON DELETE …; "" for NO ACTION. */
const char *quern__sql_on_delete(const quern__field *field);

/* ALTER TABLE, for a column that is not as its field wants it. */
typedef enum quern__alteration {
    QUERN__ALTER_ADD_COLUMN = 1,
    QUERN__ALTER_TYPE,
    QUERN__ALTER_TYPE_AND_DEFAULT, /* of a column whose default may not fit the type */
    QUERN__ALTER_SET_NOT_NULL,
    QUERN__ALTER_DROP_NOT_NULL,
    QUERN__ALTER_SET_DEFAULT,
    QUERN__ALTER_DROP_DEFAULT,
    QUERN__ALTER_DROP_EXPRESSION,
    QUERN__ALTER_ADD_IDENTITY,
    QUERN__ALTER_DROP_IDENTITY,
    QUERN__ALTER_ADD_PRIMARY_KEY,
    QUERN__ALTER_ADD_UNIQUE,
    QUERN__ALTER_ADD_CHECK
} quern__alteration;
void quern__sql_alter(quern__alteration what, const quern__field *field, const struct quern_dialect *dialect,
                      quern__text *out);

/* ALTER TABLE … DROP COLUMN, for a column that no field has; DROP CONSTRAINT likewise. */
void quern__sql_drop_column(const quern__model *model, const char *column,
                            const struct quern_dialect *dialect, quern__text *out);
void quern__sql_drop_constraint(const quern__model *model, const char *constraint,
                                const struct quern_dialect *dialect, quern__text *out);

#endif
