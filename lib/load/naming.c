/* naming.c: what a warning says of a load: where the queryset is that could have brought it, and by which path. It is asked for once in
 * each loop, so it may take its time. */
#include "lib/load/watch.h"

#include <string.h>

static bool leads_to_many(const quern__field *relation)
{
    const quern__reverse *reverse =
        quern__model_reverse(relation->model, relation->name, strlen(relation->name));
    return reverse && reverse->many;
}

/* Whether a JOIN could not have brought what these objects lead to: they came by a set, or by a prefetch. */
static bool is_behind_many(const quern_result *result)
{
    for (; result->from; result = result->from)
        if (result->prefetched || leads_to_many(result->via))
            return true;
    return false;
}

static quern__wanted wanted(const quern__errand *e)
{
    if (!e->field->target)
        return QUERN__WANTED_FIELD;
    return leads_to_many(e->field) || is_behind_many(e->result) ? QUERN__WANTED_MANY : QUERN__WANTED_ONE;
}

void quern__name_errand(quern__words *words, quern__text *path, const void *errand)
{
    const quern__errand *e = errand;
    const quern_result *first = e->result;
    while (first->from)
        first = first->from;
    words->kind = QUERN_WARNING_LAZY;
    words->queryset = first->site;
    words->model = first->model->name;
    words->wanted = wanted(e);
    words->raw = first->extras && (words->wanted != QUERN__WANTED_FIELD || first == e->result);
    quern__errand_put_path(path, e);
    words->path = quern__text_get(path);
}

void quern__name_query(quern__words *words, quern__text *path, const void *queryset)
{
    const quern_queryset *made = queryset;
    const quern__related *related = quern__related_to_peer(made);
    if (related) {
        const quern__errand e = quern__related_errand(made, NULL);
        quern__name_errand(words, path, &e);
        words->kind = QUERN_WARNING_LOOP;
        words->wanted = QUERN__WANTED_SOME;
        words->target = related->whole->model->name;
        return;
    }
    words->kind = QUERN_WARNING_LOOP;
    words->queryset = made->site;
    words->model = made->model->name;
    words->path = "";
}
