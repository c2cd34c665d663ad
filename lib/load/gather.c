/* gather.c: which objects of a level want what, and by which keys. Those that have it, or may share it with another, ask for nothing. */
#include "lib/load/level.h"

#include "lib/expr/object.h"
#include "lib/load/fetch.h"
#include "lib/load/sets.h"

#include <string.h>

enum { ROOM_OF_FURTHER = 4 };

typedef struct gathering {
    quern__prefetching *p;
    quern__relating *relating;
    quern__group *group;  /* of the last object */
    quern_result *result; /* of that */
    quern__sets *sets;    /* that its objects have already */
    size_t room;          /* for wants of a new group */
} gathering;

/* ---- Groups ---- */

static bool open_group(const gathering *g, quern__group *group, quern_result *result)
{
    const quern__relating *r = g->relating;
    *group = (quern__group){ .root = result->owner ? result->owner : result, .from = result };
    return quern__keyring_open(&group->keys, g->p->arena, r->of->kind) &&
           quern__keyring_open(&group->known, g->p->arena, r->of->kind);
}

static bool grow_groups(quern__relating *r, quern__arena *arena)
{
    if (r->group_count < r->group_room)
        return true;
    const size_t room = r->group_room ? 4 * r->group_room : 1;
    quern__group *groups = quern__arena_take_raw(arena, room * sizeof *groups);
    if (!groups)
        return false;
    if (r->group_count)
        memcpy(groups, r->groups, r->group_count * sizeof *groups);
    r->groups = groups;
    r->group_room = room;
    return true;
}

/* Objects of one result stand together, mostly. */
static bool enter(gathering *g, quern_result *result)
{
    quern__relating *r = g->relating;
    const quern_result *root = result->owner ? result->owner : result;
    const quern_value number = quern_value_i64((int64_t)root->number);
    const uint32_t place = quern__keyring_add(&r->roots, &number);
    if (place == QUERN__NO_KEY || !grow_groups(r, g->p->arena))
        return false;
    g->group = &r->groups[place];
    g->result = result;
    g->sets = r->to_set ? quern__sets_find(result, r->node->name) : NULL;
    if (place < r->group_count)
        return true;
    g->room = r->group_count++ ? ROOM_OF_FURTHER : g->room;
    return open_group(g, g->group, result);
}

static quern__want *want(const gathering *g, quern_object *object)
{
    quern__group *group = g->group;
    if (group->want_count == group->want_room) {
        const size_t room = group->want_room ? 2 * group->want_room : g->room;
        quern__want *wants = quern__arena_take_raw(g->p->arena, room * sizeof *wants);
        if (!wants)
            return NULL;
        if (group->want_count)
            memcpy(wants, group->wants, group->want_count * sizeof *wants);
        group->wants = wants;
        group->want_room = room;
    }
    quern__want *made = &group->wants[group->want_count++];
    *made = (quern__want){ .object = object, .key = QUERN__NO_KEY };
    return made;
}

/* ---- What is there ---- */

static bool lead_to(const gathering *g, quern_object *target)
{
    quern__relating *r = g->relating;
    return !r->node->below || quern__object_list_add(&r->targets, g->p->arena, target);
}

/* A set that is known, if it may be taken for what is asked: what a queryset of the prefetch's own chooses is not in it. */
static const quern__set *known_set(const gathering *g, const quern_object *object)
{
    const quern__set *set = g->sets && !g->relating->node->queryset ? &g->sets->of[object->row] : NULL;
    return set && set->rows ? set : NULL;
}

static bool lead_to_all(const gathering *g, const quern__set *set)
{
    for (size_t i = 0; g->relating->node->below && i < set->count; i++)
        if (!lead_to(g, set->rows[i]))
            return false;
    return true;
}

/* Another object of the group may have it too: it lives as long. What is not like that, and what a queryset of the prefetch's own may
 * not choose, stays with the object that has it. */
static bool is_to_share(const gathering *g, const quern_object *target)
{
    const quern__relating *r = g->relating;
    const quern__origin *origin = quern__object_origin(target);
    return !r->node->queryset && origin && origin->model == r->via->target &&
           target->result->owner == g->group->root && quern__object_loaded(target, r->by);
}

/* Nothing can be fetched for what the program has put there: its own, or a copy. */
static bool is_ours(const gathering *g, const quern_object *target)
{
    return target->result && quern__result_has(target->result, target) &&
           quern__result_session(target->result) == g->p->session;
}

/* It is a target, and once, if others share it. */
static bool keep_target(const gathering *g, quern_object *target, const quern_value *key)
{
    quern__group *group = g->group;
    if (!is_ours(g, target))
        return true;
    if (!is_to_share(g, target))
        return lead_to(g, target);
    const size_t count = group->known.count;
    if (quern__keyring_add(&group->known, key) == QUERN__NO_KEY)
        return false;
    return group->known.count == count ||
           (quern__object_list_add(&group->shared, g->p->arena, target) && lead_to(g, target));
}

/* ---- Who wants what ---- */

