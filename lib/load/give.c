/* give.c: what a level has fetched goes to those who want it. All that may fail comes first; then each gets what is theirs. */
#include "lib/load/match.h"

#include "lib/expr/object.h"
#include "lib/load/eager.h"
#include "lib/load/fetch.h"
#include "lib/load/sets.h"
#include "lib/value/same.h"

#include <string.h>

static void *const none[] = { NULL };

bool quern__object_list_add(quern__object_list *list, quern__arena *arena, quern_object *object)
{
    if (list->count == list->room) {
        const size_t room = list->room ? 2 * list->room : 64;
        quern_object **objects = quern__arena_take_raw(arena, room * sizeof(*objects));
        if (!objects)
            return false;
        if (list->count)
            memcpy(objects, list->objects, list->count * sizeof(*objects));
        list->objects = objects;
        list->room = room;
    }
    list->objects[list->count++] = object;
    return true;
}

/* ---- Making ready ---- */

/* The other side of a one to one, for which a set is known as well, of who was led to it: NULL when it has no name. */
static const quern__reverse *other_side(const quern__relating *r)
{
    const quern__field *relation = r->node->relation;
    const quern__model *target = r->via->target;
    for (size_t i = 0; !r->to_set && relation && relation->unique && i < target->reverse_count; i++)
        if (target->reverses[i].field == relation)
            return &target->reverses[i];
    return NULL;
}

/* A name for the other side that nobody declared a member for has a field all the same, which is nowhere in the struct. */
static const quern__field *member_of(const quern__field *field)
{
    return field && field->object_offset ? field : NULL;
}

static quern__sets *open_sets(const quern__prefetching *p, const quern__relating *r,
                              const quern__group *group, quern_result *result)
{
    const quern__prefetch *node = r->node;
    quern__sets *sets = quern__sets_find(result, node->name);
    const bool known = sets;
    const char *name = known || !node->apart ? node->name : quern__arena_text(result->arena, node->name);
    if (!sets)
        sets = name ? quern__sets_open(result, name, node->reverse, member_of(node->to)) : NULL;
    if (!sets)
        return NULL;
    sets->relation = node->relation;
    sets->by = group->by;
    sets->whole = (!known || sets->whole) && !node->queryset;
    if (p->way->asked)
        sets->site = p->way->asked;
    return sets;
}

/* Of what somebody wants in this group. */
static bool open_all_sets(const quern__prefetching *p, const quern__relating *r, const quern__group *group)
{
    const quern_result *last = NULL;
    for (size_t i = 0; i < group->want_count; i++) {
        quern_result *result = group->wants[i].object->result;
        if (result != last && !open_sets(p, r, group, result))
            return false;
        last = result;
    }
    return true;
}

/* Whether the row is what the key says, as whoever looks at the pointer later sees it: 1.0 and 1.00 are equal, and differ. */
static inline quern_object *target_of(const quern__relating *r, const quern__group *group,
                                      const quern__want *want)
{
    if (want->target || want->key == QUERN__NO_KEY)
        return want->target;
    quern_object *row = group->buckets[want->key].one;
    if (!row || group->keys.integers)
        return row;
    const quern_value key = quern__member_value(r->of, want->object), found = quern__member_value(r->by, row);
    return quern__value_same(&key, &found) ? row : NULL;
}

static bool is_complete(const quern__group *group)
{
    size_t i = 0;
    while (i < group->keys.count && group->buckets[i].one)
        i++;
    return i == group->keys.count && group->keys.integers;
}

/* Who gets nothing of all objects that there are is marked: peers need not ask for it again. */
static bool mark(const quern__relating *r, const quern__group *group)
{
    if (r->node->queryset || is_complete(group))
        return true;
    for (size_t i = 0; i < group->want_count; i++) {
        const quern__want *want = &group->wants[i];
        if ((!want->target && want->key == QUERN__NO_KEY) || target_of(r, group, want))
            continue;
        bool *marks = quern__result_unfound(want->object->result, r->of, true);
        if (!marks)
            return false;
        marks[want->object->row] = true;
    }
    return true;
}

/* Sets of who was led to it, for all rows. */
static bool open_others(const quern__relating *r, const quern__reverse *other, size_t group)
{
    for (size_t b = 0; b < r->batch_count; b++) {
        quern_result *result = r->batches[b].portions[group].result;
        if (!result->count)
            continue;
        quern__sets *sets = quern__sets_open(result, other->name, other, member_of(other->as));
        if (!sets)
            return false;
        sets->whole = true;
        sets->by = NULL;
    }
    return true;
}

/* As it was built, with the values that have come. False when out of memory. */
static bool keep_queryset(const quern__relating *r, quern__group *group)
{
    quern__arena *arena = group->root->arena;
    const quern_queryset *from = r->node->queryset;
    if (!from || !r->to_set || r->doubtful)
        return true;
    from = quern__queryset_substitute(from, arena);
    group->by = from ? quern__queryset_copy(from, arena) : NULL;
    return group->by;
}

