/* test_build.c: building querysets, right and wrong ones, and showing their SQL, without memory. */
#include "test/fault/house.h"

#include <string.h>

/* A step of each kind, with texts to be copied. */
static quern_queryset *build(quern_session *session)
{
    quern_queryset *books = quern_objects(session, book);
    books = quern_filter(books, Q("title__icontains", "em"),
                         OR(Q("pages__gt", 300), NOT(Q("pages", QUERN_NULL))));
    books = quern_exclude(books, Q("isbn", "978"), Q(book, author_id, exact, 7));
    books = quern_order_by(books, "-created_at", NULLS_LAST("pages"));
    return quern_slice(quern_slice(books, 10, 50), 2, 7);
}

/* What has no memory is in error, and its session too. */
static bool is_built(const fault_house *house, const quern_queryset *queryset)
{
    const quern_error *error = quern_queryset_error(queryset);
    ck_assert_msg(!error == !quern_failed(house->session), "%s", quern__replay_where(house->replay));
    ck_assert(!error || error->code == QUERN_ERROR_MEMORY);
    return !error;
}

static bool builds(fault_house *house)
{
    quern_queryset *books = build(house->session);
    if (!is_built(house, books))
        return false;
    quern__replay_pause(house->replay);
    const char *sql = quern_sql(books);
    ck_assert_ptr_nonnull(strstr(sql, "ILIKE '%em%'"));
    ck_assert_ptr_nonnull(strstr(sql, "= '978'"));
    ck_assert_ptr_nonnull(strstr(sql, "LIMIT 5 OFFSET 12"));
    quern__replay_resume(house->replay);
    return fault_succeeded(house);
}

static bool shows_sql(fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_queryset *books = build(house->session);
    quern__replay_resume(house->replay);
    const char *sql = quern_sql(books);
    if (quern_failed(house->session)) {
        ck_assert_str_eq(sql, "-- QUERN_ERROR_MEMORY: out of memory");
        return false;
    }
    ck_assert_ptr_nonnull(strstr(sql, "LIMIT 5 OFFSET 12"));
    return fault_succeeded(house);
}

static bool shows_statement(fault_house *house)
{
    quern__replay_pause(house->replay);
    quern_queryset *books = build(house->session);
    quern__replay_resume(house->replay);
    const quern_sql_statement *statement = quern_statement(books);
    ck_assert(!statement == quern_failed(house->session));
    if (!statement)
        return false;
    ck_assert_ptr_nonnull(strstr(statement->sql, "LIMIT $"));
    ck_assert_uint_eq(statement->count, 6);
    ck_assert_str_eq(statement->parameters[0].value.as.text, "%em%");
    ck_assert_str_eq(statement->parameters[1].type, "integer");
    return fault_succeeded(house);
}

/* A mistake in building, and how it is told. */
typedef struct mistake {
    quern_queryset *(*make)(quern_session *session);
    quern_error_code code;
    const char *message, *hint;
} mistake;

static quern_queryset *unknown_field(quern_session *session)
{
    return quern_filter(quern_objects(session, author), Q("nmae", "x"));
}

static quern_queryset *unknown_order(quern_session *session)
{
    return quern_order_by(quern_objects(session, author), "nmae");
}

static quern_queryset *unknown_lookup(quern_session *session)
{
    return quern_exclude(quern_objects(session, shelf), Q("room__gtt", 1));
}

static quern_queryset *wrong_kind(quern_session *session)
{
    return quern_filter(quern_objects(session, shelf), Q("room", "one"));
}

static quern_queryset *out_of_range(quern_session *session)
{
    return quern_filter(quern_objects(session, shelf), Q("room__lt", INT64_MAX));
}

static quern_queryset *null_value(quern_session *session)
{
    return quern_filter(quern_objects(session, shelf), Q("room__gt", QUERN_NULL));
}

static quern_queryset *over_a_relation(quern_session *session)
{
    return quern_filter(quern_objects(session, book), Q("author__name", "Emma"));
}

static quern_queryset *filter_after_slice(quern_session *session)
{
    return quern_filter(quern_slice(quern_objects(session, shelf), 0, 1), Q("room", 1));
}

static quern_queryset *slice_from_the_end(quern_session *session)
{
    return quern_slice(quern_objects(session, shelf), -1, 1);
}

