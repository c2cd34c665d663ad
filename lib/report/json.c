/* json.c: a log as JSON, by jansson: all of it is made before the first byte is written. jansson takes a reference even when it fails,
 * so one look at the end is enough, and every step may go on after a failure. */
#include "lib/base/utf8.h"
#include "lib/report/findings.h"
#include "lib/report/out.h"

#include <jansson.h>
#include <string.h>

typedef struct document {
    const quern__findings *findings;
    const quern_allocator *allocator;
    bool broken; /* out of memory */
} document;

static void put(document *d, json_t *object, const char *name, json_t *value)
{
    d->broken |= json_object_set_new(object, name, value) != 0;
}

static void add(document *d, json_t *array, json_t *value)
{
    d->broken |= json_array_append_new(array, value) != 0;
}

/* What is malformed becomes U+FFFD. */
static json_t *mended(document *d, const char *text, size_t size)
{
    quern__text mended = quern__text_open(d->allocator);
    for (size_t at = 0, step; at < size; at += step ? step : 1) {
        step = quern__utf8_sequence(text + at, size - at);
        if (step)
            quern__text_put_bytes(&mended, text + at, step);
        else
            quern__text_put(&mended, "\xef\xbf\xbd");
    }
    json_t *value = mended.broken ? NULL : json_string_nocheck(quern__text_get(&mended));
    quern__text_close(&mended);
    return value;
}

static json_t *text_of(document *d, const char *text)
{
    if (!text)
        return json_null();
    const size_t size = strlen(text);
    return quern__utf8_valid(text, size) ? json_string_nocheck(text) : mended(d, text, size);
}

static void put_text(document *d, json_t *object, const char *name, const char *text)
{
    put(d, object, name, text_of(d, text));
}

static void put_number(document *d, json_t *object, const char *name, int64_t number)
{
    put(d, object, name, json_integer(number));
}

/* ---- Parts ---- */

static json_t *session_of(document *d, const quern__report *report)
{
    json_t *session = json_object();
    put_text(d, session, "site", report->site);
    put_text(d, session, "tag", report->tag);
    return session;
}

static json_t *totals_of(document *d)
{
    const quern__findings *f = d->findings;
    const quern_query_totals *t = &f->log->totals;
    json_t *totals = json_object();
    put_number(d, totals, "statements", t->statements);
    put_number(d, totals, "explaining", t->explaining);
    put_number(d, totals, "forgotten", f->log->count - f->remembered);
    put_number(d, totals, "similar", (int64_t)f->similar);
    put_number(d, totals, "duplicates", (int64_t)f->duplicates);
    put_number(d, totals, "slow", t->slow);
    put_number(d, totals, "failed", t->failed);
    put_number(d, totals, "rows", t->rows);
    put_number(d, totals, "bytes", t->bytes);
    put_number(d, totals, "waited_microseconds", t->waited_microseconds);
    put_number(d, totals, "elapsed_microseconds", t->elapsed_microseconds);
    put_number(d, totals, "server_microseconds", t->server_microseconds);
    return totals;
}

typedef struct listing {
    document *document;
    json_t *array;
} listing;

static void put_detected(document *d, json_t *object, const quern_warning *warning)
{
    static const char *const kinds[] = {
        [QUERN_WARNING_LAZY] = "lazy", [QUERN_WARNING_LOOP] = "loop", [QUERN_WARNING_UNUSED] = "unused"
    };
    put_text(d, object, "advice", warning->advice);
    put_text(d, object, "kind", kinds[warning->kind]);
    put_text(d, object, "site", warning->site);
    put_text(d, object, "queryset", warning->queryset);
    put_text(d, object, "model", warning->model);
    put_text(d, object, "path", warning->path);
    put_number(d, object, "times", warning->times);
    put_number(d, object, "microseconds", warning->microseconds);
}

static void add_warning(void *context, const quern__warning *warning)
{
    const listing *to = context;
    json_t *object = json_object();
    put_text(to->document, object, "text", warning->text);
    if (warning->detected)
        put_detected(to->document, object, warning->detected);
    if (warning->number)
        put_number(to->document, object, "statement", warning->number);
    add(to->document, to->array, object);
}

static json_t *warnings_of(document *d)
{
    listing to = { d, json_array() };
    quern__warnings(d->findings, add_warning, &to);
    return to.array;
}

