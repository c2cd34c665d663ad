/* test_parameters.c: 20,000 random chains with values to come for most of their constants: with these given, in the session, shared, and
 * shared with values, each has the SQL that it has when it is built with the constants, or is refused as that is. Nothing is sent. */
#include "test/queries/chain.h"

#include "test/support/expect.h"
#include "test/support/models.h"

#include <check.h>
#include <string.h>

enum { CHAINS = 20000, A_DB = 400, MOST = 5, SECONDS = 300 };

typedef struct trial {
    quern_db *db;
    quern_session *session, *other;
    quern__arena *arena;
    const chain *chain;
    const char *expected; /* NULL: it is refused */
} trial;

static struct {
    uint64_t compared, refused, values;
} figures;

static void check_sql(const trial *t, const char *how, quern_queryset *queryset)
{
    const quern_error *error = quern_queryset_error(queryset);
    quern__text text = quern__text_open(quern_system_allocator());
    chain_print(t->chain, &text);
    if (t->expected) {
        ck_assert_msg(!error, "%s: %s\n%s\n%s", how, error ? error->message : "", error ? error->path : "",
                      quern__text_get(&text));
        ck_assert_msg(strcmp(quern_sql(queryset), t->expected) == 0, "%s: %s\n%s\nnot\n%s", how,
                      quern__text_get(&text), quern_sql(queryset), t->expected);
    } else {
        ck_assert_msg(error != NULL, "%s: not refused: %s", how, quern__text_get(&text));
    }
    quern__text_close(&text);
}

static void try_chain(trial *t, uint64_t seed)
{
    quern__random random = { seed };
    bindings bindings = { .random = { seed + 7 } };
    t->chain = chain_random(&random, t->arena, MOST);
    quern_queryset *constant = chain_build(t->chain, t->session, t->arena);
    t->expected = quern_queryset_error(constant) ? NULL : quern_sql(constant);
    quern_queryset *wanting = chain_build_wanting(t->chain, t->session, t->arena, &bindings);
    quern_queryset *bound = (quern_bind)(wanting, bindings.named, QUERN_SITE);
    check_sql(t, "bound", bound);
    quern_queryset *shared = quern_share(t->db, wanting);
    check_sql(t, "shared", (quern_bind)(quern_in(t->other, shared), bindings.named, QUERN_SITE));
    check_sql(t, "shared with values", quern_in(t->other, quern_share(t->db, bound)));
    bindings.count = 0;
    bindings.named[0] = (quern_named){ 0 };
    quern_queryset *on_shared =
        chain_build_on_shared(t->chain, seed % (t->chain->count + 1), t->db, t->other, t->arena, &bindings);
    check_sql(t, "refined when shared", (quern_bind)(on_shared, bindings.named, QUERN_SITE));
    figures.values += bindings.count;
    *(t->expected ? &figures.compared : &figures.refused) += 1;
}

static void try_some(uint64_t first)
{
    quern_db *db = quern_open("postgresql://nowhere.invalid/none", quern__test_models, .no_threads = true);
    for (uint64_t seed = first; seed < first + A_DB; seed++) {
        trial t = { .db = db,
                    .session = quern_session_open(db),
                    .other = quern_session_open(db),
                    .arena = quern__arena_open(quern_system_allocator(), NULL) };
        try_chain(&t, seed * UINT64_C(0xd1342543de82ef95));
        quern_session_close(t.session);
        quern_session_close(t.other);
        quern__arena_close(t.arena);
    }
    ck_assert(quern_close(db, 0));
}

START_TEST(values_that_came_are_as_constants)
{
    for (uint64_t first = 1; first < CHAINS; first += A_DB)
        try_some(first);
    ck_assert_uint_gt(figures.compared, CHAINS / 2);
    ck_assert_uint_gt(figures.refused, CHAINS / 50);
    ck_assert_uint_gt(figures.values, CHAINS);
}
END_TEST

Suite *quern__suite_parameters(void);

Suite *quern__suite_parameters(void)
{
    Suite *suite = suite_create("parameters");
    TCase *parameters = tcase_create("parameters");
    tcase_set_timeout(parameters, SECONDS);
    tcase_add_test(parameters, values_that_came_are_as_constants);
    suite_add_tcase(suite, parameters);
    return suite;
}
