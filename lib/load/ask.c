/* ask.c: the statements of a level. Each load has one for each batch of its keys; all of them leave together. */
#include "lib/load/deal.h"

#include <string.h>

/* Keys of a statement, and so few that it does not matter how the server plans for them: see doc/decisions/038. */
enum { BATCH = 10000, FEW_KEYS = 32 };

bool quern__prefetch_no_memory(const quern__prefetching *p)
{
    quern__failure_no_memory(&p->session->scope.failure, p->way->site);
    return false;
}

/* ---- Whose statement it is ---- */

/* Fields that are loaded, whatever the queryset says: by what a row finds its owner, and what is fetched for it further. */
static void need(const quern__relating *r, bool *loaded)
{
    if (r->by)
        loaded[r->by->index] = true;
    if (r->target_key)
        loaded[r->target_key->index] = true;
    quern__prefetch_needs(r->node->below, loaded);
}

static bool fail(const quern__prefetching *p, const quern_error *error)
{
    quern__failure_set(&p->session->scope.failure, error);
    return false;
}

static bool choose_queryset(quern__prefetching *p, quern__relating *r)
{
    const quern_queryset *given = r->node->queryset;
    quern_queryset *made = given ? (quern_queryset *)(uintptr_t)given
                                 : quern__queryset_root(&p->scope, r->via->target, p->way->site);
    if (made->error)
        return fail(p, made->error);
    r->queryset = made;
    if (!made->loaded)
        return true;
    bool *loaded = quern__arena_take_array(p->arena, made->model->count, sizeof *loaded);
    made = loaded ? quern__queryset_enter(&p->scope, made, made->site) : NULL;
    if (!made || !quern__queryset_usable(made))
        return quern__prefetch_no_memory(p);
    memcpy(loaded, r->queryset->loaded, made->model->count * sizeof *loaded);
    need(r, loaded);
    made->loaded = loaded;
    made->shared = NULL;
    r->queryset = made;
    return true;
}

/* ---- Batches ---- */

/* What the queryset says of its objects, kept for as long as they live. */
static bool describe(const quern__relating *r, quern_result *result)
{
    const size_t size = result->model->count * sizeof *result->loaded;
    quern__result_of(result, r->queryset);
    if (!r->node->queryset)
        result->site = NULL;
    if (!result->loaded)
        return true;
    bool *loaded = quern__arena_take(result->arena, size);
    if (loaded)
        memcpy(loaded, result->loaded, size);
    result->loaded = loaded;
    return loaded;
}

/* For who asks what could have brought more: a prefetch has, by this name. */
static bool note_way(const quern__prefetching *p, const quern__relating *r, quern_result *result)
{
    result->prefetched = p->way->origin == QUERN_ORIGIN_PREFETCH;
    if (r->node->apart)
        result->via_name = quern__arena_text(result->arena, r->node->name);
    return !r->node->apart || result->via_name;
}

static bool open_portions(quern__batch *batch)
{
    const quern__relating *r = batch->relating;
    batch->portions = quern__arena_take_array(batch->p->arena, r->group_count, sizeof *batch->portions);
    for (size_t b = 0; batch->portions && b < r->group_count; b++) {
        quern_result *result = quern__result_open_via(r->groups[b].from, r->via);
        batch->portions[b].result = result;
        if (!result || !describe(r, result) || !note_way(batch->p, r, result))
            return quern__prefetch_no_memory(batch->p);
        batch->portions[b].loader = quern__loader_make(result, batch->ready.plan);
    }
    return batch->portions || quern__prefetch_no_memory(batch->p);
}

static void close_portions(quern__batch *batch)
{
    for (size_t b = 0; batch->portions && b < batch->relating->group_count; b++)
        quern__result_close(batch->portions[b].result);
    batch->portions = NULL;
}

static bool make_ready(quern__batch *batch)
{
    quern__prefetching *p = batch->p;
    const quern__relating *r = batch->relating;
    quern__shape shape;
    batch->owners.key = r->asked;
    batch->owners.keys =
        quern__keyring_some(quern__relating_keys(batch->relating), batch->first, batch->count);
    batch->wish = (quern__wish){ .intent = QUERN__INTENT_ROWS, .most = -1, .owners = &batch->owners };
    if (!quern__ready_make(p->session, r->queryset, &batch->wish, p->arena, p->way->site, &shape,
                           &batch->ready))
        return false;
    return quern__ready_settle(&batch->ready, p->arena, &shape) || quern__prefetch_no_memory(p);
}

