/* take.c: results that live on without their session. What rows need to be read lies in the result's arena, or in the db's; but rows of
 * values have a model that their queryset made, and what was left out is a list of the queryset's: these are copied. */
#include "lib/load/annex.h"
#include "lib/load/eager.h"
#include "lib/load/evaluate.h"
#include "lib/load/span.h"
#include "lib/load/stream.h"

#include <string.h>

/* A text of a model's; NULL for NULL. False when out of memory. */
static bool keep_text(quern__arena *arena, const char **text)
{
    const char *kept = quern__arena_text(arena, *text);
    const bool done = kept || !*text;
    *text = kept;
    return done;
}

static bool keep_field(quern__arena *arena, quern__field *field)
{
    quern_field *declared = quern__arena_take(arena, sizeof *declared);
    if (!declared)
        return false;
    *declared = *field->declared;
    field->declared = declared;
    return keep_text(arena, &field->name) && keep_text(arena, &field->key_name) &&
           keep_text(arena, &field->column);
}

/* A copy of a model that quern_values has made. */
static const quern__model *keep_model(quern__arena *arena, const quern__model *from)
{
    quern__model *model = quern__arena_take(arena, sizeof *model);
    quern__field *fields = quern__arena_take_array(arena, from->count, sizeof *fields);
    quern__names names = { 0 };
    if (!model || !fields || !quern__names_open(&names, arena, from->count))
        return NULL;
    *model = *from;
    model->fields = fields;
    model->names = names;
    for (size_t i = 0; i < from->count; i++) {
        quern__field *field = &fields[i];
        *field = from->fields[i];
        field->model = model;
        if (!keep_field(arena, field))
            return NULL;
        if (quern__names_find(&from->names, field->name, strlen(field->name)))
            quern__names_add(&model->names, field->name, strlen(field->name), field);
    }
    return model;
}

static bool keep_loaded(quern_result *result)
{
    const size_t count = result->model->count;
    if (!result->loaded)
        return true;
    bool *loaded = quern__arena_take_array(result->arena, count, sizeof *loaded);
    if (!loaded)
        return false;
    memcpy(loaded, result->loaded, count * sizeof *loaded);
    result->loaded = loaded;
    return true;
}

/* Brings into the result's arena what is in the session's. */
static bool gather(quern_result *result, const quern_queryset *queryset)
{
    if (queryset->rows) {
        const quern__model *model = keep_model(result->arena, queryset->rows);
        if (!model)
            return false;
        result->model = model;
    }
    return keep_loaded(result);
}

static quern_result *refuse_slice(quern_session *session, const char *site)
{
    quern__failure_set(
        &session->scope.failure,
        &(quern_error){ .code = QUERN_ERROR_USAGE,
                        .message = "the rows of this slice are in the cache of another queryset",
                        .hint = "take that one's, or load the slice anew: quern_all(slice)",
                        .site = site });
    return NULL;
}

/* Objects of a set belong with their owner, to which they point. */
static quern_result *refuse_related(quern_session *session, const char *site)
{
    quern__failure_set(&session->scope.failure,
                       &(quern_error){ .code = QUERN_ERROR_USAGE,
                                       .message = "rows of quern_related belong to the result of their owner",
                                       .hint = "take that one's; or filter all objects by their owner's key",
                                       .site = site });
    return NULL;
}

static quern_result *refuse_raw(quern_session *session, const char *site)
{
    quern__failure_set(&session->scope.failure,
                       &(quern_error){ .code = QUERN_ERROR_USAGE,
                                       .message = "rows of quern_raw cannot be taken",
                                       .hint = "copy them with quern_adopt, or what is needed of them",
                                       .site = site });
    return NULL;
}

static void release(quern__taken *taken)
{
    quern_result *result = (quern_result *)(void *)((char *)taken - offsetof(quern_result, taken));
    quern__arena_close(result->arena);
}

static void leave(quern_session *session, quern_result *result, const char *site)
{
    quern__eager_forget(result);
    quern__iterators_end(session, result);
    quern__annexes_leave(result);
    quern__session_let_go(session, &result->held);
    quern__arena_detach(result->arena);
    result->held.arena = NULL;
    result->session = NULL;
    result->taken.site = site;
    if (session->on_take)
        session->on_take(session, &result->taken);
}

quern_result *(quern_result_take)(quern_queryset *queryset, const char *site)
{
    quern_session *session = quern__evaluation_begin(queryset);
    quern__span span;
    if (!session)
        return NULL;
    if (queryset->raw)
        return refuse_raw(session, site);
    if (queryset->related)
        return refuse_related(session, site);
    if (!queryset->result && quern__span_cached(queryset, &span))
        return refuse_slice(session, site);
    quern_result *result = quern__evaluate_cached(queryset, site);
    if (!result)
        return NULL;
    if (!gather(result, queryset)) {
        quern__failure_no_memory(&session->scope.failure, site);
        return NULL;
    }
    leave(session, result, site);
    queryset->result = NULL;
    return result;
}

uint64_t quern_result_count(const quern_result *result)
{
    return result ? result->count : 0;
}

void *(quern_result_at)(const quern_result *result, const quern_model *model, uint64_t index)
{
    if (!result || result->model->descriptor != model || index >= result->count)
        return NULL;
    return quern__result_row(result, (size_t)index);
}

/* One that was not taken is its session's. */
void quern_result_free(quern_result *result)
{
    if (!result || result->held.arena || result->owner || result->within)
        return;
    if (result->taken.give_back)
        result->taken.give_back(&result->taken, release);
    else
        release(&result->taken);
}
