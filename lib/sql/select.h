/* select.h: a plan as SQL text. */
#ifndef QUERN__SQL_SELECT_H
#define QUERN__SQL_SELECT_H

#include "lib/plan/plan.h"

#include <quern/backend/dialect.h>

typedef enum quern__spelling {
    QUERN__SPELL_PLACEHOLDERS, /* $1, $2, …, in the order of quern__plan_parameters: what is sent */
    QUERN__SPELL_LITERALS      /* the values in place: for people to read and run */
} quern__spelling;

/* Appends the SELECT to `out`; without memory that is broken. The plan may be an empty one. */
void quern__sql_select(const quern__plan *plan, const quern_dialect *dialect, quern__spelling spelling,
                       quern__text *out);

#endif
