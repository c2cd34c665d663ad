/* fetch.c: quern_fetch: what an object's row did not bring, when it is asked for: the object that a relation points to, or a field
 * that was left out. Its fetch mode says for whom. */
#include "lib/load/fetch.h"
#include "lib/load/watch.h"

#include "lib/expr/object.h"
#include "lib/value/copy.h"
#include "lib/value/same.h"

#include <inttypes.h>

typedef quern__errand errand;

#define TEXT(...) quern__arena_format(e->session->scope.arena, __VA_ARGS__)
#define refuse quern__errand_refuse

/* " 5", " 'x'", for a message; "" for a value of which nobody would make a key by hand. NULL when out of memory. */
static const char *show(const errand *e, const quern_value *value)
{
    return value->kind == QUERN_KIND_I64    ? TEXT(" %" PRId64, value->as.integer)
           : value->kind == QUERN_KIND_TEXT ? TEXT(" '%s'", value->as.text)
                                            : "";
}

/* ---- For one object ---- */

static const char *advice_for(const errand *e)
{
    quern__text path = quern__text_open(e->session->scope.allocator), advice = path;
    quern__words words = { 0 };
    quern__name_errand(&words, &path, e);
    quern__detect_put_advice(&advice, &words);
    const char *kept = path.broken ? NULL : quern__text_keep(&advice, e->session->scope.arena);
    quern__text_close(&path);
    quern__text_close(&advice);
    return kept;
}

bool quern__errand_refuse_by_mode(const errand *e)
{
    const char *advice = advice_for(e);
    return refuse(e, QUERN_ERROR_USAGE,
                  advice ? TEXT("%s.%s was not loaded, and QUERN_FETCH_RAISE forbids to load it now",
                                e->result->model->name, e->field->name)
                         : NULL,
                  advice);
}

static bool ask_alone(const errand *e, const quern__field *by, quern_value value, const quern__field *only,
                      quern_result *result, quern_object *object, size_t *rows)
{
    quern__watch watch = { 0 };
    if (e->result->fetch_mode == QUERN_FETCH_RAISE && !e->needed)
        return quern__errand_refuse_by_mode(e);
    if (e->result->fetch_mode != QUERN_FETCH_PEERS && !e->needed && !quern__watch_fetch(&watch, e))
        return false;
    const bool done = quern__errand_ask(e, by, value, only, result, object, rows);
    quern__watch_end(&watch, e->session);
    return done;
}

/* ---- Fields ---- */

static bool refuse_gone(const errand *e, const char *key)
{
    return refuse(e, QUERN_ERROR_DATA,
                  key ? TEXT("the row of %s%s is gone: its %s cannot be loaded", e->result->model->name, key,
                             e->field->name)
                      : NULL,
                  "it was deleted after the object was loaded");
}

static bool ask_for_field_alone(const errand *e)
{
    const quern__model *model = e->result->model;
    size_t rows;
    if (!model->key)
        return refuse(e, QUERN_ERROR_USAGE,
                      TEXT("%s.%s was not loaded, and %s has no primary key to load it by", model->name,
                           e->field->name, model->name),
                      "load it with the rows: do not leave it out");
    if (!quern__object_loaded(e->object, model->key))
        return refuse(
            e, QUERN_ERROR_USAGE,
            TEXT("%s.%s was not loaded, nor was the primary key to load it by", model->name, e->field->name),
            "load the key with the rows");
    const quern_value key = quern__member_value(model->key, e->object);
    if (!quern__result_late_open(e->result, e->field))
        return refuse(e, QUERN_ERROR_MEMORY, NULL, NULL);
    if (!ask_alone(e, model->key, key, e->field, e->result, e->object, &rows))
        return false;
    if (!rows)
        return refuse_gone(e, show(e, &key));
    quern__result_late(e->result, e->object, e->field);
    return true;
}

static bool ask_for_field(const errand *e)
{
    if (e->result->fetch_mode == QUERN_FETCH_PEERS && !quern__peers_fetch(e, false))
        return false;
    return quern__object_loaded(e->object, e->field) || ask_for_field_alone(e);
}

bool quern__errand_need(const errand *e)
{
    return quern__peers_fetch(e, false) &&
           (quern__object_loaded(e->object, e->field) || ask_for_field_alone(e));
}

/* Whether the field is there now. */
static bool have_field(const errand *e)
{
    if (quern__object_loaded(e->object, e->field))
        return true;
    return e->session && !quern__scope_failed(&e->session->scope) && ask_for_field(e);
}

static void *fetch_field(const errand *e)
{
    const quern__model *model = e->result->model;
    const char *at = have_field(e) || !model->blank ? (const char *)e->object : model->blank;
    return (char *)(uintptr_t)at + e->field->offset;
}

/* ---- Relations ---- */

