/* own.h: SQL of the user's own, and the values that go with it: what no server could take is told before anything is sent. */
#ifndef QUERN__SESSION_OWN_H
#define QUERN__SESSION_OWN_H

#include "lib/base/arena.h"

#include <quern/error.h>
#include <quern/expr.h>

/* The functions below give false with *error filled: USAGE or VALUE. Its site is the caller's to set. */

/* There is SQL, and it is UTF-8. */
bool quern__own_sql_check(const char *sql, quern_error *error);

/* How many values there are before the zero element; NULL: none. */
size_t quern__own_values_count(const quern_value *values);

/* No more than a statement takes. */
bool quern__own_count_check(size_t count, const char *sql, quern_error *error);

/* The values as they are sent: numbers are wide, pointers that are NULL are SQL's NULL, texts are untyped, which QUERN_KIND_NULL
 * means. What they point to is borrowed. A message is made in `arena`; NULL: it had no memory for it. */
bool quern__own_values_take(const quern_value *values, size_t count, const char *sql, quern__arena *arena,
                            quern_value *out, quern_kind *kinds, quern_error *error);

#endif
