/* test_iterate.c: streams without memory: whatever fails, the loop ends, and what they opened is closed. */
#include "test/fault/house.h"

#define ALWAYS .times = QUERN_SCRIPT_ALWAYS

enum { CHUNK = 3 };

/* Each FETCH of three gives three rows, for ever; one of more than that gives the last three. */
static void expect_authors(quern_script *script)
{
    quern_script_expect(
        script, .contains = "FETCH FORWARD", ALWAYS,
        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT },
                             { "email", QUERN_KIND_TEXT }, { "born", QUERN_KIND_I32 }),
        QUERN_SCRIPT_ROWS("1", "one", NULL, "1", "2", "two", "b", NULL, "3", "three", "c", "3"));
    quern_script_expect(script, .contains = "", ALWAYS);
}

static void expect_counted_authors(quern_script *script)
{
    quern_script_expect(script, .contains = "COUNT", ALWAYS, QUERN_SCRIPT_COLUMNS({ "n", QUERN_KIND_I64 }),
                        QUERN_SCRIPT_ROWS("7"));
    expect_authors(script);
}

static quern_queryset *authors(const fault_house *house)
{
    return quern_filter(quern_objects(house->session, author), Q("name", "a text"));
}

/* A FETCH ahead that could not be sent, or read, is told when its rows are wanted, and not to who leaves the loop before. And a type that
 * was not remembered is asked for again with the next chunk. `before` are the statements that had run before the loop, which has so
 * many. */
static bool has_left(const fault_house *house, int64_t before, int64_t statements)
{
    const int64_t ran = quern_query_count(house->session) - before;
    bool lost = ran != statements;
    for (int64_t i = 1; i <= ran; i++) {
        const quern_query *query = quern_query_at(house->session, before + i);
        lost |= query && query->failure == QUERN_ERROR_MEMORY;
    }
    if (quern__replay_failed(house->replay) && lost)
        quern__replay_harmless(house->replay);
    return fault_succeeded(house);
}

static bool streams(fault_house *house)
{
    enum { STATEMENTS = 8 }; /* BEGIN, DECLARE, 5 FETCH, COMMIT */
    const int64_t before = quern_query_count(house->session);
    int rows = 0;
    QUERN_STREAM(author, a, authors(house), .chunk = CHUNK)
    {
        ck_assert_int_eq(a->id, 1 + rows % CHUNK);
        if (++rows == 7)
            break;
    }
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 7);
    return has_left(house, before, STATEMENTS);
}

/* Chunks that are ahead land while the loop does something else; and what is wrong with them is told in its turn. */
static bool streams_and_counts(fault_house *house)
{
    enum { STATEMENTS = 16 }; /* BEGIN, DECLARE, 6 FETCH, 7 COUNT, COMMIT */
    const int64_t before = quern_query_count(house->session);
    int rows = 0;
    QUERN_STREAM(author, a, authors(house), .chunk = CHUNK, .ahead = 3)
    {
        ck_assert_int_eq(a->id, 1 + rows % CHUNK);
        if (quern_count(authors(house)) < 0)
            break;
        if (++rows == 7)
            break;
    }
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 7);
    return has_left(house, before, STATEMENTS);
}

static bool refuses_to_read_that_far(fault_house *house)
{
    ck_assert_ptr_null(quern_iterate(authors(house), author, .ahead = 17));
    return fault_told(house, QUERN_ERROR_USAGE, "quern_iterate: .ahead is out of range",
                      "it is 1 to 16 chunks, or -1 for none; 0 is 2");
}

static bool streams_in_a_transaction(fault_house *house)
{
    quern_session *session = house->session;
    int rows = 0;
    bool done = quern_begin(session);
    if (done)
        QUERN_STREAM(author, a, authors(house)) rows++;
    done = done && quern_commit(session);
    while (quern_transaction_depth(session))
        ck_assert(quern_rollback(session));
    ck_assert(!done || rows == 3);
    return done && fault_succeeded(house);
}

static bool nests(fault_house *house)
{
    int rows = 0;
    QUERN_STREAM(author, a, authors(house))
    QUERN_STREAM(author, b, authors(house)) rows++;
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 9);
    return fault_succeeded(house);
}

static bool closes_without_the_macro(fault_house *house)
{
    quern_iterator *rows = quern_iterate(authors(house), author, .chunk = CHUNK);
    const author *first = quern_iterator_next(rows, author);
    ck_assert(!first || first->id == 1);
    quern_iterator_close(rows);
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    quern_iterator_clear(&rows);
    return first && !quern_failed(house->session) && fault_succeeded(house);
}

static bool tells_of_a_rewind(fault_house *house)
{
    const quern_mark mark = quern_session_mark(house->session);
    quern_iterator *rows = quern_iterate(authors(house), author);
    if (!rows)
        return false;
    ck_assert(quern_session_rewind(house->session, mark));
    ck_assert_ptr_null(quern_iterator_next(rows, author));
    quern_iterator_clear(&rows);
    return fault_told(house, QUERN_ERROR_CURSOR,
                      "the stream is over: the session was rewound to a mark from before it, or reset",
                      "take the mark in the loop, or before the row");
}