static void put_failure(document *d, json_t *object, const quern_query *q)
{
    put_text(d, object, "failure", q->failure ? quern_error_name(q->failure) : NULL);
    put_text(d, object, "sqlstate", *q->sqlstate ? q->sqlstate : NULL);
}

static json_t *statement_of(document *d, const quern_query *q)
{
    const quern__found *found = quern__findings_of(d->findings, q->number);
    json_t *object = json_object();
    put_number(d, object, "number", q->number);
    put_number(d, object, "unit", q->unit);
    put_text(d, object, "origin", quern__origin_word(q->origin));
    put_text(d, object, "site", q->site);
    put_number(d, object, "transaction", q->transaction);
    put_text(d, object, "sql", q->sql);
    put_text(d, object, "parameters", q->parameters);
    put_number(d, object, "began_microseconds", q->began_microseconds);
    put_number(d, object, "waited_microseconds", q->waited_microseconds);
    put_number(d, object, "elapsed_microseconds", q->elapsed_microseconds);
    put_number(d, object, "server_microseconds", q->server_microseconds);
    put_number(d, object, "rows", q->rows);
    put_number(d, object, "bytes", q->bytes);
    put(d, object, "slow", json_boolean(q->slow));
    put_failure(d, object, q);
    put_number(d, object, "similar", found ? (int64_t)found->group_count : 0);
    put_number(d, object, "duplicates", found ? (int64_t)found->run_count : 0);
    put_text(d, object, "plan", q->plan);
    return object;
}

static json_t *statements_of(document *d)
{
    const quern__log_entry *entry;
    json_t *array = json_array();
    for (int64_t at = d->findings->first; (entry = quern__findings_next(d->findings, &at)); at++)
        add(d, array, statement_of(d, &entry->query));
    return array;
}

static json_t *sites_of(document *d, const quern__group *group)
{
    json_t *array = json_array();
    for (size_t i = 0; i < group->site_count; i++) {
        json_t *object = json_object();
        put_text(d, object, "site", group->sites[i].site);
        put_number(d, object, "count", (int64_t)group->sites[i].count);
        add(d, array, object);
    }
    return array;
}

static json_t *numbers_of(document *d, const quern__found *found, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        add(d, array, json_integer(found[i].entry->query.number));
    return array;
}

static json_t *group_of(document *d, const quern__group *group)
{
    json_t *object = json_object(), *runs = json_array();
    put_text(d, object, "sql", group->found[0].entry->query.sql);
    put_number(d, object, "count", (int64_t)group->count);
    put_number(d, object, "elapsed_microseconds", group->elapsed_microseconds);
    put(d, object, "sites", sites_of(d, group));
    put_number(d, object, "elsewhere", (int64_t)group->elsewhere);
    put(d, object, "statements", numbers_of(d, group->found, group->count));
    for (size_t i = 0; i < group->count; i += group->found[i].run_count)
        if (group->found[i].run_count > 1)
            add(d, runs, numbers_of(d, &group->found[i], group->found[i].run_count));
    put(d, object, "duplicates", runs);
    return object;
}

static json_t *groups_of(document *d)
{
    json_t *array = json_array();
    for (size_t i = 0; i < d->findings->group_count; i++)
        add(d, array, group_of(d, &d->findings->groups[i]));
    return array;
}

/* NULL when out of memory. */
static json_t *document_of(const quern__report *report, const quern__findings *findings)
{
    document d = { .findings = findings, .allocator = report->log->allocator };
    json_t *root = json_object();
    put(&d, root, "session", session_of(&d, report));
    put(&d, root, "totals", totals_of(&d));
    put(&d, root, "warnings", warnings_of(&d));
    put(&d, root, "statements", statements_of(&d));
    put(&d, root, "groups", groups_of(&d));
    if (!d.broken)
        return root;
    json_decref(root);
    return NULL;
}

static int dump(const char *bytes, size_t size, void *context)
{
    quern__out *out = context;
    quern__out_put_bytes(out, bytes, size);
    return out->stopped ? -1 : 0;
}

bool quern__report_json(const quern__report *report, quern_write *write, void *context)
{
    quern__out out;
    quern__findings findings;
    if (!quern__findings_open(report, &findings))
        return false;
    json_t *root = document_of(report, &findings);
    quern__findings_close(&findings);
    if (!root)
        return false;
    quern__out_begin(&out, write, context);
    const bool dumped = json_dump_callback(root, dump, &out, JSON_INDENT(1)) == 0;
    json_decref(root);
    quern__out_put(&out, "\n");
    return quern__out_end(&out) && dumped;
}
