/* test_server.c: one whole program against a real server, without memory. Only quern's own memory fails: libpq has its own. */
#include "lib/base/arena.h"
#include "lib/compile/statements.h"
#include "lib/db/db.h"
#include "test/fault/house.h"
#include "test/support/schema.h"

#include <string.h>

static quern__test_schema schema;
static bool there_is_a_server;

static void begin(void)
{
    there_is_a_server = quern__test_schema_open(&schema);
}

static void end(void)
{
    if (there_is_a_server)
        quern__test_schema_close(&schema);
}

/* The call failed: true for the server's refusal, false for no memory. */
static bool is_refused(const fault_house *house)
{
    quern__replay_harmless(house->replay); /* the hint may be missing */
    const quern_error *error = quern_session_error(house->session);
    ck_assert_ptr_nonnull(error);
    if (error->code == QUERN_ERROR_MEMORY)
        return false;
    ck_assert_str_eq(error->sqlstate, "42703");
    quern_error_clear(house->session);
    return true;
}

static bool reads_books(const fault_house *house)
{
    int books = 0;
    quern_queryset *all = quern_filter(quern_objects(house->session, book), Q("id__lt", 12));
    all = quern_exclude(quern_order_by(all, "-id"), OR(Q("title__icontains", "germ"), Q("lent", true)));
    QUERN_EACH(book, at, all)
        books += at->author_id > 0 && *at->title;
    const book *emma = quern_get(all, book, Q("isbn", "978-1"));
    const int64_t count = quern_count(all);
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(books, 8);
    ck_assert_int_eq(count, 8);
    ck_assert_str_eq(emma->title, "Emma");
    return true;
}

static bool lives(fault_house *house)
{
    if (!reads_books(house))
        return false;
    ck_assert_int_eq(quern_execute(house->session, "UPDATE shelf SET no_such_column = $1", 5), -1);
    if (!is_refused(house))
        return false;
    const int64_t rows = quern_execute(house->session, "UPDATE shelf SET room = room WHERE code = $1", "A");
    if (rows < 0)
        return false;
    ck_assert_int_eq(rows, 1);
    return fault_succeeded(house);
}

/* How often what the server keeps was executed, or -1. */
static int64_t executed(const fault_house *house)
{
    return quern_execute(house->session, "SELECT FROM pg_prepared_statements, "
                                         "generate_series(1, generic_plans + custom_plans)");
}

/* The same again and again, so that the server keeps it. What there is no memory for is sent as it is, or asked for anew. */
static bool repeats(fault_house *house)
{
    for (int i = 0; i < 4; i++) {
        const int64_t found = quern_count(quern_filter(quern_objects(house->session, book), Q("id__lt", 12)));
        if (found < 0)
            return false;
        ck_assert_int_eq(found, 11);
    }
    const int64_t times = executed(house);
    if (times < 0)
        return false;
    ck_assert_int_ge(times, 2);
    quern__replay_harmless(house->replay); /* what its columns are may not be remembered, which nobody sees */
    return fault_succeeded(house);
}

/* The debug arena allocates each piece, and each run opens connections. */
#define STEP (quern__arena_debug ? 11 : 1)

static bool lives_on_a_server(quern__replay *replay, void *context)
{
    fault_act *act = *(fault_act *const *)context;
    fault_house house = { .replay = replay };
    house.db = quern_open(schema.uri, quern__test_models, .pool_max = 1,
                          .allocator = quern__replay_allocator(replay));
    house.session = quern_session_open(house.db);
    return fault_act_and_close(&house, act);
}

START_TEST(without_memory)
{
    static fault_act *const acts[] = { lives, repeats };
    static const char *const names[] = { "a program on a server", "statements that the server keeps" };
    fault_act *act = acts[_i];
    if (there_is_a_server)
        ck_assert_uint_gt(quern__replay_every(STEP, names[_i], lives_on_a_server, &act), 20);
}
END_TEST

Suite *quern__suite_server(void);

Suite *quern__suite_server(void)
{
    Suite *suite = suite_create("server");
    TCase *tests = tcase_create("server");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, without_memory, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
