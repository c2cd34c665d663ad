/* array.c: arrays of one dimension, in PostgreSQL's binary format and as text. */
#include "backends/postgres/link.h"

#include <string.h>

static void put_item(quern__pg_pen *pen, const quern_value *item, const quern__pg_kind *facts)
{
    quern__pg_pen counting = quern__pg_pen_open(NULL);
    if (quern__pg_is_null(item)) {
        quern__pg_put_number(pen, UINT32_MAX, 4);
        return;
    }
    if (!facts->size)
        quern__pg_put_binary(&counting, item, facts->kind);
    quern__pg_put_number(pen, facts->size ? facts->size : counting.size, 4);
    quern__pg_put_binary(pen, item, facts->kind);
}

static size_t count_nulls(const quern_value *array, const quern__pg_kind *facts)
{
    size_t nulls = 0;
    for (size_t i = 0; i < array->count && (array->as.array.nulls || !facts->size); i++) {
        const quern_value item = quern__pg_item(array, i);
        nulls += quern__pg_is_null(&item);
    }
    return nulls;
}

/* Only counts. Where all items have as many bytes, a look at each is spared. Four times the items of an array that no message
 * holds may be too big a number. */
static void count_items(quern__pg_pen *pen, const quern_value *array, const quern__pg_kind *facts,
                        size_t nulls)
{
    quern__pg_put(pen, NULL, array->count > QUERN__PG_MESSAGE_MOST ? SIZE_MAX : array->count * (size_t)4);
    if (facts->size)
        quern__pg_put(pen, NULL, (array->count - nulls) * facts->size);
    for (size_t i = 0; i < array->count && !facts->size; i++) {
        const quern_value item = quern__pg_item(array, i);
        if (!quern__pg_is_null(&item))
            quern__pg_put_binary(pen, &item, facts->kind);
    }
}

/* Dimensions, whether there are NULLs, type of the items; length and first index of each dimension; the items, each with its
 * length. An array of no items has no dimension. */
void quern__pg_put_array(quern__pg_pen *pen, const quern_value *array)
{
    const quern__pg_kind *facts = quern__pg_kind_facts(array->kind);
    if (!facts)
        return;
    const size_t nulls = count_nulls(array, facts);
    quern__pg_put_number(pen, array->count > 0, 4);
    quern__pg_put_number(pen, nulls > 0, 4);
    quern__pg_put_number(pen, facts->type, 4);
    if (array->count > 0) {
        quern__pg_put_number(pen, array->count, 4);
        quern__pg_put_number(pen, 1, 4);
    }
    if (!pen->at)
        count_items(pen, array, facts, nulls);
    for (size_t i = 0; i < array->count && pen->at; i++) {
        const quern_value item = quern__pg_item(array, i);
        put_item(pen, &item, facts);
    }
}

static void put(quern_writer *writer, const char *text)
{
    writer->put(writer, text, strlen(text));
}

/* In quotes always: then nothing in it is taken for NULL or for a bracket. */
static void put_quoted(quern_writer *writer, const char *text)
{
    put(writer, "\"");
    while (*text) {
        const size_t plain = strcspn(text, "\"\\");
        writer->put(writer, text, plain);
        text += plain;
        if (*text) {
            put(writer, "\\");
            writer->put(writer, text++, 1);
        }
    }
    put(writer, "\"");
}

void quern__pg_put_array_text(quern_writer *writer, const quern_value *array)
{
    put(writer, "{");
    for (size_t i = 0; i < array->count; i++) {
        const quern_value item = quern__pg_item(array, i);
        put(writer, i ? "," : "");
        if (quern__pg_is_null(&item))
            put(writer, "NULL");
        else
            put_quoted(writer, item.kind == QUERN_KIND_DECIMAL ? item.as.decimal.text : item.as.text);
    }
    put(writer, "}");
}
