/* codec.c: which decoder reads a column into a member. A column's type is the number of a quern_kind. */
#include "backends/script/decode.h"

#include <stdio.h>

/* The C types of items, by the names of their kinds. */
#define TYPE(NAME, name, type) typedef type item_##name;
QUERN__ELEMENTS(TYPE)
#undef TYPE

#define ARRAY(COLUMN, MEMBER, member, decoder)                                                      \
    static quern_decoded array_##decoder(const quern_cell *cell, void *out, quern_storage *storage) \
    {                                                                                               \
        static const quern__script_item item = { sizeof(item_##member), _Alignof(item_##member),    \
                                                 quern__script_##decoder };                         \
        return quern__script_read_array(&item, cell, out, storage);                                 \
    }
QUERN__SCRIPT_READS(ARRAY)
#undef ARRAY

static const struct {
    quern_kind column, member;
    quern_decoder *decoder, *of_arrays;
} reads[] = {
#define ROW(COLUMN, MEMBER, member, decoder) \
    { QUERN_KIND_##COLUMN, QUERN_KIND_##MEMBER, quern__script_##decoder, array_##decoder },
    QUERN__SCRIPT_READS(ROW)
#undef ROW
};

quern_decoder *quern__script_decoder(const quern_column *column, quern_kind kind)
{
    const unsigned array = (unsigned)kind & QUERN_ARRAY;
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
        if (column->type == ((unsigned)reads[i].column | array) &&
            (unsigned)kind == ((unsigned)reads[i].member | array))
            return array ? reads[i].of_arrays : reads[i].decoder;
    return NULL;
}

void quern__script_type_name(const quern_column *column, char *out, size_t size)
{
    const char *name =
        column->type_name ? column->type_name : quern__script_dialect.type_name((quern_kind)column->type);
    if (size > 0)
        snprintf(out, size, "%s", name);
}