static quern_queryset *unknown_model(quern_session *session)
{
    static const quern_model stranger_model = { .name = "stranger" };
    return quern_objects(session, stranger);
}

#define NUMBER_LOOKUPS "lookups for it are: exact, gt, gte, lt, lte, isnull"
#define ROOM "shelf.room is declared as int32_t"

/* clang-format off */
static const mistake mistakes[] = {
    { unknown_field, QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set" },
    { unknown_order, QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set" },
    { unknown_lookup, QUERN_ERROR_LOOKUP, "shelf.room has no lookup \"gtt\"", "did you mean \"gt\"? " NUMBER_LOOKUPS },
    { wrong_kind, QUERN_ERROR_VALUE, "exact takes an integer for shelf.room, and was given a text", ROOM },
    { out_of_range, QUERN_ERROR_VALUE, "9223372036854775807 is out of range for shelf.room", ROOM },
    { null_value, QUERN_ERROR_VALUE, "gt on shelf.room needs a value, and was given NULL", "to find rows without one, use \"room__isnull\"" },
    { over_a_relation, QUERN_ERROR_UNSUPPORTED, "\"author__name\" spans the relation book.author, which needs a JOIN", "this version of quern joins nothing yet: use the key, \"author_id\"" },
    { filter_after_slice, QUERN_ERROR_USAGE, "quern_filter after quern_slice", "it would choose among all rows, not among the sliced ones: do it before the slice" },
    { slice_from_the_end, QUERN_ERROR_USAGE, "a slice from -1 to 1: it cannot be counted from the end", "turn the order around, and slice from 0" },
    { unknown_model, QUERN_ERROR_MODEL, "the db has no model stranger", "add it to QUERN_MODELS where the db is opened" },
};
/* clang-format on */

/* The mistake sticks to the queryset, and is the session's once that is evaluated; or else there is no memory. */
static bool tells(fault_house *house)
{
    const mistake *m = house->with;
    quern_queryset *wrong = m->make(house->session);
    const quern_error *error = quern_queryset_error(wrong);
    ck_assert_ptr_nonnull(error);
    ck_assert_msg((error->code == QUERN_ERROR_MEMORY) == quern_failed(house->session), "%s: %s",
                  quern__replay_where(house->replay), error->message);
    const char *sql = quern_sql(wrong);
    if (strcmp(sql, "-- QUERN_ERROR_MEMORY: out of memory") == 0)
        quern__replay_harmless(house->replay);
    else
        ck_assert_msg(strstr(sql, m->message), "%s", sql);
    ck_assert_int_eq(quern_len(wrong), -1);
    return fault_told(house, m->code, m->message, m->hint);
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "builds", "quern_objects quern_filter quern_exclude quern_order_by quern_slice", .act = builds },
    { "shows its SQL", "quern_sql", .act = shows_sql },
    { "shows its statement", "quern_statement", .act = shows_statement },
    { "an unknown field", "quern_filter", .act = tells, .with = &mistakes[0] },
    { "an unknown field to order by", "quern_order_by", .act = tells, .with = &mistakes[1] },
    { "an unknown lookup", "quern_exclude", .act = tells, .with = &mistakes[2] },
    { "a value of the wrong kind", "quern_filter", .act = tells, .with = &mistakes[3] },
    { "a value out of range", "quern_filter", .act = tells, .with = &mistakes[4] },
    { "NULL for a value", "quern_filter", .act = tells, .with = &mistakes[5] },
    { "a path over a relation", "quern_filter", .act = tells, .with = &mistakes[6] },
    { "a filter after a slice", "quern_filter", .act = tells, .with = &mistakes[7] },
    { "a slice from the end", "quern_slice", .act = tells, .with = &mistakes[8] },
    { "an unknown model", "quern_objects", .act = tells, .with = &mistakes[9] },
};
/* clang-format on */

const fault_table fault_build = { scenarios, sizeof scenarios / sizeof *scenarios };

START_TEST(without_memory)
{
    fault_run(&scenarios[_i]);
}
END_TEST

Suite *quern__suite_build(void);

Suite *quern__suite_build(void)
{
    Suite *suite = suite_create("build");
    TCase *tests = tcase_create("build");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, without_memory, 0, sizeof scenarios / sizeof *scenarios);
    suite_add_tcase(suite, tests);
    return suite;
}
