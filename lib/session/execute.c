/* execute.c: quern_execute: what is wrong with the SQL or the values is refused at the call; the rest is the server's to
 * judge. */
#include "lib/session/own.h"
#include "lib/session/run.h"

enum { FEW = 16 /* what the macro can pass: no memory is needed for so many */ };

typedef struct parameters {
    size_t count;
    quern_value *values;
    quern_kind *kinds;
    quern_value few_values[FEW];
    quern_kind few_kinds[FEW];
} parameters;

static void fail(quern_session *session, quern_error *error, const char *site)
{
    error->site = site;
    quern__failure_set(&session->scope.failure, error);
}

/* Room for the values: here, or for many in one piece of memory. */
static bool open_parameters(quern_session *session, parameters *p, quern_error *error, const char *sql)
{
    p->values = p->few_values;
    p->kinds = p->few_kinds;
    if (!quern__own_count_check(p->count, sql, error))
        return false;
    if (p->count <= FEW)
        return true;
    p->values = quern__allocate(session->scope.allocator, p->count * (sizeof *p->values + sizeof *p->kinds));
    if (p->values)
        p->kinds = (quern_kind *)(p->values + p->count);
    else
        *error = quern__out_of_memory;
    return p->values != NULL;
}

static void close_parameters(quern_session *session, parameters *p)
{
    if (p->values != p->few_values)
        quern__release(session->scope.allocator, p->values);
}

int64_t(quern_execute)(quern_session *session, const char *sql, const quern_value *values, const char *site)
{
    parameters p = { .count = quern__own_values_count(values) };
    quern_error error;
    int64_t rows = -1;
    if (quern__scope_failed(&session->scope))
        return -1;
    if (!quern__own_sql_check(sql, &error) || !open_parameters(session, &p, &error, sql)) {
        fail(session, &error, site);
        return -1;
    }
    if (quern__own_values_take(values, p.count, sql, session->scope.arena, p.values, p.kinds, &error)) {
        const quern__work work = { .sql = sql,
                                   .count = p.count,
                                   .values = p.values,
                                   .kinds = p.kinds,
                                   .site = site,
                                   .origin = QUERN_ORIGIN_OWN,
                                   .own_sql = true };
        quern__run(session, &work, &rows);
    } else {
        fail(session, &error, site);
    }
    close_parameters(session, &p);
    return rows;
}
