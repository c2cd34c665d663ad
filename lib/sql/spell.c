/* spell.c: see spell.h. */
#include "lib/sql/spell.h"

static void put_bytes(quern_writer *writer, const char *bytes, size_t size)
{
    quern__spell *spell = (quern__spell *)writer;
    quern__text_put_bytes(spell->out, bytes, size);
}

quern__spell quern__spell_open(const quern_dialect *dialect, quern__text *out)
{
    return (quern__spell){ .writer = { .put = put_bytes }, .dialect = dialect, .out = out };
}

void quern__spell_put(quern__spell *spell, const char *text)
{
    quern__text_put(spell->out, text);
}

void quern__spell_name(quern__spell *spell, const char *name)
{
    spell->dialect->identifier(&spell->writer, name);
}

void quern__spell_table(quern__spell *spell, const quern__model *model)
{
    if (model->schema) {
        quern__spell_name(spell, model->schema);
        quern__spell_put(spell, ".");
    }
    quern__spell_name(spell, model->table);
}