static bool prepare(const quern__prefetching *p, const quern__relating *r, size_t number)
{
    quern__group *group = &r->groups[number];
    const quern__reverse *other = other_side(r);
    const bool lists = other || (r->to_set && r->node->relation);
    if (lists)
        group->lists =
            quern__arena_take_array(group->root->arena, 2 * group->want_count, sizeof *group->lists);
    if (lists && !group->lists)
        return false;
    if ((other && !open_others(r, other, number)) || !keep_queryset(r, group))
        return false;
    return r->to_set ? r->doubtful || open_all_sets(p, r, group) : mark(r, group);
}

/* ---- Targets ---- */

static bool reserve(quern__object_list *list, quern__arena *arena, size_t more)
{
    if (list->room - list->count >= more)
        return true;
    const quern__object_list old = *list;
    list->room = old.count + more;
    list->objects = quern__arena_take_raw(arena, list->room * sizeof(*list->objects));
    if (list->objects && old.count)
        memcpy(list->objects, old.objects, old.count * sizeof(*old.objects));
    return list->objects;
}

static bool lead_on(const quern__prefetching *p, quern__relating *r, const quern__group *group,
                    const quern_result *result)
{
    quern__walk walk = { 0 };
    if (!reserve(&r->targets, p->arena, result->count))
        return false;
    for (size_t i = 0; i < result->count; i++) {
        quern_object *row = quern__walk_on(&walk, result);
        if (quern__match_first(r, group, row) == row)
            r->targets.objects[r->targets.count++] = row;
    }
    return true;
}

/* What came leads on, if there is something to be fetched for it. */
static bool lead_all_on(const quern__prefetching *p, quern__relating *r)
{
    if (!r->node->below || (r->doubtful && r->to_set))
        return true;
    for (size_t i = 0; i < r->batch_count; i++)
        for (size_t b = 0; b < r->group_count; b++)
            if (!lead_on(p, r, &r->groups[b], r->batches[i].portions[b].result))
                return false;
    return true;
}

/* ---- Giving ---- */

static void give_sets(const quern__relating *r, const quern__group *group)
{
    const quern_result *last = NULL;
    quern__sets *sets = NULL;
    for (size_t i = 0; i < group->want_count; i++) {
        const quern__want *want = &group->wants[i];
        quern__bucket alone = { .rows = group->lists ? group->lists + 2 * i : NULL, .count = 1 };
        const quern__bucket *bucket = want->key == QUERN__NO_KEY ? NULL : &group->buckets[want->key];
        if (want->target) {
            alone.rows[0] = want->target;
            bucket = &alone;
        }
        if (want->object->result != last) {
            sets = quern__sets_find(want->object->result, r->node->name);
            quern__eager_note(want->object->result, sets);
        }
        last = want->object->result;
        if (bucket && bucket->count)
            quern__sets_give(sets, want->object, bucket->rows, bucket->count);
        else
            quern__sets_give(sets, want->object, none, 0);
    }
}

/* The row knows who is led to it, unless somebody else is already. */
static void give_other(const quern__reverse *other, quern_object *row, const quern__want *want, void **list)
{
    quern__sets *sets = quern__sets_find(row->result, other->name);
    if (!sets || sets->of[row->row].rows)
        return;
    list[0] = want->object;
    quern__sets_give(sets, row, list, 1);
}

static void give_pointers(const quern__relating *r, const quern__group *group)
{
    const quern__reverse *other = other_side(r);
    for (size_t i = 0; i < group->want_count; i++) {
        const quern__want *want = &group->wants[i];
        quern_object *target = target_of(r, group, want);
        if (!target)
            continue;
        *(quern_object **)(void *)((char *)want->object + r->via->object_offset) = target;
        if (other && !want->target)
            give_other(other, target, want, group->lists + 2 * i);
    }
}

static void give(const quern__relating *r)
{
    for (size_t b = 0; b < r->group_count; b++)
        if (!r->to_set)
            give_pointers(r, &r->groups[b]);
        else if (!r->doubtful)
            give_sets(r, &r->groups[b]);
}

static bool match_and_prepare(const quern__prefetching *p)
{
    for (quern__relating *r = p->first; r; r = r->next) {
        if (!quern__match(p, r) || !lead_all_on(p, r))
            return false;
        for (size_t b = 0; b < r->group_count; b++)
            if (!prepare(p, r, b))
                return false;
    }
    return true;
}

/* Results that nobody needs: all of them, or those without a row. */
static void close_results(const quern__prefetching *p, bool all)
{
    for (quern__relating *r = p->first; r; r = r->next)
        for (size_t i = 0; i < r->batch_count; i++)
            for (size_t b = 0; b < r->group_count; b++) {
                quern__portion *portion = &r->batches[i].portions[b];
                if (all || !portion->result->count || (r->doubtful && r->to_set))
                    quern__result_close(portion->result);
            }
}

bool quern__prefetch_give(quern__prefetching *p)
{
    const bool done = match_and_prepare(p);
    for (quern__relating *r = p->first; done && r; r = r->next)
        give(r);
    close_results(p, !done);
    return done || quern__prefetch_no_memory(p);
}
