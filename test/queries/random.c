/* random.c: chains that a seed decides. What is made is sound, unless the chain says that it is wrong: one step of it then is,
 * and the generator knows of no other reason to refuse it. */
#include "test/queries/draw.h"

#include <check.h>
#include <string.h>

static const table *const roots[] = { &authors, &books,  &players, &clubs,
                                      &topics,  &badges, &pins,    &memberships };

/* ---- Conditions ---- */

static chain *make_chain(maker *m, size_t most, bool may_be_wrong);

/* Rows of one column that can be compared: objects for a key, or else values of one name. */
static const chain *inner(maker *m, const condition *leaf, bool relation, const table *target)
{
    size_t many = 2;
    maker own = { m->dice, m->arena, ONE_OF(m, roots), m->nesting + 1, &many };
    const bool objects = relation && rarely(m, 2);
    if (objects)
        own.root = target;
    const path path = any_path(&own, 2, leaf->left.kind);
    if (!objects && !path.text)
        return NULL;
    chain *made = make_chain(&own, 3, false);
    size_t kept = 0;
    for (size_t i = 0; i < made->count; i++)
        if (made->steps[i].kind < STEP_values || made->steps[i].kind > STEP_defer)
            made->steps[kept++] = made->steps[i];
    made->count = kept;
    if (!objects)
        made->steps[made->count++] = (step){ .kind = STEP_values, .count = 1, .names = { path } };
    return made;
}

static void several(maker *m, condition *leaf)
{
    const quern_kind kind = leaf->left.kind;
    const bool may_be_array = kind == QUERN_KIND_I64 || kind == QUERN_KIND_I32 || kind == QUERN_KIND_TEXT;
    leaf->right_count = below(m, 5);
    leaf->array = may_be_array && leaf->right_count && rarely(m, 2);
    expression *items = take(m, leaf->right_count + 1, sizeof *items);
    for (size_t i = 0; i < leaf->right_count; i++) {
        items[i] = constant(m, kind);
        if (!leaf->array && rarely(m, 6))
            items[i].constant = quern_value_null();
    }
    leaf->right = items;
}

static void ends(maker *m, condition *leaf)
{
    expression *both = take(m, 2, sizeof *both);
    both[0] = right_side(m, leaf->left.kind);
    both[1] = right_side(m, leaf->left.kind);
    leaf->right = both;
    leaf->right_count = 2;
}

static void one(maker *m, condition *leaf)
{
    expression *value = take(m, 1, sizeof *value);
    const bool takes_null = leaf->lookup == QUERN_LOOKUP_exact || leaf->lookup == QUERN_LOOKUP_iexact;
    if (leaf->lookup == QUERN_LOOKUP_isnull)
        *value = constant(m, QUERN_KIND_BOOL);
    else if (takes_null && rarely(m, 8))
        *value = (expression){ .kind = leaf->left.kind, .constant = quern_value_null() };
    else
        *value = right_side(m, leaf->left.kind);
    leaf->right = value;
    leaf->right_count = 1;
}

static quern_lookup any_lookup(maker *m, quern_kind kind)
{
    static const quern_lookup plain[] = { QUERN_LOOKUP_exact, QUERN_LOOKUP_exact, QUERN_LOOKUP_isnull,
                                          QUERN_LOOKUP_in };
    static const quern_lookup ordered[] = { QUERN_LOOKUP_gt,  QUERN_LOOKUP_gte,   QUERN_LOOKUP_lt,
                                            QUERN_LOOKUP_lte, QUERN_LOOKUP_range, QUERN_LOOKUP_in };
    static const quern_lookup of_texts[] = { QUERN_LOOKUP_iexact,      QUERN_LOOKUP_contains,
                                             QUERN_LOOKUP_icontains,   QUERN_LOOKUP_startswith,
                                             QUERN_LOOKUP_istartswith, QUERN_LOOKUP_endswith,
                                             QUERN_LOOKUP_iendswith,   QUERN_LOOKUP_regex,
                                             QUERN_LOOKUP_iregex };
    if (kind == QUERN_KIND_TEXT && !rarely(m, 3))
        return ONE_OF(m, of_texts);
    return kind == QUERN_KIND_BOOL || rarely(m, 3) ? ONE_OF(m, plain) : ONE_OF(m, ordered);
}

/* The table whose key it is; NULL: it is no relation's column, or is spelled as a plain one, or holds another field than the key. */
static const table *target_of(const maker *m, const path *path)
{
    const table *at = m->root;
    for (size_t i = 0; i < path->hop_count; i++)
        at = path->hops[i].back ? path->hops[i].back : at->fields[path->hops[i].field].target;
    if (path->named_by_relation)
        return at;
    const size_t size = strlen(path->text);
    const bool plain = size > 3 && strcmp(path->text + size - 3, "_id") == 0;
    return plain || at->fields[path->field].reach ? NULL : at->fields[path->field].target;
}

