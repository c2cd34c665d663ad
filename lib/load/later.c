/* later.c: the statement of quern_fetch, made as a program would make it, in memory that is given back. */
#include "lib/load/evaluate.h"
#include "lib/load/fetch.h"

bool quern__errand_refuse(const quern__errand *e, quern_error_code code, const char *message,
                          const char *hint)
{
    quern__failure *failure = &e->session->scope.failure;
    if (message)
        quern__failure_set(
            failure,
            &(quern_error){
                .code = code, .message = message, .hint = hint, .path = e->field->name, .site = e->site });
    else
        quern__failure_no_memory(failure, e->site);
    return false;
}

static void put_way(quern__text *text, const quern_result *result)
{
    if (!result->from)
        return;
    put_way(text, result->from);
    quern__text_put_format(text, "%s__", quern__result_via_name(result));
}

void quern__errand_put_way(quern__text *text, const quern__errand *e)
{
    put_way(text, e->result);
}

void quern__errand_put_path(quern__text *text, const quern__errand *e)
{
    put_way(text, e->result);
    quern__text_put(text, e->field->name);
}

/* The same queryset, but only these fields are loaded. */
static quern_queryset *narrow(quern_queryset *found, const quern__field *only, const quern__field *key,
                              const char *site)
{
    bool *loaded = quern__arena_take_array(found->scope->arena, only->model->count, sizeof *loaded);
    quern_queryset *made = loaded ? quern__queryset_refine(found, QUERN__CLAUSE_LOAD, site)
                                  : quern__queryset_fail(found->scope, &quern__out_of_memory, site);
    if (!quern__queryset_usable(made))
        return made;
    loaded[only->index] = true;
    if (key)
        loaded[key->index] = true;
    made->loaded = loaded;
    return made;
}

static quern_queryset *find(quern__scope *scope, const quern__field *by, quern_value value, const char *site)
{
    const quern_lookup lookup = value.kind == QUERN_KIND_LIST ? QUERN_LOOKUP_in : QUERN_LOOKUP_exact;
    const quern_condition is[] = { { .op = QUERN_LEAF,
                                     .lookup = (uint16_t)lookup,
                                     .path = by->key_name ? by->key_name : by->name,
                                     .as.value = value },
                                   { 0 } };
    quern_queryset *all = quern__queryset_root(scope, by->model, site);
    return quern__queryset_usable(all) ? (quern_filter)(all, is, site) : all;
}

bool quern__errand_ask(const quern__errand *e, const quern__field *by, quern_value value,
                       const quern__field *only, quern_result *result, quern_object *object, size_t *rows)
{
    quern__scope scope = { .allocator = e->session->scope.allocator, .schema = e->session->scope.schema };
    scope.arena = quern__arena_open(scope.allocator, NULL);
    quern__failure_open(&scope.failure, scope.allocator);
    quern_queryset *queryset = find(&scope, by, value, e->site);
    if (only && !queryset->error)
        queryset = narrow(queryset, only, object ? NULL : by, e->site);
    if (queryset->error)
        quern__failure_set(&e->session->scope.failure, queryset->error);
    const bool done =
        !queryset->error && quern__evaluate_later(e->session, queryset, result, object, rows, e->site);
    quern__failure_close(&scope.failure);
    quern__arena_close(scope.arena);
    return done;
}
