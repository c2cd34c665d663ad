/* joined.c: see chain.h. Which fields are to be loaded is told of a place, where a path leads: what the steps name there. */
#include "test/queries/chain.h"

#include "lib/expr/object.h"
#include "lib/load/result.h"

#include <check.h>
#include <string.h>

/* Back over the one to one that the step before went over is where that began. */
typedef struct place {
    hop hops[MOST_HOPS];
    const field *relations[MOST_HOPS];
    size_t count;
} place;

/* A path that the chain's rows bring, and its objects, by their rows, to see that each is there once. */
typedef struct way {
    const path *path;
    const quern_object *objects[MOST_HOPS][MOST_ROWS];
} way;

struct joined {
    const chain *chain;
    quern__arena *arena;
    size_t way_count;
    way *ways;
};

joined *joined_open(const chain *chain, quern__arena *arena)
{
    joined *j = quern__arena_take(arena, sizeof *j);
    way *ways = quern__arena_take_array(arena, MOST_STEPS * MOST_NAMES, sizeof *ways);
    ck_assert(j && ways);
    *j = (joined){ .chain = chain, .arena = arena, .ways = ways };
    for (size_t i = 0; i < chain->count; i++)
        for (size_t n = 0; chain->steps[i].kind == STEP_select_related && n < chain->steps[i].count; n++)
            j->ways[j->way_count++].path = &chain->steps[i].names[n];
    return j;
}

/* ---- Places ---- */

static const field *relation_of(const table *at, const hop *hop)
{
    return hop->back ? &hop->back->fields[hop->field] : &at->fields[hop->field];
}

static void go_on(place *place, const table *at, const hop *hop)
{
    const field *relation = relation_of(at, hop);
    const size_t last = place->count - 1;
    if (place->count && place->relations[last] == relation && !place->hops[last].back != !hop->back) {
        place->count--;
        return;
    }
    place->relations[place->count] = relation;
    place->hops[place->count++] = *hop;
}

static bool is_same(const place *a, const place *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->relations[i] == b->relations[i] && !a->hops[i].back == !b->hops[i].back;
    return same;
}

/* ---- Fields ---- */

/* Of a path, what it needs to come to the place, to go on from there, and what it ends with there. */
typedef struct parts {
    bool comes, leaves, ends;
} parts;

/* Marks the fields of the place that are such parts of the path; whether there are any. */
static bool mark(const chain *chain, const place *place, const path *path, parts parts, bool *fields)
{
    struct place here = { .count = 0 };
    const table *at = chain->root;
    bool any = false;
    for (size_t i = 0; i < path->hop_count; i++) {
        const hop *hop = &path->hops[i];
        const field *relation = relation_of(at, hop);
        if (parts.leaves && is_same(&here, place))
            fields[hop->back ? relation->reach : hop->field] = any = true;
        go_on(&here, at, hop);
        if (parts.comes && is_same(&here, place))
            fields[hop->back ? hop->field : relation->reach] = any = true;
        at = table_after(at, hop);
    }
    if (parts.ends && is_same(&here, place))
        fields[path->field] = any = true;
    return any;
}

/* Which fields of the place are loaded. */
static void find_loaded(const chain *chain, const place *place, bool *loaded)
{
    bool only = false, is_named = false;
    bool named[MOST_FIELDS] = { false }, deferred[MOST_FIELDS] = { false }, keys[MOST_FIELDS] = { true };
    for (size_t i = 0; i < chain->count; i++) {
        const step *step = &chain->steps[i];
        if (step->kind == STEP_only) {
            if (only)
                memset(deferred, 0, sizeof deferred);
            memset(named, 0, sizeof named);
            is_named = !place->count;
            only = true;
        }
        for (size_t n = 0; n < step->count; n++)
            if (step->kind == STEP_only)
                is_named |=
                    mark(chain, place, &step->names[n], (parts){ .leaves = true, .ends = true }, named);
            else if (step->kind == STEP_defer)
                mark(chain, place, &step->names[n], (parts){ .ends = true }, deferred);
            else if (step->kind == STEP_select_related)
                mark(chain, place, &step->names[n], (parts){ .comes = true, .leaves = true }, keys);
    }
    for (size_t i = 0; i < MOST_FIELDS; i++)
        loaded[i] = keys[i] || ((!only || !is_named || named[i]) && !deferred[i]);
}

