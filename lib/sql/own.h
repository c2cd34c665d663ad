/* own.h: SQL of the user's own, with its values in place: for people to read and run. */
#ifndef QUERN__SQL_OWN_H
#define QUERN__SQL_OWN_H

#include "lib/base/text.h"

#include <quern/backend/dialect.h>

/* Appends the SQL to `out`, with a value where each $n stands that is a parameter; without memory that is broken. */
void quern__sql_own(const char *sql, size_t count, const quern_value *values, const quern_kind *kinds,
                    const quern_dialect *dialect, quern__text *out);

#endif
