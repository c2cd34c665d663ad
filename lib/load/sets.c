/* sets.c: see sets.h. */
#include "lib/load/sets.h"

#include <string.h>

static void ***member_of(const quern__sets *sets, quern_object *object)
{
    return sets->member ? (void ***)(void *)((char *)object + sets->member->object_offset) : NULL;
}

quern__sets *quern__sets_find(const quern_result *result, const char *name)
{
    quern__sets *sets = result->sets;
    while (sets && strcmp(sets->name, name) != 0)
        sets = sets->next;
    return sets;
}

quern__sets *quern__sets_open(quern_result *result, const char *name, const quern__reverse *reverse,
                              const quern__field *member)
{
    quern__sets *sets = quern__sets_find(result, name);
    if (sets)
        return sets;
    const size_t size = sizeof *sets + result->count * sizeof *sets->of;
    sets = quern__arena_take(result->arena, size);
    if (!sets)
        return NULL;
    sets->name = name;
    sets->reverse = reverse;
    sets->member = member;
    sets->next = result->sets;
    result->sets = sets;
    return sets;
}

/* The other side of a one to one has one pointer, not a list of them. */
void quern__sets_give(quern__sets *sets, quern_object *object, void *const *rows, size_t count)
{
    sets->of[object->row] = (quern__set){ .rows = rows, .count = count, .by = sets->by };
    void ***member = member_of(sets, object);
    if (!member)
        return;
    if (sets->member->declared->role == QUERN_ROLE_HAS_ONE)
        *(void **)member = rows[0];
    else
        *member = (void **)(uintptr_t)rows;
}

quern__set *quern__set_find(const quern_object *object, const char *name)
{
    quern__sets *sets = object->result ? quern__sets_find(object->result, name) : NULL;
    quern__set *set = sets ? &sets->of[object->row] : NULL;
    return set && set->rows ? set : NULL;
}

void quern__sets_forget(quern_object *object, const quern__reverse *reverse)
{
    if (!object->result)
        return;
    for (quern__sets *sets = object->result->sets; sets; sets = sets->next) {
        if (sets->reverse != reverse)
            continue;
        sets->of[object->row] = (quern__set){ 0 };
        void ***member = member_of(sets, object);
        if (member)
            *member = NULL;
    }
}