static bool is_cell(quern_value member, const quern_value *cell)
{
    static const quern_kind classes[] = { QUERN_KIND_I16, QUERN_KIND_I32 };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (member.kind == (uint16_t)classes[i])
            member.kind = QUERN_KIND_I64;
    return cell_same(&member, cell);
}

static const char *object_fault(const joined *j, const place *place, const table *of, const quern_value *row,
                                const quern_object *object)
{
    const quern__model *model = object->result->model;
    bool loaded[MOST_FIELDS];
    find_loaded(j->chain, place, loaded);
    if (model->descriptor != of->model)
        return quern__arena_format(j->arena, "it is no %s, but a %s", of->name, model->name);
    for (size_t i = 0; i < of->field_count; i++) {
        const quern__field *field = quern__model_field(model, of->fields[i].name, strlen(of->fields[i].name));
        const bool is = quern__object_loaded(object, field);
        if (is != loaded[i])
            return quern__arena_format(j->arena, "%s.%s is%s loaded", of->name, field->name,
                                       is ? "" : " not");
        if (is && !is_cell(quern__member_value(field, object), &row[i]))
            return quern__arena_format(j->arena, "%s.%s is another", of->name, field->name);
    }
    return NULL;
}

/* ---- Objects ---- */

static const char *name_of(const table *at, const hop *hop)
{
    const side *side = at->sides;
    while (hop->back && (side->back != hop->back || side->field != hop->field || side->onward))
        side++;
    return hop->back ? side->name : at->fields[hop->field].name;
}

/* Where the object's relation leads; false: it is not known. */
static bool follow(const quern_object *object, const table *at, const hop *hop, const quern_object **to)
{
    const char *name = name_of(at, hop);
    if (!hop->back) {
        const quern__field *relation = quern__model_field(object->result->model, name, strlen(name));
        memcpy(to, (const char *)object + relation->object_offset, sizeof *to);
        return true;
    }
    void *const *list = (quern_related_loaded)(object, name, hop->back->model);
    *to = list ? list[0] : NULL;
    return list;
}

static const quern_value *key_row(const table *of, const quern_object *object)
{
    const quern_value key = quern__member_value(object->result->model->key, object);
    for (size_t i = 0; i < of->count; i++)
        if (is_cell(key, &of->rows[i][0]))
            return of->rows[i];
    ck_abort_msg("no row has that key");
}

/* The objects themselves may come several times. */
static bool is_another(const place *place, const table *of, const quern_value *row,
                       const quern_object *object, const quern_object **objects)
{
    const size_t number = (size_t)(row - of->rows[0]) / MOST_FIELDS;
    const quern_object *before = objects[number];
    objects[number] = object;
    return place->count && before && before != object;
}

static const char *way_fault(const joined *j, way *way, const quern_value *row, const quern_object *object)
{
    place place = { .count = 0 };
    const table *at = j->chain->root;
    const char *fault = NULL;
    for (size_t i = 0; i < way->path->hop_count && object && !fault; i++) {
        const hop *hop = &way->path->hops[i];
        const char *name = name_of(at, hop);
        if (!follow(object, at, hop, &object))
            return quern__arena_format(j->arena, "\"%s\" is not known", name);
        row = row_after(at, row, hop);
        go_on(&place, at, hop);
        at = table_after(at, hop);
        if (!row != !object)
            return quern__arena_format(j->arena, "\"%s\" leads to %s", name, row ? "nothing" : "something");
        if (row && is_another(&place, at, row, object, way->objects[i]))
            return quern__arena_format(j->arena, "\"%s\" leads to two objects of one row", name);
        fault = row ? object_fault(j, &place, at, row, object) : NULL;
    }
    return fault;
}

const char *joined_fault(joined *j, const void *object)
{
    const table *root = j->chain->root;
    const quern_value *row = key_row(root, object);
    const char *fault = object_fault(j, &(place){ .count = 0 }, root, row, object);
    for (size_t i = 0; i < j->way_count && !fault; i++)
        fault = way_fault(j, &j->ways[i], row, object);
    return fault;
}
