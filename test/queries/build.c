/* build.c: a description into a queryset, by the functions that a program would call; with constants, or with values to come for some
 * of them. */
#include "test/queries/chain.h"

#include "lib/expr/lookup.h"

#include <quern/row.h>

#include <check.h>

/* What is built in. */
typedef struct building {
    quern_session *session;
    quern__arena *arena;
    bindings *bindings; /* NULL: constants stay */
} building;

static void *take(quern__arena *arena, size_t count, size_t size)
{
    void *made = quern__arena_take_array(arena, count + 1, size);
    ck_assert_ptr_nonnull(made);
    return made;
}

static quern_value value_of(const expression *from, quern__arena *arena)
{
    if (from->op) {
        quern_value *operands = take(arena, 2, sizeof *operands);
        operands[0] = value_of(from->left, arena);
        operands[1] = value_of(from->right, arena);
        return quern_value_call(from->op, operands);
    }
    return from->path.text ? quern_value_path(from->path.text) : from->constant;
}

static quern_value array_of(const condition *from, quern__arena *arena)
{
    if (from->right[0].constant.kind == QUERN_KIND_TEXT) {
        const char **items = take(arena, from->right_count, sizeof *items);
        for (size_t i = 0; i < from->right_count; i++)
            items[i] = from->right[i].constant.as.text;
        return quern_value_array_text(quern_array_of_text(items, from->right_count));
    }
    int64_t *items = take(arena, from->right_count, sizeof *items);
    for (size_t i = 0; i < from->right_count; i++)
        items[i] = from->right[i].constant.as.integer;
    return quern_value_array_i64(quern_array_of_i64(items, from->right_count));
}

static quern_queryset *build(const chain *chain, const building *b);

/* A third of them get their values at once. */
static quern_queryset *inner_of(const chain *chain, const building *b)
{
    const size_t before = b->bindings ? b->bindings->count : 0;
    quern_queryset *made = build(chain, b);
    if (!b->bindings || b->bindings->count == before || quern__random_below(&b->bindings->random, 3))
        return made;
    made = (quern_bind)(made, &b->bindings->named[before], QUERN_SITE);
    b->bindings->count = before;
    b->bindings->named[before] = (quern_named){ 0 };
    return made;
}

/* Of most constants: a value that is to come, which is kept to be bound. */
static quern_value to_come(const quern_value *value, const building *b)
{
    bindings *to = b->bindings;
    const bool computed =
        value->kind == QUERN_KIND_PATH || value->kind == QUERN_KIND_CALL || value->kind == QUERN_KIND_RANGE;
    if (!to || computed || to->count == MOST_BINDINGS || quern__random_below(&to->random, 4) == 0)
        return *value;
    const char *name = quern__arena_format(b->arena, "p%zu", to->count);
    to->named[to->count++] = quern_assign(name, *value);
    to->named[to->count] = (quern_named){ 0 };
    return quern_value_param(name);
}

static quern_value constant_of(const condition *from, const building *b)
{
    quern__arena *arena = b->arena;
    if (from->lookup != QUERN_LOOKUP_in && from->lookup != QUERN_LOOKUP_range)
        return value_of(from->right, arena);
    if (from->array)
        return array_of(from, arena);
    quern_value *list = take(arena, from->right_count, sizeof *list);
    for (size_t i = 0; i < from->right_count; i++)
        list[i] = value_of(&from->right[i], arena);
    if (from->lookup == QUERN_LOOKUP_in)
        return quern_value_list(list);
    for (size_t i = 0; i < from->right_count; i++)
        list[i] = to_come(&list[i], b);
    return quern_value_range(list);
}

static quern_value right_of(const condition *from, const building *b)
{
    if (from->query)
        return quern_value_queryset(inner_of(from->query, b));
    const quern_value value = constant_of(from, b);
    return from->lookup == QUERN_LOOKUP_isnull ? value : to_come(&value, b);
}

