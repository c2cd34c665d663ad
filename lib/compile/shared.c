/* shared.c: see shared.h. The statements are a list that only grows, at its head, by one exchange; two threads may make the same one at
 * once, and then the second one's is freed. */
#include "lib/compile/shared.h"

#include "lib/sql/select.h"

#include <stdatomic.h>

struct quern__shared {
    const quern_dialect *dialect;
    const quern_queryset *queryset;
    const quern_allocator *allocator;
    const char *sql;
    _Atomic(quern__shared_statement *) statements;
};

/* What a call asks for may be told by where it is asked for, as an order or a row's number: of that there is no end. */
static bool is_usual(const quern__wish *wish)
{
    return !wish->skip && !wish->order && !wish->query && !wish->owners;
}

static bool same(const quern__wish *a, const quern__wish *b)
{
    return a->intent == b->intent && a->most == b->most && a->unordered == b->unordered &&
           a->turned == b->turned && a->by_key_if_unordered == b->by_key_if_unordered;
}

static const quern__shared_statement *find(const quern__shared_statement *from, const quern__wish *wish)
{
    for (; from; from = from->next)
        if (same(&from->plan.wish, wish))
            return from;
    return NULL;
}

static const char *spell(const quern__shared *shared, const quern__plan *plan, quern__spelling spelling,
                         quern__arena *arena)
{
    quern__text text = quern__text_open(shared->allocator);
    quern__sql_select(plan, shared->dialect, spelling, &text);
    const char *sql = quern__text_keep(&text, arena);
    quern__text_close(&text);
    return sql;
}

static bool fill(const quern__shared *shared, const quern__wish *wish, quern__shared_statement *out)
{
    if (!quern__plan_make(shared->queryset, wish, out->arena, &out->plan) ||
        !quern__plan_parameters(&out->plan, out->arena, &out->parameters))
        return false;
    for (size_t i = 0; i < out->parameters.count; i++)
        out->to_come += out->parameters.values[i].kind == QUERN_KIND_PARAM;
    out->compiled.sql = spell(shared, &out->plan, QUERN__SPELL_PLACEHOLDERS, out->arena);
    return out->compiled.sql;
}

static quern__shared_statement *make(const quern__shared *shared, const quern__wish *wish)
{
    quern__arena *arena = quern__arena_open(shared->allocator, NULL);
    quern__shared_statement *made = arena ? quern__arena_take(arena, sizeof *made) : NULL;
    if (made) {
        made->arena = arena;
        made->compiled.number = UINT64_C(1) << 63 | (uintptr_t)made; /* it stays for as long as the db */
        if (fill(shared, wish, made))
            return made;
    }
    quern__arena_close(arena);
    return NULL;
}

const quern__shared_statement *quern__shared_statement_for(quern__shared *shared, const quern__wish *wish)
{
    if (!is_usual(wish))
        return NULL;
    quern__shared_statement *first = atomic_load_explicit(&shared->statements, memory_order_acquire);
    const quern__shared_statement *found = find(first, wish);
    quern__shared_statement *made = found ? NULL : make(shared, wish);
    while (made && !found) {
        made->next = first;
        if (atomic_compare_exchange_weak_explicit(&shared->statements, &first, made, memory_order_acq_rel,
                                                  memory_order_acquire))
            return made;
        found = find(first, wish);
    }
    if (made)
        quern__arena_close(made->arena);
    return found;
}

bool quern__shared_fill(const quern__shared_statement *statement, const quern__wants *wants,
                        quern__arena *arena, quern__parameters *out)
{
    *out = statement->parameters;
    if (!statement->to_come)
        return true;
    quern_value *values = quern__arena_take_array(arena, out->count, sizeof *values);
    for (size_t i = 0; values && i < out->count; i++) {
        const quern_value *value = &statement->parameters.values[i];
        values[i] = value->kind == QUERN_KIND_PARAM ? wants->bound[value->count].value : *value;
    }
    out->values = values;
    return values;
}

static void close(void *argument)
{
    quern__shared *shared = argument;
    quern__shared_statement *statement = atomic_load(&shared->statements);
    while (statement) {
        quern__shared_statement *next = statement->next;
        quern__compiled_forget(shared->allocator, &statement->compiled);
        quern__arena_close(statement->arena);
        statement = next;
    }
}

quern__shared *quern__shared_open(quern__arena *arena, const quern_dialect *dialect,
                                  const quern_queryset *queryset)
{
    static const quern__wish all_rows = { .intent = QUERN__INTENT_ROWS, .most = -1 };
    quern__shared *shared = quern__arena_take(arena, sizeof *shared);
    if (!shared)
        return NULL;
    shared->dialect = dialect;
    shared->queryset = queryset;
    shared->allocator = quern__arena_allocator(arena);
    atomic_init(&shared->statements, NULL);
    if (!quern__arena_on_close(arena, close, shared))
        return NULL;
    const quern__shared_statement *made = quern__shared_statement_for(shared, &all_rows);
    shared->sql = made ? spell(shared, &made->plan, QUERN__SPELL_LITERALS, arena) : NULL;
    return shared->sql ? shared : NULL;
}

const char *quern__shared_sql(const quern__shared *shared)
{
    return shared->sql;
}
