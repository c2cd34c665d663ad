/* peers.c: quern_fetch for all objects of a result that have not got what one of them is asked for. Their keys are gathered without
 * duplicates, asked for as arrays, and each row finds its key again by what makes values equal (identity.h). An object whose key is none of
 * a row's is marked: its row is gone, or it is only the server that takes the two for equal, so it asks by itself when it is asked.
 *
 * Nothing is given to anybody before everything is there. */
#include "lib/load/fetch.h"

#include "lib/expr/object.h"
#include "lib/load/member.h"
#include "lib/value/copy.h"
#include "lib/value/identity.h"
#include "lib/value/same.h"

enum { BATCH = 10000 }; /* keys of a statement */

typedef struct key {
    quern_value value;
    const quern_object *row; /* that it leads to; NULL: none that is known */
    bool wanted;
} key;

typedef struct want {
    quern_object *object;
    key *key;
} want;

typedef struct peers {
    const quern__errand *errand;
    bool relation;          /* what the key leads to; else the field itself */
    const quern__field *of; /* the objects' field that is the key */
    const quern__field *by; /* the rows' */
    quern__arena *arena;    /* for the time of the call */
    const bool *unfound;    /* NULL: none */
    size_t want_count, key_count;
    want *wants;
    key *keys;
    quern__names names;   /* of keys, by identity */
    quern_result *result; /* of what came */
} peers;

static bool no_memory(const peers *p)
{
    return quern__errand_refuse(p->errand, QUERN_ERROR_MEMORY, NULL, NULL);
}

/* ---- Who wants what ---- */

static quern_object **member_of(const peers *p, quern_object *object)
{
    return (quern_object **)(void *)((char *)object + p->errand->field->object_offset);
}

/* An object that another may have as well: of what was loaded for the same result, so that it lives as long. */
static bool is_to_share(const peers *p, const quern_object *target)
{
    const quern_result *result = p->errand->result, *root = result->owner ? result->owner : result;
    const quern__origin *origin = quern__object_origin(target);
    return origin && origin->model == p->errand->field->target && target->result->owner == root &&
           quern__object_loaded(target, p->by);
}

/* What the object's relation leads to, when it is what its key says. */
static const quern_object *target_of(const peers *p, quern_object *object, const quern_value *value)
{
    const quern_object *target = *member_of(p, object);
    return target && quern__fetch_is_fresh(p->errand->field, target, value) ? target : NULL;
}

static key *key_for(peers *p, const quern_value *value)
{
    quern__identity identity;
    if (!quern__identity_of(p->arena, value, &identity))
        return NULL;
    key *next = &p->keys[p->key_count];
    const key *found = quern__names_add(&p->names, identity.bytes, identity.size, next);
    if (found == next) {
        next->value = *value;
        p->key_count++;
    }
    return (key *)(uintptr_t)found;
}

/* False when out of memory. */
static bool look_at(peers *p, quern_object *object)
{
    if (!quern__object_loaded(object, p->of) || (p->unfound && p->unfound[object->row]) ||
        (!p->relation && quern__object_loaded(object, p->errand->field)))
        return true;
    const quern_value value = quern__member_value(p->of, object);
    if (value.kind == QUERN_KIND_NULL)
        return true;
    const quern_object *target = p->relation ? target_of(p, object, &value) : NULL;
    if (target && !is_to_share(p, target))
        return true;
    key *k = key_for(p, &value);
    if (!k)
        return false;
    if (target) {
        k->row = target;
        return true;
    }
    k->wanted = true;
    p->wants[p->want_count++] = (want){ object, k };
    return true;
}

static bool gather(peers *p)
{
    const quern_result *result = p->errand->result;
    p->wants = quern__arena_take_array(p->arena, result->count, sizeof *p->wants);
    p->keys = quern__arena_take_array(p->arena, result->count + 1, sizeof *p->keys);
    if (!p->wants || !p->keys || !quern__names_open(&p->names, p->arena, result->count))
        return no_memory(p);
    for (size_t i = 0; i < result->count; i++)
        if (!look_at(p, quern__result_row(result, i)))
            return no_memory(p);
    return true;
}

/* ---- Asking ---- */

/* Rows of one batch: as a list, which the condition makes an array of. */
static bool ask(const peers *p, quern_value *list, size_t count)
{
    size_t rows;
    list[count] = (quern_value){ .kind = QUERN_KIND_END };
    const quern_value keys = { .kind = QUERN_KIND_LIST, .as.list = list };
    return quern__errand_ask(p->errand, p->by, keys, p->relation ? NULL : p->errand->field, p->result, NULL,
                             &rows);
}

static bool ask_for_all(const peers *p)
{
    const size_t most = p->key_count < BATCH ? p->key_count : BATCH;
    quern_value *list = quern__arena_take_array(p->arena, most + 1, sizeof *list);
    if (!list)
        return no_memory(p);
    size_t count = 0;
    for (size_t i = 0; i < p->key_count; i++) {
        if (p->keys[i].wanted && !p->keys[i].row)
            list[count++] = p->keys[i].value;
        if (count == BATCH) {
            if (!ask(p, list, count))
                return false;
            count = 0;
        }
    }
    return !count || ask(p, list, count);
}

