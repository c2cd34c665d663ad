/* test_warm.c: the cache of statements, which compares shapes, gives each of 100,000 random chains the text that it would have
 * without a cache. */
#include "test/queries/chain.h"

#include "lib/compile/statements.h"
#include "lib/plan/shape.h"
#include "lib/sql/select.h"
#include "lib/value/same.h"
#include "test/support/expect.h"
#include "test/support/models.h"

#include <check.h>

enum { CHAINS = 100000, A_SESSION = 1000, KEPT = 2000, MOST = 3, DRAWS = 60, SECONDS = 300 };

/* The values that a chain's shape gathers are put where the plan has its placeholders. */
static void expect_values(const quern__plan *plan, quern__arena *arena)
{
    quern__shape shape;
    quern__parameters cold;
    quern__shape_make(plan->queryset, &plan->wish, arena, &shape);
    ck_assert(!shape.broken && quern__plan_parameters(plan, arena, &cold));
    ck_assert_uint_eq(shape.value_count, cold.count);
    for (size_t i = 0; i < cold.count; i++)
        ck_assert_msg(shape.kinds[i] == cold.kinds[i] && quern__value_same(&shape.values[i], &cold.values[i]),
                      "value %zu", i + 1);
    quern__shape_close(&shape);
}

static void expect_same(quern__statements *statements, const quern__plan *plan, quern__text *cold)
{
    const quern__compiled *warm = quern__compile(statements, plan);
    quern__text_clear(cold);
    quern__sql_select(plan, quern__test_dialect(), QUERN__SPELL_PLACEHOLDERS, cold);
    quern__expect_text("a random chain", "its warm SQL", warm->sql, quern__text_get(cold));
    quern__compiled_release(statements, warm);
}

static void try_chain(const chain *chain, const quern__wish *wish, quern_session *session,
                      quern__statements *statements, quern__text *cold, quern__arena *arena)
{
    const quern_queryset *queryset = chain_build(chain, session, arena);
    quern__plan plan;
    if (quern_queryset_error(queryset))
        return;
    ck_assert(quern__plan_make(queryset, wish, arena, &plan));
    expect_same(statements, &plan, cold);
    expect_values(&plan, arena);
}

/* Of two that have nothing in common the shapes differ anyhow: those that are nearly the same are tried one after another. */
static void try_two(quern__random *random, quern_session *session, quern__statements *statements,
                    quern__text *cold)
{
    static const quern__wish wishes[] = { { .intent = QUERN__INTENT_ROWS, .most = -1 },
                                          { .intent = QUERN__INTENT_COUNT, .unordered = true, .most = -1 },
                                          { .intent = QUERN__INTENT_EXISTS, .unordered = true, .most = 1 } };
    quern__arena *arena = quern__arena_open(quern_system_allocator(), NULL);
    const quern__wish *wish = &wishes[quern__random_below(random, sizeof wishes / sizeof *wishes)];
    const size_t odd = quern__random_below(random, DRAWS);
    quern__random again = *random;
    const chain *one = chain_random(random, arena, MOST);
    try_chain(one, wish, session, statements, cold, arena);
    try_chain(chain_regrouped(one, arena, odd), wish, session, statements, cold, arena);
    try_chain(chain_sibling(&again, arena, MOST, odd), wish, session, statements, cold, arena);
    quern__arena_close(arena);
}

START_TEST(warm_sql_is_cold_sql)
{
    quern__random random = { 20 };
    quern__text cold = quern__text_open(quern_system_allocator());
    quern__statements *statements =
        quern__statements_open(quern_system_allocator(), quern__test_dialect(), KEPT);
    for (int i = 0; i < CHAINS / A_SESSION; i++) {
        quern_session *session = quern__test_session_open(NULL);
        for (int j = 0; j < A_SESSION; j += 2)
            try_two(&random, session, statements, &cold);
        quern__test_session_close(session);
    }
    const quern__statements_counts counts = quern__statements_count(statements);
    ck_assert_uint_gt(counts.hits, CHAINS / 10);
    ck_assert_uint_gt(counts.misses, CHAINS / 10);
    quern__statements_close(statements);
    quern__text_close(&cold);
}
END_TEST

Suite *quern__suite_warm(void);

Suite *quern__suite_warm(void)
{
    Suite *suite = suite_create("warm");
    TCase *cache = tcase_create("cache");
    tcase_set_timeout(cache, SECONDS);
    tcase_add_test(cache, warm_sql_is_cold_sql);
    suite_add_tcase(suite, cache);
    return suite;
}
