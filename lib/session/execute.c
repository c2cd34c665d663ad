/* execute.c: quern_execute: what is wrong with the SQL or the values is refused at the call; the rest is the server's to
 * judge. */
#include "lib/session/run.h"

#include "lib/base/utf8.h"
#include "lib/value/fault.h"
#include "lib/value/parts.h"

#include <string.h>

enum {
    FEW = 16,           /* what the macro can pass: no memory is needed for so many */
    VALUES_MOST = 65535 /* the protocol counts parameters in 16 bits */
};

/* The values as they are sent: pointers that are NULL have become SQL's NULL. */
typedef struct parameters {
    size_t count;
    quern_value *values;
    quern_kind *kinds;
    quern_value few_values[FEW];
    quern_kind few_kinds[FEW];
} parameters;

static void refuse(quern_session *session, quern_error_code code, const char *message, const char *hint,
                   const char *sql, const char *site)
{
    quern__failure_set(
        &session->scope.failure,
        &(quern_error){ .code = code, .message = message, .hint = hint, .sql = sql, .site = site });
}

static bool check_sql(quern_session *session, const char *sql, const char *site)
{
    if (!sql || !*sql)
        refuse(session, QUERN_ERROR_USAGE, "there is no SQL to execute", "", "", site);
    else if (!quern__utf8_valid(sql, strlen(sql)))
        refuse(session, QUERN_ERROR_VALUE, "the SQL is not UTF-8", "", "", site);
    else
        return true;
    return false;
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

/* Numbers go wide, and texts untyped, which QUERN_KIND_NULL means. */
static void take_value(parameters *p, size_t i, const quern_value *value)
{
    p->values[i] = quern__value_is_null(value) ? quern_value_null() : *value;
    switch (p->values[i].kind) {
    case QUERN_KIND_I16:
    case QUERN_KIND_I32:
        p->values[i].kind = QUERN_KIND_I64;
        break;
    case QUERN_KIND_F32:
        p->values[i].kind = QUERN_KIND_F64;
        break;
    }
    const unsigned kind = p->values[i].kind;
    p->kinds[i] = (kind & ~(unsigned)QUERN_ARRAY) == QUERN_KIND_TEXT ? QUERN_KIND_NULL : (quern_kind)kind;
}

static bool take_values(quern_session *session, parameters *p, const quern_value *values, const char *sql,
                        const char *site)
{
    for (size_t i = 0; i < p->count; i++) {
        const quern__fault fault =
            quern__value_is_null(&values[i]) ? (quern__fault){ 0 } : fault_of(&values[i]);
        if (fault.what) {
            quern__arena *arena = session->scope.arena;
            const char *message = fault.in_item
                                      ? quern__arena_format(arena, "items[%zu] of parameter $%zu %s",
                                                            fault.item, i + 1, fault.what)
                                      : quern__arena_format(arena, "parameter $%zu %s", i + 1, fault.what);
            refuse(session, QUERN_ERROR_VALUE, message, fault.hint, sql, site);
            return false;
        }
        take_value(p, i, &values[i]);
    }
    return true;
}

/* Room for the values: here, or for many in one piece of memory. */
static bool open_parameters(quern_session *session, parameters *p, size_t count, const char *sql,
                            const char *site)
{
    p->count = count;
    p->values = p->few_values;
    p->kinds = p->few_kinds;
    if (count <= FEW)
        return true;
    if (count > VALUES_MOST) {
        refuse(session, QUERN_ERROR_USAGE, "a statement takes 65535 parameters at most", "", sql, site);
        return false;
    }
    p->values = quern__allocate(session->scope.allocator, count * (sizeof *p->values + sizeof *p->kinds));
    if (p->values)
        p->kinds = (quern_kind *)(p->values + count);
    else
        quern__failure_set(&session->scope.failure, &quern__out_of_memory);
    return p->values != NULL;
}

static void close_parameters(quern_session *session, parameters *p)
{
    if (p->values != p->few_values)
        quern__release(session->scope.allocator, p->values);
}

static size_t count_values(const quern_value *values)
{
    size_t count = 0;
    while (values && values[count].kind != QUERN_KIND_END)
        count++;
    return count;
}

int64_t(quern_execute)(quern_session *session, const char *sql, const quern_value *values, const char *site)
{
    parameters p;
    int64_t rows = -1;
    if (quern__scope_failed(&session->scope) || !check_sql(session, sql, site) ||
        !open_parameters(session, &p, count_values(values), sql, site))
        return -1;
    if (take_values(session, &p, values, sql, site)) {
        const quern__work work = { .sql = sql,
                                   .count = p.count,
                                   .values = p.values,
                                   .kinds = p.kinds,
                                   .site = site,
                                   .origin = QUERN_ORIGIN_OWN,
                                   .own_sql = true };
        quern__run(session, &work, &rows);
    }
    close_parameters(session, &p);
    return rows;
}