/* A pattern that is no constant could be any; only that the server takes it is then of interest. */
static condition leaf(maker *m)
{
    const path path = any_path(m, MOST_NAMES_OF_A_PATH, QUERN_KIND_END);
    condition made = { .op = QUERN_LEAF, .left = rarely(m, 8) ? computed(m, 2) : field_of(&path) };
    made.lookup = any_lookup(m, made.left.kind);
    made.spelled = !made.left.op && rarely(m, 2);
    const table *target = made.left.op ? NULL : target_of(m, &path);
    if (made.lookup == QUERN_LOOKUP_in && m->nesting < 2 && rarely(m, 2))
        made.query = inner(m, &made, target != NULL, target);
    if (made.query)
        return made;
    if (made.lookup == QUERN_LOOKUP_in)
        several(m, &made);
    else if (made.lookup == QUERN_LOOKUP_range)
        ends(m, &made);
    else
        one(m, &made);
    return made;
}

static const condition *conditions(maker *m, size_t depth)
{
    static const quern_condition_op composites[] = { QUERN_ALL_OF, QUERN_ANY_OF, QUERN_NONE_OF };
    const size_t count = rarely(m, 20) ? 0 : 1 + below(m, 3);
    condition *list = take(m, count + 1, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = depth && rarely(m, 2)
                      ? (condition){ .op = ONE_OF(m, composites), .children = conditions(m, depth - 1) }
                      : leaf(m);
    return list;
}

/* ---- Steps ---- */

/* What the chain has so far. */
typedef struct state {
    bool sliced, distinct, random, values, wrong;
} state;

static step order(maker *m, const state *state)
{
    step made = { .kind = STEP_order_by, .count = below(m, MOST_TERMS) };
    for (size_t i = 0; i < made.count; i++) {
        term *term = &made.terms[i];
        term->path = any_path(m, MOST_NAMES_OF_A_PATH, QUERN_KIND_END);
        term->nulls = (quern_nulls_place)below(m, 3);
        term->minus = rarely(m, 3);
        term->descending = rarely(m, 3);
        if (!state->distinct && rarely(m, 30))
            *term = (struct term){ .path = { .text = "?" } };
    }
    if (!rarely(m, 4))
        made.terms[made.count++].path = (path){ .text = "pk", .kind = m->root->fields[0].kind };
    return made;
}

static bool has_random_term(const step *step)
{
    for (size_t i = 0; i < step->count; i++)
        if (*step->terms[i].path.text == '?')
            return true;
    return false;
}

static step slice(maker *m)
{
    static const int64_t bounds[] = {
        0, 0, 1, 2, 3, 5, 10, 11, 39, 40, 41, QUERN_OPEN_END - 1, QUERN_OPEN_END
    };
    const int64_t low = ONE_OF(m, bounds), high = ONE_OF(m, bounds);
    return (step){ .kind = STEP_slice, .low = low < high ? low : high, .high = low < high ? high : low };
}

static step choose_names(maker *m, step_kind kind)
{
    step made = { .kind = kind };
    const size_t wanted = 1 + below(m, MOST_NAMES);
    for (size_t i = 0; i < wanted; i++) {
        const path path = any_path(m, kind == STEP_values ? MOST_NAMES_OF_A_PATH : 0, QUERN_KIND_END);
        bool known = false;
        for (size_t j = 0; j < made.count; j++)
            known |= strcmp(made.names[j].text, path.text) == 0;
        if (!known)
            made.names[made.count++] = path;
    }
    return made;
}

/* Relations to one object; or, after them, a field of what is there. */
static step over_relations(maker *m, step_kind kind)
{
    step made = { .kind = kind };
    const size_t wanted = 1 + below(m, 2);
    for (size_t i = 0; i < wanted; i++) {
        path *path = &made.names[made.count];
        const table *at = over_ones(m, path, 1 + below(m, MOST_NAMES_OF_A_PATH));
        path->field = kind == STEP_select_related ? 0 : below(m, at->field_count);
        if (kind != STEP_select_related)
            append(m, path, spelling(m, at, path->field, true));
        made.count += path->text != NULL;
    }
    return made.count ? made : (step){ .kind = STEP_all };
}

static step choose(maker *m, step_kind kind, size_t depth)
{
    return (step){ .kind = kind, .conditions = conditions(m, depth) };
}

/* A leaf that has to be refused: an unknown field, a lookup, a value, a number that do not fit. */
static step wrong_step(maker *m)
{
    static const struct {
        const char *path;
        quern_kind kind;
        quern_lookup lookup;
        quern_value value;
    } wrong[] = {
        { "colour", QUERN_KIND_I64, QUERN_LOOKUP_exact, { .kind = QUERN_KIND_I64 } },
        { "id__name", QUERN_KIND_I64, QUERN_LOOKUP_exact, { .kind = QUERN_KIND_I64 } },
        { "id", QUERN_KIND_I64, QUERN_LOOKUP_icontains, { .kind = QUERN_KIND_TEXT, .as.text = "1" } },
        { "id", QUERN_KIND_I64, QUERN_LOOKUP_exact, { .kind = QUERN_KIND_TEXT, .as.text = "1" } },
        { "id", QUERN_KIND_I64, QUERN_LOOKUP_gt, { .kind = QUERN_KIND_NULL } },
        { "id", QUERN_KIND_I64, QUERN_LOOKUP_exact, { .kind = QUERN_KIND_F64, .as.real = 0.5 } },
        { "pk__gt", QUERN_KIND_I64, QUERN_LOOKUP_gt, { .kind = QUERN_KIND_I64 } },
    };
    const size_t which = below(m, sizeof wrong / sizeof *wrong);
    condition *list = take(m, 2, sizeof *list);
    expression *right = take(m, 1, sizeof *right);
    *right = (expression){ .kind = wrong[which].kind, .constant = wrong[which].value };
    list[0] = (condition){ .op = QUERN_LEAF,
                           .left = { .kind = wrong[which].kind, .path = { .text = wrong[which].path } },
                           .lookup = wrong[which].lookup,
                           .right = right,
                           .right_count = 1 };
    return (step){ .kind = STEP_filter, .conditions = list };
}

static bool is_allowed(const state *state, step_kind kind)
{
    if (state->sliced && kind <= STEP_distinct)
        return false;
    if (kind == STEP_only || kind == STEP_defer || kind == STEP_select_related)
        return !state->values;
    return kind != STEP_distinct || !state->random;
}

static step any_step(maker *m, state *state)
{
    static const step_kind kinds[] = { STEP_filter,        STEP_filter,   STEP_filter,   STEP_exclude,
                                       STEP_exclude,       STEP_order_by, STEP_order_by, STEP_reverse,
                                       STEP_distinct,      STEP_slice,    STEP_values,   STEP_only,
                                       STEP_defer,         STEP_all,      STEP_none,     STEP_select_related,
                                       STEP_select_related };
    step_kind kind = ONE_OF(m, kinds);
    if (kind == STEP_none && !rarely(m, 8))
        kind = STEP_filter;
    if (!is_allowed(state, kind))
        kind = STEP_all;
    switch (kind) {
    case STEP_filter:
    case STEP_exclude:
        return choose(m, kind, 2);
    case STEP_order_by:
        return order(m, state);
    case STEP_slice:
        return slice(m);
    case STEP_select_related:
        return over_relations(m, kind);
    case STEP_only:
    case STEP_defer:
        return rarely(m, 3) ? over_relations(m, kind) : choose_names(m, kind);
    case STEP_values:
        return choose_names(m, kind);
    default:
        return (step){ .kind = kind };
    }
}

static void note(state *state, const step *step)
{
    state->sliced |= step->kind == STEP_slice;
    state->distinct |= step->kind == STEP_distinct;
    state->values |= step->kind == STEP_values;
    if (step->kind == STEP_order_by)
        state->random = has_random_term(step);
}

static chain *make_chain(maker *m, size_t most, bool may_be_wrong)
{
    chain *made = take(m, 1, sizeof *made);
    *made = (chain){ .root = m->root, .wrong = may_be_wrong && rarely(m, 10) };
    state state = { 0 };
    const size_t count = below(m, most + 1);
    for (size_t i = 0; i < count; i++) {
        made->steps[made->count] = any_step(m, &state);
        note(&state, &made->steps[made->count++]);
    }
    if (made->wrong) /* after a slice, all filters are */
        made->steps[made->count++] =
            state.sliced && rarely(m, 2) ? choose(m, STEP_exclude, 0) : wrong_step(m);
    return made;
}

chain *chain_sibling(quern__random *random, quern__arena *arena, size_t most, size_t draw)
{
    dice dice = { random, 0, draw };
    size_t many = 3;
    maker m = { &dice, arena, NULL, 0, &many };
    m.root = rarely(&m, 2) ? &books : ONE_OF(&m, roots);
    ck_assert_uint_lt(most, MOST_STEPS - 1);
    return make_chain(&m, most, true);
}

chain *chain_random(quern__random *random, quern__arena *arena, size_t most)
{
    return chain_sibling(random, arena, most, SIZE_MAX);
}
