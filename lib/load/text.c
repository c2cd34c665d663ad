/* text.c: quern_to_text, and what quern_print writes of each row. */
#include "lib/load/text.h"

#include "lib/expr/object.h"
#include "lib/load/extra.h"
#include "lib/value/parts.h"

#include <quern/backend/dialect.h>
#include <quern/convert.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_FORMATTED = 100 }; /* of what convert.h writes */

/* With as few digits as tell it from any other number; a point, whatever the locale says. */
static void format_real(double real, bool narrow, char *out, size_t size)
{
    if (real != real || real - real != 0) {
        snprintf(out, size, "%s", real != real ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
        return;
    }
    for (int digits = narrow ? 6 : 15; digits <= (narrow ? 9 : 17); digits++) {
        snprintf(out, size, "%.*g", digits, real);
        if (narrow ? strtof(out, NULL) == (float)real : strtod(out, NULL) == real)
            break;
    }
    char *comma = strchr(out, ',');
    if (comma)
        *comma = '.';
}

/* A value that convert.h writes, or a number; false for others. The text is short. */
static bool format(const quern_value *value, quern_kind kind, char *out, size_t size)
{
    switch (value->kind) {
    case QUERN_KIND_F64:
        format_real(value->as.real, kind == QUERN_KIND_F32, out, size);
        return true;
    case QUERN_KIND_I64:
        snprintf(out, size, "%" PRId64, value->as.integer);
        return true;
    case QUERN_KIND_BOOL:
        snprintf(out, size, "%s", value->as.boolean ? "true" : "false");
        return true;
#define FORMAT(NAME, name)                                \
    case QUERN_KIND_##NAME:                               \
        quern_##name##_format(value->as.name, out, size); \
        return true;
        FORMAT(TIMESTAMP, timestamp)
        FORMAT(LOCAL_TIMESTAMP, local_timestamp)
        FORMAT(DATE, date)
        FORMAT(TIME, time)
        FORMAT(INTERVAL, interval)
        FORMAT(UUID, uuid)
#undef FORMAT
    default:
        return false;
    }
}

static const char *text_of(const quern_value *value)
{
    return value->kind == QUERN_KIND_TEXT      ? value->as.text
           : value->kind == QUERN_KIND_DECIMAL ? value->as.decimal.text
           : value->kind == QUERN_KIND_JSON    ? value->as.json.text
                                               : NULL;
}

size_t(quern_to_text)(const quern_object *object, char *out, size_t size)
{
    char formatted[LONGEST_FORMATTED];
    const quern__origin *origin = object ? quern__object_origin(object) : NULL;
    if (!origin)
        return (size_t)snprintf(out, size, "?");
    const quern__model *model = origin->model;
    if (model->declared->to_text)
        return model->declared->to_text(object, out, size);
    const quern_value key = model->key && quern__origin_loaded(origin, model->key)
                                ? quern__member_value(model->key, object)
                                : quern_value_null();
    const char *text = format(&key, QUERN_KIND_END, formatted, sizeof formatted) ? formatted : text_of(&key);
    return (size_t)snprintf(out, size, text ? "%s %s" : "%s", model->name, text);
}

/* ---- Lines ---- */

/* What would break the line, or do something to the terminal, becomes a blank. */
static void put_on_one_line(quern__text *out, const char *text, size_t size)
{
    size_t plain = 0;
    for (size_t i = 0; i <= size; i++) {
        if (i < size && (unsigned char)text[i] >= ' ' && text[i] != 0x7f)
            continue;
        quern__text_put_bytes(out, text + plain, i - plain);
        quern__text_put(out, i < size ? " " : "");
        plain = i + 1;
    }
}

void quern__object_put(quern__text *out, const quern_object *object)
{
    char few[256];
    const size_t size = (quern_to_text)(object, few, sizeof few);
    if (size < sizeof few) {
        put_on_one_line(out, few, strlen(few));
        return;
    }
    char *many = quern__allocate(out->allocator, size + 1);
    out->broken |= !many;
    if (many) {
        (quern_to_text)(object, many, size + 1);
        put_on_one_line(out, many, strlen(many));
    }
    quern__release(out->allocator, many);
}

typedef struct literal_writer {
    quern_writer writer; /* first */
    quern__text *out;
} literal_writer;

static void put_literal(quern_writer *writer, const char *bytes, size_t size)
{
    put_on_one_line(((literal_writer *)writer)->out, bytes, size);
}

/* Of what has no better text, as SQL. */
static void put_value(quern__text *out, const quern_dialect *dialect, const quern_value *value,
                      quern_kind kind)
{
    char formatted[LONGEST_FORMATTED];
    literal_writer literal = { .writer = { .put = put_literal }, .out = out };
    const char *text = format(value, kind, formatted, sizeof formatted) ? formatted : text_of(value);
    if (text)
        put_on_one_line(out, text, strlen(text));
    else
        dialect->literal(&literal.writer, value, kind);
}

static void put_extra(quern__text *out, const quern_object *row, size_t i)
{
    const quern_result *result = row->result;
    quern__arena *arena = quern__arena_open(out->allocator, NULL);
    quern_value value;
    quern_kind kind;
    quern__text_put_format(out, "%s=", result->extras->columns[i].name);
    if (!arena || !quern__extra_value(row, i, arena, &value, &kind))
        out->broken = true;
    else if (kind == QUERN_KIND_END)
        quern__text_put(out, "?");
    else
        put_value(out, result->session->scope.schema->dialect, &value, kind);
    quern__arena_close(arena);
}

void quern__row_put(quern__text *out, const quern_object *row)
{
    const quern_result *result = row->result;
    const size_t extras = result->extras ? result->extras->count : 0;
    for (size_t i = 0; i < result->model->count; i++) {
        const quern__field *field = &result->model->fields[i];
        const quern_value value = quern__member_value(field, row);
        quern__text_put_format(out, "%s%s=", i ? ", " : "", field->name);
        put_value(out, result->session->scope.schema->dialect, &value, field->kind);
    }
    for (size_t i = 0; i < extras; i++) {
        quern__text_put(out, i || result->model->count ? ", " : "");
        put_extra(out, row, i);
    }
}
