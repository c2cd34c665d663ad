/* shape.c: a queryset's shape, as words. Every fact that lib/sql looks at is here; a value is not, but for its form. What is a thing
 * of the schema's, a model or a field, stands as its address, which is the same for as long as the db. Joins are none of it: they
 * follow from the rest. Nor are the calls of columns on paths to many: a call is that of the nearest NOT EXISTS around the column, or
 * else of the clause, and both are here; and so is the clause that has the call of what binds it to an owner. */
#include "lib/plan/shape.h"

#include "lib/plan/gist.h"

#include <string.h>

enum { FILTERS_FEW = 16 };

typedef struct shaping {
    quern__pass pass; /* first */
    quern__shape *out;
    bool negated; /* the leaf that is looked at */
} shaping;

/* ---- Words ---- */

/* A multiplication for each word, as Firefox and rustc hash theirs (FxHash). */
#define FACTOR UINT64_C(0x517cc1b727220a95)

static bool grow(quern__shape *shape)
{
    const size_t room = 2 * shape->room;
    uint64_t *old = shape->words == shape->few_words ? NULL : shape->words;
    uint64_t *words = shape->broken ? NULL : quern__reallocate(shape->allocator, old, room * sizeof *words);
    shape->broken = !words;
    if (!words)
        return false;
    if (!old)
        memcpy(words, shape->few_words, sizeof shape->few_words);
    shape->words = words;
    shape->room = room;
    return true;
}

static inline void put(quern__shape *shape, uint64_t word)
{
    if (shape->count == shape->room && !grow(shape))
        return;
    shape->words[shape->count++] = word;
}

static uint64_t hash_of(const quern__shape *shape)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < shape->count; i++)
        hash = ((hash << 5 | hash >> 59) ^ shape->words[i]) * FACTOR;
    return hash;
}

static inline void put_address(quern__shape *shape, const void *thing)
{
    put(shape, (uint64_t)(uintptr_t)thing);
}

/* Two small numbers and a long one. */
static inline void put_three(quern__shape *shape, unsigned a, unsigned b, size_t count)
{
    put(shape, (uint64_t)count << 32 | (uint64_t)(b & 0xffff) << 16 | (a & 0xffff));
}

/* ---- Values ---- */

static bool grow_values(quern__shape *shape)
{
    const size_t room = 4 * shape->value_room;
    quern_value *values = quern__arena_take_array(shape->arena, room, sizeof *values);
    quern_kind *kinds = quern__arena_take_array(shape->arena, room, sizeof *kinds);
    shape->broken |= !values || !kinds;
    if (shape->broken)
        return false;
    memcpy(values, shape->values, shape->value_count * sizeof *values);
    memcpy(kinds, shape->kinds, shape->value_count * sizeof *kinds);
    shape->values = values;
    shape->kinds = kinds;
    shape->value_room = room;
    return true;
}

static inline void take(quern__shape *shape, const quern_value *value, quern_kind kind)
{
    if (shape->value_count == shape->value_room && !grow_values(shape))
        return;
    shape->values[shape->value_count] = *value;
    shape->kinds[shape->value_count++] = kind;
}

/* ---- Expressions ---- */

static quern__shape *shape_of(quern__visit *visit)
{
    return ((shaping *)(void *)((char *)visit - offsetof(shaping, pass.visit)))->out;
}

/* Behind a word that says how many hops it has. */
static void put_column(quern__shape *out, const quern__column *column)
{
    put_address(out, column->field);
    for (size_t i = 0; i < column->hop_count; i++)
        put_address(out, column->hops[i]);
}

static void constant(quern__visit *visit, const quern__expression *expression)
{
    quern__shape *out = shape_of(visit);
    put_three(out, expression->node, expression->kind, 0);
    take(out, &expression->as.constant, expression->kind);
}

static void column(quern__visit *visit, const quern__expression *expression)
{
    quern__shape *out = shape_of(visit);
    put_three(out, expression->node, 0, expression->as.column.hop_count);
    put_column(out, &expression->as.column);
}

static void open_call(quern__visit *visit, const quern__expression *call)
{
    put_three(shape_of(visit), call->node, call->as.call.op, call->as.call.count);
}

static void put_chain(shaping *s, const quern_queryset *queryset, const quern__wish *wish);

