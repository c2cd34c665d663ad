/* types.c: names of the server's types, for messages. */
#include "backends/postgres/link.h"

#include <stdio.h>

static const struct {
    uint32_t type;
    const char *name;
} names[] = {
#define NAMES(NAME, number, array, name) { number, name }, { array, name "[]" },
    QUERN__PG_TYPES(NAMES)
#undef NAMES
        { QUERN__PG_UNKNOWN, "unknown" },
    { QUERN__PG_VOID, "void" },
};

const char *quern__pg_name_of(uint32_t type)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].type == type)
            return names[i].name;
    return NULL;
}

void quern__pg_type_name(const quern_column *column, char *out, size_t size)
{
    const char *name = column->type_name ? column->type_name : quern__pg_name_of(column->type);
    if (name)
        snprintf(out, size, "%s", name);
    else
        snprintf(out, size, "the type with OID %u", (unsigned)column->type);
}
