/* spell.h: words of a statement, written to a text: what the files of this folder share. */
#ifndef QUERN__SQL_SPELL_H
#define QUERN__SQL_SPELL_H

#include "lib/base/text.h"
#include "lib/model/schema.h"

#include <quern/backend/dialect.h>

typedef struct quern__spell {
    quern_writer writer; /* first: what the dialect writes through */
    const quern_dialect *dialect;
    quern__text *out; /* broken once there is no memory */
} quern__spell;

quern__spell quern__spell_open(const quern_dialect *dialect, quern__text *out);

void quern__spell_put(quern__spell *spell, const char *text);
void quern__spell_name(quern__spell *spell, const char *name); /* quoted */

/* The table of a model, with its schema where it has one. */
void quern__spell_table(quern__spell *spell, const quern__model *model);

#endif
