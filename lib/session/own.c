/* own.c: see own.h. */
#include "lib/session/own.h"

#include "lib/base/utf8.h"
#include "lib/value/fault.h"
#include "lib/value/parts.h"

#include <string.h>

enum { VALUES_MOST = 65535 /* the protocol counts parameters in 16 bits */ };

static bool refuse(quern_error *error, quern_error_code code, const char *message, const char *hint,
                   const char *sql)
{
    *error = (quern_error){ .code = code, .message = message, .hint = hint, .sql = sql };
    return false;
}

bool quern__own_sql_check(const char *sql, quern_error *error)
{
    if (!sql || !*sql)
        return refuse(error, QUERN_ERROR_USAGE, "there is no SQL to execute", "", "");
    if (!quern__utf8_valid(sql, strlen(sql)))
        return refuse(error, QUERN_ERROR_VALUE, "the SQL is not UTF-8", "", "");
    return true;
}

size_t quern__own_values_count(const quern_value *values)
{
    size_t count = 0;
    while (values && values[count].kind != QUERN_KIND_END)
        count++;
    return count;
}

bool quern__own_count_check(size_t count, const char *sql, quern_error *error)
{
    return count <= VALUES_MOST ||
           refuse(error, QUERN_ERROR_USAGE, "a statement takes 65535 parameters at most", "", sql);
}

/* What is wrong with a value that is not NULL. */
static quern__fault fault_of(const quern_value *value)
{
    if (value->kind == QUERN_KIND_TOO_BIG)
        return (quern__fault){ .what = "is too big: over 9223372036854775807", .hint = "pass it as a text" };
    if (value->kind == QUERN_KIND_PATH)
        return (quern__fault){
            .what = "is a field, not a value",
            .hint = "fields belong in conditions; in SQL of your own write the column's name"
        };
    if (value->kind != (QUERN_KIND_TOO_BIG | QUERN_ARRAY) && !quern__value_size(value->kind))
        return (quern__fault){ .what = "is of no kind that can be sent", .hint = "" };
    return quern__value_fault(value);
}

static void take_value(const quern_value *value, quern_value *out, quern_kind *kind)
{
    *out = quern__value_is_null(value) ? quern_value_null() : *value;
    switch (out->kind) {
    case QUERN_KIND_I16:
    case QUERN_KIND_I32:
        out->kind = QUERN_KIND_I64;
        break;
    case QUERN_KIND_F32:
        out->kind = QUERN_KIND_F64;
        break;
    }
    const unsigned plain = out->kind & ~(unsigned)QUERN_ARRAY;
    *kind = plain == QUERN_KIND_TEXT ? QUERN_KIND_NULL : (quern_kind)out->kind;
}

bool quern__own_values_take(const quern_value *values, size_t count, const char *sql, quern__arena *arena,
                            quern_value *out, quern_kind *kinds, quern_error *error)
{
    for (size_t i = 0; i < count; i++) {
        const quern__fault fault =
            quern__value_is_null(&values[i]) ? (quern__fault){ 0 } : fault_of(&values[i]);
        if (fault.what) {
            const char *message = fault.in_item
                                      ? quern__arena_format(arena, "items[%zu] of parameter $%zu %s",
                                                            fault.item, i + 1, fault.what)
                                      : quern__arena_format(arena, "parameter $%zu %s", i + 1, fault.what);
            return refuse(error, QUERN_ERROR_VALUE, message, fault.hint, sql);
        }
        take_value(&values[i], &out[i], &kinds[i]);
    }
    return true;
}