/* An object that quern has not loaded is the program's choice, and so is one of which the key is not known. */
bool quern__fetch_is_fresh(const quern__field *relation, const quern_object *current, const quern_value *key)
{
    const quern__field *reach = relation->reach;
    const quern__origin *origin = quern__object_origin(current);
    if (!origin || origin->model != reach->model || !quern__object_loaded(current, reach))
        return true;
    const quern_value has = quern__member_value(reach, current), *found_by = current->result->found_by;
    return quern__value_same(&has, key) || (found_by && quern__value_same(found_by, key));
}

static bool refuse_missing(const errand *e, const char *key)
{
    const quern__field *relation = e->field;
    return refuse(e, QUERN_ERROR_DATA,
                  key ? TEXT("%s.%s points to %s%s, which is not there", relation->model->name,
                             relation->name, relation->target->name, key)
                      : NULL,
                  "it was deleted after the object was loaded, or no constraint looks after the key");
}

/* A key that is written otherwise than what it has found is that to the server alone: so it is kept. */
static bool note_key(const errand *e, quern_result *made, const quern_value *key)
{
    const quern_value has = quern__member_value(e->field->reach, quern__result_row(made, 0));
    if (quern__value_same(&has, key))
        return true;
    quern_value *kept = quern__arena_take(made->arena, sizeof *kept);
    made->found_by = kept;
    return (kept && quern__value_copy(made->arena, key, kept)) || refuse(e, QUERN_ERROR_MEMORY, NULL, NULL);
}

static quern_object *ask_for_object_alone(const errand *e, quern_value key)
{
    const quern__field *relation = e->field;
    size_t rows = 0;
    quern_result *made = quern__result_open_via(e->result, relation);
    if (!made)
        refuse(e, QUERN_ERROR_MEMORY, NULL, NULL);
    else if (ask_alone(e, relation->reach, key, NULL, made, NULL, &rows) && !rows)
        refuse_missing(e, show(e, &key));
    else if (rows)
        note_key(e, made, &key);
    if (!quern__scope_failed(&e->session->scope))
        return quern__result_row(made, 0);
    quern__result_close(made);
    return NULL;
}

static quern_object **member_of(const errand *e)
{
    return (quern_object **)(void *)((char *)e->object + e->field->object_offset);
}

/* Whether the relation leads to what its key says, which is `key`. */
static bool have_object(const errand *e, const quern_value *key)
{
    quern_object **member = member_of(e);
    return *member && quern__fetch_is_fresh(e->field, *member, key);
}

static bool ask_for_object(const errand *e, quern_value key)
{
    if (e->result->fetch_mode == QUERN_FETCH_PEERS && !quern__peers_fetch(e, true))
        return false;
    if (have_object(e, &key))
        return true;
    quern_object *fetched = ask_for_object_alone(e, key);
    if (fetched)
        *member_of(e) = fetched;
    return fetched;
}

static void *fetch_relation(const errand *e)
{
    static const void *const null;
    const void *const *blank = &e->field->target->blank;
    quern_object **member = member_of(e);
    if (!quern__object_loaded(e->object, e->field) && *member)
        return member;
    if (!have_field(e))
        return (void *)(uintptr_t)blank;
    const quern_value key = quern__member_value(e->field, e->object);
    if (have_object(e, &key))
        return member;
    if (key.kind == QUERN_KIND_NULL && (!e->session || !*member))
        return (void *)(uintptr_t)&null;
    if (key.kind == QUERN_KIND_NULL) {
        *member = NULL;
        return member;
    }
    if (e->session && !quern__scope_failed(&e->session->scope) && ask_for_object(e, key))
        return member;
    return (void *)(uintptr_t)blank;
}

/* A list that stays NULL would be a crash somewhere else. */
static void refuse_unknown(errand *e)
{
    const quern__field none = { .name = "" };
    e->field = &none;
    refuse(e, QUERN_ERROR_USAGE,
           TEXT("quern_fetch of a member of %s that no field describes", e->result->model->name),
           "describe it in QUERN_FIELDS: the other side of a relation by QUERN_HAS_MANY or QUERN_HAS_ONE");
}

void *(quern_fetch)(quern_object *object, size_t offset, const char *site)
{
    static const _Alignas(max_align_t) char nothing[sizeof(quern_null_interval) + sizeof(quern_array_i64)];
    if (!object)
        return (void *)(uintptr_t)nothing;
    quern_result *result = object->result;
    const quern__model *model = result ? result->model : NULL;
    errand e = { .result = result, .object = object, .site = site };
    if (result && quern__result_has(result, object))
        e.session = quern__result_session(result);
    e.field = model ? quern__model_side(model, offset) : NULL;
    if (e.field)
        return quern__side_fetch(&e);
    for (size_t i = 0; model && i < model->count; i++) {
        e.field = &model->fields[i];
        if (e.field->reach && e.field->object_offset == offset)
            return fetch_relation(&e);
        if (e.field->offset == offset)
            return fetch_field(&e);
    }
    if (e.session && model && model->blank)
        refuse_unknown(&e);
    return (char *)object + offset;
}