/* Gives the want the number of its object's key, if that is not NULL. False when out of memory. */
static bool ask_for(const gathering *g, quern__want *wanted)
{
    quern__keyring *keys = &g->group->keys;
    const quern__field *of = g->relating->of;
    if (keys->integers && !of->present_offset) {
        wanted->key = quern__keyring_integer(keys, quern__key_integer(of, wanted->object));
        if (wanted->key != QUERN__NO_KEY)
            return true;
    }
    const quern_value key = quern__member_value(of, wanted->object);
    if (key.kind == QUERN_KIND_NULL)
        return true;
    wanted->key = quern__keyring_add(keys, &key);
    return wanted->key != QUERN__NO_KEY;
}

static bool want_it(const gathering *g, quern_object *object)
{
    quern__want *wanted = want(g, object);
    return wanted && ask_for(g, wanted);
}

/* A relation to one object: what it leads to may be there. But whether a queryset of the prefetch's own chooses that, for a set apart, only
 * the server knows. */
static bool look_ahead(const gathering *g, quern_object *object)
{
    const quern__relating *r = g->relating;
    quern_object *target = *(quern_object **)(void *)((char *)object + r->node->relation->object_offset);
    if (!target || (r->to_set && r->node->queryset))
        return want_it(g, object);
    const quern_value key = quern__member_value(r->of, object);
    if (!quern__fetch_is_fresh(r->node->relation, target, &key))
        return want_it(g, object);
    if (!keep_target(g, target, &key))
        return false;
    quern__want *wanted = r->to_set ? want(g, object) : NULL;
    if (wanted)
        wanted->target = target;
    return !r->to_set || wanted;
}

static bool look_at(gathering *g, quern_object *object)
{
    const quern__relating *r = g->relating;
    quern_result *result = object->result;
    if (result != g->result && !enter(g, result))
        return quern__prefetch_no_memory(g->p);
    const quern__set *known = known_set(g, object);
    if (known)
        return lead_to_all(g, known) || quern__prefetch_no_memory(g->p);
    if (!quern__object_loaded(object, r->of)) {
        const quern__errand e = { .session = g->p->session,
                                  .result = result,
                                  .object = object,
                                  .field = r->of,
                                  .site = g->p->way->site,
                                  .needed = true };
        if (!quern__errand_need(&e))
            return false;
    }
    return (r->node->relation ? look_ahead(g, object) : want_it(g, object)) ||
           quern__prefetch_no_memory(g->p);
}

/* Now that it is known what is there: who wants what another has shares it, and only the rest asks. */
static bool share(gathering *g, quern__group *group)
{
    const quern__relating *r = g->relating;
    g->group = group;
    if (!group->known.count)
        return true;
    if (!quern__keyring_open(&group->keys, g->p->arena, r->of->kind))
        return false;
    for (size_t i = 0; i < group->want_count; i++) {
        quern__want *wanted = &group->wants[i];
        const quern_value key = quern__member_value(r->of, wanted->object);
        uint32_t known;
        if (wanted->target || key.kind == QUERN_KIND_NULL)
            continue;
        if (!quern__keyring_find(&group->known, &key, &known))
            return false;
        if (known != QUERN__NO_KEY)
            wanted->target = group->shared.objects[known];
        else if (!ask_for(g, wanted))
            return false;
    }
    return true;
}

/* ---- Several groups ---- */

static bool hold(const gathering *g, uint32_t number)
{
    quern__relating *r = g->relating;
    const quern__keyring *keys = &r->groups[number].keys;
    for (uint32_t i = 0; i < keys->count; i++) {
        const quern_value key = quern__keyring_key(keys, i);
        const uint32_t place = quern__keyring_add(&r->all, &key);
        if (place == QUERN__NO_KEY)
            return false;
        quern__holder *holder = &r->holders[place];
        if (holder->key != QUERN__NO_KEY) {
            quern__holder *further = quern__arena_take(g->p->arena, sizeof *further);
            if (!further)
                return false;
            *further = *holder;
            holder->next = further;
        }
        holder->group = number;
        holder->key = i;
    }
    return true;
}

/* They ask together. */
static bool join(const gathering *g)
{
    quern__relating *r = g->relating;
    size_t most = 0;
    for (size_t b = 0; b < r->group_count; b++)
        most += r->groups[b].keys.count;
    r->holders = quern__arena_take_array(g->p->arena, most, sizeof *r->holders);
    if (!r->holders || !quern__keyring_open(&r->all, g->p->arena, r->of->kind))
        return false;
    for (size_t i = 0; i < most; i++)
        r->holders[i].key = QUERN__NO_KEY;
    for (uint32_t b = 0; b < r->group_count; b++)
        if (!hold(g, b))
            return false;
    return true;
}

/* ---- All of them ---- */

bool quern__prefetch_gather(quern__prefetching *p, quern__relating *relating,
                            const quern__object_list *objects)
{
    gathering g = { .p = p, .relating = relating, .room = objects->count };
    if (!quern__keyring_open(&relating->roots, p->arena, QUERN_KIND_I64))
        return quern__prefetch_no_memory(p);
    for (size_t i = 0; i < objects->count; i++)
        if (objects->objects[i] && !look_at(&g, objects->objects[i]))
            return false;
    for (size_t b = 0; b < relating->group_count; b++) {
        quern__group *group = &relating->groups[b];
        if (relating->node->relation && !share(&g, group))
            return quern__prefetch_no_memory(p);
        relating->asks |= group->keys.count > 0;
    }
    return relating->group_count < 2 || join(&g) || quern__prefetch_no_memory(p);
}