static quern_condition leaf(const condition *from, const building *b)
{
    quern__arena *arena = b->arena;
    const quern_value right = right_of(from, b);
    if (from->spelled)
        return quern_where(quern__arena_format(arena, "%s__%s", from->left.path.text,
                                               quern__lookup_rule(from->lookup)->name),
                           right);
    if (!from->left.op) {
        quern_condition made = quern_where(from->left.path.text, right);
        made.lookup = (uint16_t)from->lookup;
        return made;
    }
    quern_value *left = take(arena, 1, sizeof *left);
    *left = value_of(&from->left, arena);
    return quern_compare(left, from->lookup, right);
}

static const quern_condition *conditions(const condition *from, const building *b)
{
    size_t count = 0;
    while (from[count].op)
        count++;
    quern_condition *list = take(b->arena, count, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = from[i].op == QUERN_LEAF ? leaf(&from[i], b)
                                           : quern_combine(from[i].op, conditions(from[i].children, b));
    return list;
}

static quern_queryset *order(quern_queryset *queryset, const step *step, quern__arena *arena)
{
    quern_order *terms = take(arena, step->count, sizeof *terms);
    for (size_t i = 0; i < step->count; i++) {
        const term *from = &step->terms[i];
        terms[i] = quern_nulls(
            quern_order_name(quern__arena_format(arena, "%s%s", from->minus ? "-" : "", from->path.text)),
            from->nulls);
        if (from->descending)
            terms[i] = quern_descending(terms[i]);
    }
    return (quern_order_by)(queryset, terms, QUERN_SITE);
}

static quern_queryset *apply(quern_queryset *queryset, const step *step, const building *b)
{
    const char *names[MOST_NAMES + 1] = { 0 };
    for (size_t i = 0; step->kind >= STEP_values && i < step->count; i++)
        names[i] = step->names[i].text;
    switch (step->kind) {
    case STEP_filter:
        return (quern_filter)(queryset, conditions(step->conditions, b), QUERN_SITE);
    case STEP_exclude:
        return (quern_exclude)(queryset, conditions(step->conditions, b), QUERN_SITE);
    case STEP_order_by:
        return order(queryset, step, b->arena);
    case STEP_reverse:
        return quern_reverse(queryset);
    case STEP_distinct:
        return quern_distinct(queryset);
    case STEP_slice:
        return quern_slice(queryset, step->low, step->high);
    case STEP_values:
        return (quern_values)(queryset, names, QUERN_SITE);
    case STEP_only:
        return (quern_only)(queryset, names, QUERN_SITE);
    case STEP_defer:
        return (quern_defer)(queryset, names, QUERN_SITE);
    case STEP_all:
        return quern_all(queryset);
    case STEP_select_related:
        return (quern_select_related)(queryset, names, QUERN_SITE);
    default:
        return quern_none(queryset);
    }
}

static quern_queryset *apply_some(quern_queryset *queryset, const chain *chain, size_t from, size_t to,
                                  const building *b)
{
    for (size_t i = from; i < to; i++)
        queryset = apply(queryset, &chain->steps[i], b);
    return queryset;
}

static quern_queryset *build(const chain *chain, const building *b)
{
    return apply_some((quern_objects)(b->session, chain->root->model, QUERN_SITE), chain, 0, chain->count, b);
}

quern_queryset *chain_build(const chain *chain, quern_session *session, quern__arena *arena)
{
    return build(chain, &(building){ .session = session, .arena = arena });
}

quern_queryset *chain_build_wanting(const chain *chain, quern_session *session, quern__arena *arena,
                                    bindings *bindings)
{
    return build(chain, &(building){ .session = session, .arena = arena, .bindings = bindings });
}

quern_queryset *chain_build_on_shared(const chain *chain, size_t cut, quern_db *db, quern_session *session,
                                      quern__arena *arena, bindings *bindings)
{
    building b = { .session = quern_session_open(db), .arena = arena, .bindings = bindings };
    quern_queryset *first = (quern_objects)(b.session, chain->root->model, QUERN_SITE);
    quern_queryset *shared = quern_share(db, apply_some(first, chain, 0, cut, &b));
    quern_session_close(b.session);
    b.session = session;
    return apply_some(quern_in(session, shared), chain, cut, chain->count, &b);
}