/* Where there was no memory to remember the type that was asked for, it is asked for again, and that is all. */
static bool has_learnt(fault_house *house, quern_queryset *queryset, const quern_model *model)
{
    enum { KNOWN = 4 }; /* BEGIN, DECLARE, FETCH, COMMIT */
    quern__replay_pause(house->replay);
    const int64_t before = quern_query_count(house->session);
    quern_iterator *rows = (quern_iterate)(queryset, model, NULL, 0, QUERN_SITE);
    quern_iterator_clear(&rows);
    if (quern__replay_failed(house->replay) && quern_query_count(house->session) > before + KNOWN)
        quern__replay_harmless(house->replay);
    quern__replay_resume(house->replay);
    return fault_succeeded(house);
}

static void expect_raw(quern_script *script)
{
    quern_script_expect(script, .contains = "FETCH FORWARD", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "extra", QUERN_SCRIPT_USER_TYPE }),
                        QUERN_SCRIPT_ROWS("1", "one", "2", NULL));
    quern_script_expect(script, .sql = QUERN_SCRIPT_RESOLVE_TYPE, ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "alike", QUERN_KIND_I64 }, { "name", QUERN_KIND_TEXT }),
                        QUERN_SCRIPT_ROWS("64", "mood"));
    quern_script_expect(script, .contains = "", ALWAYS);
}

static bool streams_own_sql(fault_house *house)
{
    int rows = 0;
    quern_queryset *raw = quern_raw(house->session, author, "SELECT id, extra FROM a WHERE id < $1", 5);
    QUERN_STREAM(author, a, raw) ck_assert_int_eq(a->id, ++rows);
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 2);
    return has_learnt(house, raw, &author_model);
}

static bool streams_own_sql_ahead(fault_house *house)
{
    enum { STATEMENTS = 9 }; /* BEGIN, DECLARE, FETCH, the question, 4 FETCH, COMMIT */
    const int64_t before = quern_query_count(house->session);
    int rows = 0;
    quern_queryset *raw = quern_raw(house->session, author, "SELECT id, extra FROM a");
    QUERN_STREAM(author, a, raw, .chunk = 2)
    {
        ck_assert_int_eq(a->id, 1 + rows % 2);
        if (++rows == 5)
            break;
    }
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 5);
    return has_left(house, before, STATEMENTS) && has_learnt(house, raw, &author_model);
}

static void expect_types(quern_script *script)
{
    quern_script_expect(script, .contains = "FETCH FORWARD", ALWAYS,
                        QUERN_SCRIPT_COLUMNS({ "code", QUERN_SCRIPT_USER_TYPE }, { "room", QUERN_KIND_I32 }),
                        QUERN_SCRIPT_ROWS("A", "1", "B", "2"));
    expect_raw(script);
}

static bool learns_a_type(fault_house *house)
{
    int rows = 0;
    quern_queryset *shelves = quern_objects(house->session, shelf);
    QUERN_STREAM(shelf, h, shelves) ck_assert_int_eq(h->room, ++rows);
    if (quern_failed(house->session))
        return false;
    ck_assert_int_eq(rows, 2);
    return has_learnt(house, shelves, &shelf_model);
}

static bool refuses_a_chunk(fault_house *house)
{
    ck_assert_ptr_null(quern_iterate(authors(house), author, .chunk = UINT32_MAX));
    return fault_told(house, QUERN_ERROR_USAGE, "quern_iterate: .chunk is out of range",
                      "it is 1 to 2147483647 rows; 0 is 2000");
}

static const fault_scenario scenarios[] = {
    { "a loop over chunks", "quern_iterate quern_iterator_next quern_iterator_clear", .act = streams,
      .expect = expect_authors },
    { "all of it for the first time", "quern_iterate", .act = streams, .expect = expect_authors,
      .cold = true },
    { "a loop that counts", "quern_iterate quern_iterator_next", .act = streams_and_counts,
      .expect = expect_counted_authors },
    { "too far ahead", "quern_iterate", .act = refuses_to_read_that_far, .expect = expect_authors },
    { "in a transaction", "quern_iterate", .act = streams_in_a_transaction, .expect = expect_authors },
    { "two at once", "quern_iterate", .act = nests, .expect = expect_authors },
    { "without the macro", "quern_iterator_close", .act = closes_without_the_macro,
      .expect = expect_authors },
    { "a rewind", "quern_iterator_next", .act = tells_of_a_rewind, .expect = expect_authors },
    { "of own SQL", "quern_iterate", .act = streams_own_sql, .expect = expect_raw },
    { "of own SQL, ahead", "quern_iterate", .act = streams_own_sql_ahead, .expect = expect_raw },
    { "with a type to ask for", "quern_iterate", .act = learns_a_type, .expect = expect_types },
    { "a chunk that is too large", "quern_iterate", .act = refuses_a_chunk, .expect = expect_authors },
};

const fault_table fault_iterate = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_iterate(void);

Suite *quern__suite_iterate(void)
{
    Suite *suite = suite_create("iterate");
    TCase *tests = tcase_create("iterate");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