/* Each row finds its key. */
static bool match(const peers *p)
{
    for (size_t i = 0; i < p->result->count; i++) {
        quern__identity identity;
        const quern_object *row = quern__result_row(p->result, i);
        const quern_value value = quern__member_value(p->by, row);
        if (!quern__identity_of(p->arena, &value, &identity))
            return no_memory(p);
        key *k = (key *)(uintptr_t)quern__names_find(&p->names, identity.bytes, identity.size);
        if (k && !k->row)
            k->row = row;
    }
    return true;
}

/* ---- Giving ---- */

/* 1.0 and 1.00 are equal, and differ: who looks at the object later would not take it for what the key says. */
static bool has_row(const peers *p, const want *w)
{
    if (!w->key->row)
        return false;
    const quern_value key = quern__member_value(p->of, w->object),
                      found = quern__member_value(p->by, w->key->row);
    return quern__value_same(&key, &found);
}

/* Marks those who get nothing. */
static bool mark(const peers *p)
{
    bool *marks = NULL;
    for (size_t i = 0; i < p->want_count; i++) {
        const want *w = &p->wants[i];
        if (has_row(p, w))
            continue;
        if (!marks)
            marks = quern__result_unfound(p->errand->result, p->errand->field, true);
        if (!marks)
            return no_memory(p);
        marks[w->object->row] = true;
    }
    return true;
}

static bool give_objects(const peers *p)
{
    if (!mark(p))
        return false;
    for (size_t i = 0; i < p->want_count; i++)
        if (has_row(p, &p->wants[i]))
            *member_of(p, p->wants[i].object) = (quern_object *)(uintptr_t)p->wants[i].key->row;
    return true;
}

/* The value of each key's row, where it can stay. */
static quern_value *keep_values(const peers *p, quern__arena *arena)
{
    quern_value *values = quern__arena_take_array(p->arena, p->key_count, sizeof *values);
    for (size_t i = 0; values && i < p->key_count; i++) {
        if (!p->keys[i].row)
            continue;
        const quern_value value = quern__member_value(p->errand->field, p->keys[i].row);
        if (!quern__value_copy(arena, &value, &values[i]))
            return NULL;
    }
    return values;
}

static bool give_fields(const peers *p)
{
    quern_result *result = p->errand->result;
    const quern__field *field = p->errand->field;
    quern__arena *arena = quern__arena_open(p->errand->session->scope.allocator, result->arena);
    const quern_value *values = arena ? keep_values(p, arena) : NULL;
    if (!values || !quern__result_late_open(result, field) || !mark(p)) {
        quern__arena_close(arena);
        return no_memory(p);
    }
    for (size_t i = 0; i < p->want_count; i++) {
        const want *w = &p->wants[i];
        if (!has_row(p, w))
            continue;
        quern__member_store(field, &values[w->key - p->keys], w->object);
        quern__result_late(result, w->object, field);
    }
    return true;
}

/* ---- The call ---- */

/* Keys that are to be asked for. */
static size_t count_unknown(const peers *p)
{
    size_t unknown = 0;
    for (size_t i = 0; i < p->key_count; i++)
        unknown += p->keys[i].wanted && !p->keys[i].row;
    return unknown;
}

static bool give(const peers *p)
{
    return p->relation ? give_objects(p) : give_fields(p);
}

static bool ask_and_give(peers *p)
{
    const quern__errand *e = p->errand;
    p->result = p->relation ? quern__result_open_via(e->result, e->field)
                            : quern__result_open_in(e->result, e->result->model);
    if (!p->result)
        return no_memory(p);
    const bool done = ask_for_all(p) && match(p) && give(p);
    if (!done || !p->relation || !p->result->count)
        quern__result_close(p->result);
    return done;
}

static bool fetch(peers *p)
{
    if (!gather(p))
        return false;
    const size_t unknown = count_unknown(p);
    if (p->want_count == 1 && unknown == 1)
        return true; /* as it would alone */
    return unknown ? ask_and_give(p) : give(p);
}

bool quern__peers_fetch(const quern__errand *e, bool relation)
{
    const quern__field *key = e->result->model->key;
    peers p = { .errand = e,
                .relation = relation,
                .of = relation ? e->field : key,
                .by = relation ? e->field->reach : key,
                .unfound = quern__result_unfound(e->result, e->field, false) };
    if (!p.by || !quern__object_loaded(e->object, p.of) || (p.unfound && p.unfound[e->object->row]))
        return true;
    p.arena = quern__arena_open(e->session->scope.allocator, NULL);
    if (!p.arena)
        return no_memory(&p);
    const bool done = fetch(&p);
    quern__arena_close(p.arena);
    return done;
}