/* A plan that the server keeps is for some ten keys, whatever comes: of many it looks for each row's among all of them, one by one, unless
 * an index finds the rows. That of a table between may begin with the other column. */
static bool is_worth_keeping(const quern__batch *batch)
{
    const quern__column *asked = &batch->relating->asked;
    return batch->count <= FEW_KEYS || (!asked->hop_count && quern__field_is_indexed(asked->field));
}

static bool prepare(quern__batch *batch)
{
    quern__prefetching *p = batch->p;
    if (!make_ready(batch) || !open_portions(batch))
        return false;
    if (!batch->ready.compiled)
        return true;
    batch->work = quern__ready_work(&batch->ready, batch->relating->queryset, quern__deal(batch),
                                    p->way->origin, p->way->site);
    batch->work.repeats = is_worth_keeping(batch);
    if (!batch->work.statement_ms)
        batch->work.statement_ms = p->way->statement_ms;
    batch->part = &p->parts[p->part_count++];
    *batch->part = (quern__part){ .work = &batch->work };
    return true;
}

static size_t batch_size(const quern__prefetching *p)
{
    return p->way->batch ? p->way->batch : BATCH;
}

static bool divide(quern__prefetching *p, quern__relating *r)
{
    const size_t keys = quern__relating_keys(r)->count, size = batch_size(p);
    const size_t count = keys / size + (keys % size != 0);
    quern__batch *batches = quern__arena_take_array(p->arena, count, sizeof *batches);
    if (!batches)
        return quern__prefetch_no_memory(p);
    for (size_t i = 0; i < count; i++)
        batches[i] = (quern__batch){
            .p = p, .relating = r, .first = i * size, .count = keys - i * size < size ? keys - i * size : size
        };
    r->batches = batches;
    r->batch_count = count;
    return choose_queryset(p, r);
}

static bool prepare_all(quern__prefetching *p)
{
    size_t count = 0;
    for (quern__relating *r = p->first; r; r = r->next) {
        if (r->asks && !divide(p, r))
            return false;
        count += r->batch_count;
    }
    p->part_count = 0;
    p->parts = quern__arena_take_array(p->arena, count, sizeof *p->parts);
    if (!p->parts)
        return quern__prefetch_no_memory(p);
    for (quern__relating *r = p->first; r; r = r->next)
        for (size_t i = 0; i < r->batch_count; i++)
            if (!prepare(&r->batches[i]))
                return false;
    return true;
}

/* ---- Running ---- */

static void put_path(quern__text *text, const quern__relating *r)
{
    if (r->up) {
        put_path(text, r->up);
        quern__text_put(text, "__");
    }
    quern__text_put(text, r->node->name);
}

static bool fail_by(const quern__prefetching *p, const quern__part *part)
{
    const quern__batch *batch =
        (const quern__batch *)(const void *)((const char *)part->work - offsetof(quern__batch, work));
    quern__text path = quern__text_open(p->session->scope.allocator);
    quern_error error = *part->failure.current;
    put_path(&path, batch->relating);
    error.outcome = part->outcome;
    error.path = quern__text_get(&path);
    fail(p, &error);
    quern__text_close(&path);
    return false;
}

/* The one that failed by itself tells more than those that it took with it. */
static bool fail_by_first(const quern__prefetching *p)
{
    const quern__part *first = NULL;
    for (size_t i = 0; i < p->part_count; i++) {
        const quern__part *part = &p->parts[i];
        if (part->state == QUERN__PART_FAILED && (!first || (first->because && !part->because)))
            first = part;
    }
    return fail_by(p, first);
}

static bool run(const quern__prefetching *p)
{
    if (!p->part_count)
        return true;
    const bool done = quern__run_all(p->session, p->parts, p->part_count) || fail_by_first(p);
    for (size_t i = 0; i < p->part_count; i++)
        quern__part_close(&p->parts[i]);
    return done;
}

bool quern__prefetch_ask(quern__prefetching *p)
{
    const bool done = prepare_all(p) && run(p);
    for (quern__relating *r = p->first; r; r = r->next)
        for (size_t i = 0; i < r->batch_count; i++) {
            quern__ready_close(p->session, &r->batches[i].ready);
            if (!done)
                close_portions(&r->batches[i]);
        }
    return done;
}