static void query(quern__visit *visit, const quern__expression *expression)
{
    shaping *s = (shaping *)(void *)((char *)visit - offsetof(shaping, pass.visit));
    const quern__query *query = expression->as.query;
    const quern__wish wish = quern__query_wish(query, s->negated);
    put_three(s->out, expression->node, s->negated, 0);
    put_address(s->out, query->key);
    put_chain(s, query->queryset, &wish);
}

/* Eight bytes a word. */
static void put_text(quern__shape *out, const char *text)
{
    const size_t size = strlen(text);
    put(out, size);
    for (size_t i = 0; i < size; i += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, text + i, size - i < sizeof word ? size - i : sizeof word);
        put(out, word);
    }
}

static void truncate(quern__visit *visit, const quern__expression *expression)
{
    quern__shape *out = shape_of(visit);
    put_three(out, expression->node, expression->kind, expression->as.truncate.unit);
    put(out, expression->as.truncate.column.hop_count);
    put_column(out, &expression->as.truncate.column);
    put_text(out, expression->as.truncate.zone ? expression->as.truncate.zone : "");
}

/* ---- Conditions ---- */

static void open(quern__pass *pass, const quern__condition *composite)
{
    put_three(((shaping *)pass)->out, composite->op, composite->many, composite->count);
}

/* A field or a constant is what stands on most sides. */
static inline void put_side(shaping *s, const quern__expression *side)
{
    if (side->node == QUERN__NODE_COLUMN)
        column(&s->pass.visit, side);
    else if (side->node == QUERN__NODE_CONSTANT)
        constant(&s->pass.visit, side);
    else
        quern__expression_walk(side, &s->pass.visit);
}

static void leaf(quern__pass *pass, const quern__condition *condition, const quern__condition *parent,
                 bool negated)
{
    shaping *s = (shaping *)pass;
    (void)parent;
    s->negated = negated;
    put_three(s->out, QUERN_LEAF, (unsigned)condition->lookup << 8 | (unsigned)condition->form, 0);
    put_side(s, &condition->left);
    put_side(s, &condition->right);
    if (condition->form == QUERN__FORM_IN_OR_NULL)
        put_side(s, &condition->left);
}

/* From the root on, as their values are numbered. */
static void put_conditions(shaping *s, const quern_queryset *last, size_t count)
{
    const quern__condition *few[FILTERS_FEW];
    const quern__condition **all =
        count <= FILTERS_FEW ? few : quern__arena_take_array(s->out->arena, count, sizeof *all);
    if (!all) {
        s->out->broken = true;
        return;
    }
    size_t at = count;
    for (const quern_queryset *node = last; node && at; node = node->parent)
        if (node->clause == QUERN__CLAUSE_FILTER)
            all[--at] = &node->as.filter;
    for (size_t i = 0; i < count; i++)
        quern__condition_walk(all[i], &s->pass);
}

static void put_owners(quern__shape *out, const quern__owners *owners)
{
    put(out, owners->key.hop_count);
    put_column(out, &owners->key);
    take(out, &owners->keys, (quern_kind)((unsigned)owners->key.field->kind | (unsigned)QUERN_ARRAY));
}

/* ---- The rest of a chain ---- */

static void put_order(quern__shape *out, const quern__gist *gist)
{
    for (size_t i = 0; i < gist->order_count; i++) {
        const quern__order *term = &gist->order[i];
        if (gist->multiplying && !quern__order_multiplies(term))
            continue;
        put_three(out, term->output, (unsigned)term->descending << 8 | (unsigned)term->nulls,
                  term->column.field != NULL);
        if (term->column.field) {
            put(out, term->column.hop_count);
            put_column(out, &term->column);
        }
    }
}

static void put_loaded(quern__shape *out, const bool *loaded, size_t count)
{
    uint64_t word = 1;
    for (size_t i = 0; i < count; i++) {
        word = word << 1 | loaded[i];
        if (i % 32 == 31) {
            put(out, word);
            word = 1;
        }
    }
    put(out, word);
}

/* What is selected, if it is shown; computed columns count even if not, as tables may be joined for them. Of a subquery nobody reads
 * the rows, so it does not matter what they become. */
