/* dates.c: quern_dates and quern_datetimes: SELECT DISTINCT of a moment that is cut off. Made of the steps that a program could
 * take, but for the cutting: a filter, values, distinct, an order. */
#include "lib/query/values.h"

#include <quern/row.h>

#include <string.h>

#define TEXT(...) quern__arena_format(queryset->scope->arena, __VA_ARGS__)

enum { ZONE_MOST = 63 };

/* What the caller asks for. */
typedef struct asked {
    const char *verb, *name, *site;
    quern_unit unit;
    bool dates;
    quern_dates_options options;
} asked;

static const quern_error *refuse(const quern_queryset *queryset, const asked *a, quern_error_code code,
                                 const char *message, const char *hint)
{
    return quern__error_copy(
        queryset->scope->arena,
        &(quern_error){ .code = code, .message = message, .hint = hint, .path = a->name, .site = a->site });
}

/* It is written into the SQL, so it must be nothing but a name. */
static bool is_zone(const char *zone)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-:";
    const size_t size = strspn(zone, allowed);
    return size > 0 && size <= ZONE_MOST && !zone[size];
}

static const quern_error *check_field(const quern_queryset *queryset, const asked *a,
                                      const quern__field *field)
{
    const bool is_moment = field->kind == QUERN_KIND_TIMESTAMP || field->kind == QUERN_KIND_LOCAL_TIMESTAMP;
    if (!is_moment && !(a->dates && field->kind == QUERN_KIND_DATE))
        return refuse(queryset, a, QUERN_ERROR_LOOKUP,
                      TEXT("%s does not fit %s.%s, which is declared as %s", a->verb, field->model->name,
                           field->name, quern__field_c_type(field)),
                      a->dates ? "it takes dates and timestamps" : "it takes timestamps");
    if (a->options.zone && field->kind != QUERN_KIND_TIMESTAMP)
        return refuse(queryset, a, QUERN_ERROR_USAGE,
                      TEXT("%s.%s has no time zone to be looked at in", field->model->name, field->name),
                      "leave .zone away");
    return NULL;
}

static const quern_error *check(const quern_queryset *queryset, const asked *a)
{
    const quern_unit last = a->dates ? QUERN_DAY : QUERN_SECOND;
    if (!a->name)
        return refuse(queryset, a, QUERN_ERROR_FIELD, TEXT("%s without a path", a->verb), "name a field");
    if (a->unit < QUERN_YEAR || a->unit > last)
        return refuse(queryset, a, QUERN_ERROR_USAGE, TEXT("%s with a unit that it does not have", a->verb),
                      a->dates ? "its units are QUERN_YEAR to QUERN_DAY"
                               : "its units are QUERN_YEAR to QUERN_SECOND");
    if (a->options.zone && !is_zone(a->options.zone))
        return refuse(queryset, a, QUERN_ERROR_VALUE,
                      TEXT("%s with a time zone that is no name of one", a->verb),
                      "give a name such as \"Europe/Berlin\"");
    return NULL;
}

static const quern_error *resolve(const quern_queryset *queryset, const asked *a, quern__expression *out)
{
    quern__path path;
    const quern_error *error = check(queryset, a);
    if (!error)
        error = quern__path_resolve(queryset->scope, queryset->model, a->name, a->site, &path);
    if (!error && *path.tail)
        error = quern__path_refuse_tail(queryset->scope, &path, a->name, a->verb, a->site);
    if (!error)
        error = check_field(queryset, a, path.column.field);
    if (error)
        return error;
    const quern_kind from = path.column.field->kind;
    const char *zone = a->options.zone ? quern__arena_text(queryset->scope->arena, a->options.zone) : "UTC";
    *out = (quern__expression){ .node = QUERN__NODE_TRUNCATE, .kind = a->dates ? QUERN_KIND_DATE : from };
    out->as.truncate.column = path.column;
    out->as.truncate.unit = a->unit;
    out->as.truncate.zone = from == QUERN_KIND_TIMESTAMP ? zone : NULL;
    return zone ? NULL : &quern__out_of_memory;
}

/* In the order of the value. */
static quern_queryset *put_in_order(const quern_queryset *queryset, const asked *a)
{
    quern__order *by_value = quern__arena_take(queryset->scope->arena, sizeof *by_value);
    if (!by_value)
        return quern__queryset_fail(queryset->scope, &quern__out_of_memory, a->site);
    *by_value = (quern__order){ .output = 1, .descending = a->options.descending };
    quern_queryset *made = quern__queryset_refine(queryset, QUERN__CLAUSE_ORDER, a->site);
    if (!quern__queryset_usable(made))
        return made;
    made->as.order.terms = by_value;
    made->as.order.count = 1;
    made->ordered = true;
    made->settled = true;
    return made;
}

static quern_queryset *build(quern_queryset *queryset, const asked *a, const quern__expression *output)
{
    const quern_condition there[] = { { .op = QUERN_LEAF,
                                        .lookup = QUERN_LOOKUP_isnull,
                                        .path = a->name,
                                        .as.value = quern_value_bool(false) },
                                      { 0 } };
    quern_queryset *made = (quern_filter)(queryset, there, a->site);
    if (!made->error)
        made = quern__values_of(made, a->dates ? "date" : "datetime", output,
                                output->as.truncate.column.field, a->site);
    if (!made->error)
        made = quern__queryset_refine(made, QUERN__CLAUSE_DISTINCT, a->site);
    if (made->error)
        return made;
    made->distinct = true;
    return put_in_order(made, a);
}

static quern_queryset *cut_off(quern_queryset *queryset, asked *a, const quern_dates_options *options,
                               size_t size)
{
    quern_queryset *refused = quern__values_refused(queryset, a->verb, a->site);
    if (refused)
        return refused;
    if (queryset->sliced)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE, TEXT("%s after quern_slice", a->verb),
                                      "it would choose among all rows, not among the sliced ones", a->site);
    if (options)
        memcpy(&a->options, options, size < sizeof a->options ? size : sizeof a->options);
    quern__expression output;
    const quern_error *error = resolve(queryset, a, &output);
    return error ? quern__queryset_fail(queryset->scope, error, a->site) : build(queryset, a, &output);
}

quern_queryset *(quern_dates)(quern_queryset *queryset, const char *name, quern_unit unit,
                              const quern_dates_options *options, size_t size, const char *site)
{
    asked a = { .verb = "quern_dates", .name = name, .unit = unit, .site = site, .dates = true };
    return cut_off(queryset, &a, options, size);
}

quern_queryset *(quern_datetimes)(quern_queryset *queryset, const char *name, quern_unit unit,
                                  const quern_dates_options *options, size_t size, const char *site)
{
    asked a = { .verb = "quern_datetimes", .name = name, .unit = unit, .site = site };
    return cut_off(queryset, &a, options, size);
}
