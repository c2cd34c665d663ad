/* regroup.c: the same chain with its conditions in other calls of filter: two calls as one, or one as two. */
#include "test/queries/chain.h"

#include <check.h>

static size_t length(const condition *list)
{
    size_t count = 0;
    while (list[count].op)
        count++;
    return count;
}

static const condition *part_of(const condition *list, size_t from, size_t to, quern__arena *arena)
{
    condition *part = quern__arena_take_array(arena, to - from + 1, sizeof *part);
    ck_assert_ptr_nonnull(part);
    for (size_t i = from; i < to; i++)
        part[i - from] = list[i];
    part[to - from] = (condition){ .op = (quern_condition_op)0 };
    return part;
}

static void cut_step(chain *made, size_t at, size_t number, quern__arena *arena)
{
    const condition *all = made->steps[at].conditions;
    const size_t count = length(all), cut = 1 + number % (count - 1);
    for (size_t i = made->count++; i > at; i--)
        made->steps[i] = made->steps[i - 1];
    made->steps[at].conditions = part_of(all, 0, cut, arena);
    made->steps[at + 1].conditions = part_of(all, cut, count, arena);
}

static void join_steps(chain *made, size_t at, quern__arena *arena)
{
    const condition *a = made->steps[at].conditions, *b = made->steps[at + 1].conditions;
    const size_t first = length(a), second = length(b);
    condition *both = quern__arena_take_array(arena, first + second + 1, sizeof *both);
    ck_assert_ptr_nonnull(both);
    for (size_t i = 0; i <= first + second; i++)
        both[i] = i < first ? a[i] : b[i - first];
    made->steps[at].conditions = both;
    made->count--;
    for (size_t i = at + 1; i < made->count; i++)
        made->steps[i] = made->steps[i + 1];
}

const chain *chain_regrouped(const chain *from, quern__arena *arena, size_t number)
{
    chain *made = quern__arena_take(arena, sizeof *made);
    ck_assert_ptr_nonnull(made);
    *made = *from;
    for (size_t i = 0; i < from->count; i++) {
        const step *step = &from->steps[i];
        if (step->kind != STEP_filter)
            continue;
        if (i + 1 < from->count && step[1].kind == STEP_filter) {
            join_steps(made, i, arena);
            return made;
        }
        if (length(step->conditions) > 1 && from->count < MOST_STEPS) {
            cut_step(made, i, number, arena);
            return made;
        }
    }
    return from;
}