static void put_outputs(shaping *s, const quern_queryset *last, const quern__wish *wish, bool shown)
{
    const quern__model *rows = quern__queryset_rows_model(last);
    const bool computed = last->outputs && !(wish->query && wish->query->key);
    const bool chosen = shown && last->loaded;
    put_three(s->out, shown, (unsigned)chosen << 1 | computed, rows->count);
    if (shown && !wish->query && last->rows)
        put_address(s->out, rows->descriptor);
    const size_t values = s->out->value_count;
    for (size_t i = 0; computed && i < rows->count; i++)
        quern__expression_walk(&last->outputs[i], &s->pass.visit);
    if (!shown)
        s->out->value_count = values;
    if (chosen)
        put_loaded(s->out, last->loaded, rows->count);
}

/* Where it hangs is said by how deep each is. */
static void put_along(quern__shape *out, const quern__along *along)
{
    put(out, along->output_count);
    for (size_t i = 0; i < along->count; i++) {
        const quern__joined *joined = &along->list[i];
        if (!joined->wanted)
            continue;
        put_three(out, joined->loaded != NULL, 0, joined->way_count);
        put_address(out, joined->hop);
        if (joined->loaded)
            put_loaded(out, joined->loaded, joined->hop->to->count);
    }
}

static void put_distinct(quern__shape *out, const quern_queryset *distinct)
{
    put(out, distinct->as.distinct.count);
    for (size_t i = 0; i < distinct->as.distinct.count; i++) {
        put(out, distinct->as.distinct.on[i].hop_count);
        put_column(out, &distinct->as.distinct.on[i]);
    }
}

static void take_number(quern__shape *out, int64_t number)
{
    const quern_value value = quern_value_i64(number);
    take(out, &value, QUERN_KIND_I64);
}

static void put_chain(shaping *s, const quern_queryset *queryset, const quern__wish *wish)
{
    const quern__gist gist = quern__gist_of(queryset, wish);
    const bool offset = quern__rows_have_offset(gist.rows), limit = quern__rows_have_limit(gist.rows);
    const bool one = quern__rows_are_one(gist.rows);
    const bool along = quern__wish_takes_along(wish) && queryset->along && queryset->along->output_count;
    put_three(s->out, wish->intent, (unsigned)offset << 2 | (unsigned)limit << 1 | one,
              (size_t)along << 5 | gist.shares << 4 | (unsigned)(wish->owners != NULL) << 3 |
                  (unsigned)wish->by_key_if_unordered << 2 | (unsigned)wish->turned << 1 |
                  (wish->order != NULL));
    put_address(s->out, queryset->model);
    put_outputs(s, queryset, wish, wish->intent == QUERN__INTENT_ROWS || gist.distinct);
    if (along)
        put_along(s->out, queryset->along);
    put(s->out, (uint64_t)gist.filters << 32 | (uint64_t)gist.order_count << 2 |
                    (uint64_t)gist.multiplying << 1 | (gist.distinct != NULL));
    if (gist.distinct)
        put_distinct(s->out, gist.distinct);
    put_order(s->out, &gist);
    if (wish->owners)
        put_owners(s->out, wish->owners);
    put_conditions(s, queryset, gist.filters);
    if (limit && !one)
        take_number(s->out, gist.rows.high - gist.rows.low);
    if (offset)
        take_number(s->out, gist.rows.low);
    s->out->empty = gist.empty; /* the outermost one says it last */
}

void quern__shape_make(const quern_queryset *queryset, const quern__wish *wish, quern__arena *arena,
                       quern__shape *out)
{
    out->count = 0;
    out->room = QUERN__SHAPE_FEW;
    out->words = out->few_words;
    out->value_count = 0;
    out->value_room = QUERN__SHAPE_FEW_VALUES;
    out->values = out->few_values;
    out->kinds = out->few_kinds;
    out->allocator = quern__arena_allocator(arena);
    out->arena = arena;
    out->broken = false;
    shaping s = { .pass = { .visit = { .constant = constant,
                                       .column = column,
                                       .truncate = truncate,
                                       .open = open_call,
                                       .query = query },
                            .open = open,
                            .leaf = leaf },
                  .out = out };
    put_chain(&s, queryset, wish);
    out->hash = hash_of(out);
}

void quern__shape_close(quern__shape *shape)
{
    if (shape->words != shape->few_words)
        quern__release(shape->allocator, shape->words);
}

bool quern__shape_same(const uint64_t *words, size_t count, const quern__shape *shape)
{
    return count == shape->count && memcmp(words, shape->words, count * sizeof *words) == 0;
}
