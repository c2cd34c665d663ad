/* test_build.c: building querysets, right and wrong ones, and showing their SQL, without memory. */
#include "test/fault/house.h"
#include "test/support/lending.h"

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

/* ---- Steps, one at a time ---- */

typedef struct step {
    quern_queryset *(*make)(quern_session *session);
    const char *sql; /* is in what it shows */
} step;

typedef struct line {
    quern_object object;
    const char *title;
    const char *writer;
} line;
QUERN_ROW(line, QUERN_FIELDS(QUERN_FIELD(title), QUERN_FIELD(writer, .column = "author__name")));

static quern_queryset *over_relations(quern_session *session)
{
    quern_queryset *books = quern_objects(session, book);
    books = quern_filter(books, OR(Q("sequel_of__author__name", "x"), Q("author__name", "y")));
    return quern_order_by(books, "-sequel_of__sequel_of__title", "author");
}

static quern_queryset *by_a_client(quern_session *session)
{
    return quern_order_by_allowed(quern_objects(session, book), "-title, author__name", "title",
                                  "author__name");
}

static quern_queryset *all(quern_session *session)
{
    return quern_all(quern_objects(session, book));
}

static quern_queryset *none(quern_session *session)
{
    return quern_none(quern_objects(session, book));
}

static quern_queryset *reverse(quern_session *session)
{
    return quern_reverse(quern_objects(session, reader));
}

static quern_queryset *distinct(quern_session *session)
{
    return quern_distinct(quern_objects(session, book), "author__name", "title");
}

static quern_queryset *only(quern_session *session)
{
    return quern_only(quern_objects(session, book), "title", "author");
}

static quern_queryset *defer(quern_session *session)
{
    return quern_defer(quern_objects(session, author), "name", "email");
}

static quern_queryset *values(quern_session *session)
{
    return quern_values(quern_objects(session, book), "title", "sequel_of__author__name");
}

static quern_queryset *values_into(quern_session *session)
{
    return quern_values_into(quern_objects(session, book), line);
}

static quern_queryset *dates(quern_session *session)
{
    return quern_dates(quern_objects(session, book), "created_at", QUERN_WEEK, .zone = "Europe/Berlin");
}

static quern_queryset *datetimes(quern_session *session)
{
    return quern_datetimes(quern_objects(session, book), "sequel_of__created_at", QUERN_HOUR,
                           .descending = true);
}

/* clang-format off */
static const step steps[] = {
    { over_relations, "ORDER BY \"T5\".\"title\" DESC, \"books_book\".\"author_id\"" },
    { by_a_client, "ORDER BY \"books_book\".\"title\" DESC, \"books_author\".\"name\"" },
    { all, "FROM \"books_book\"" },
    { none, "FROM \"books_book\"" },
    { reverse, "ORDER BY \"reader\".\"name\" DESC, \"reader\".\"id\"" },
    { distinct, "DISTINCT ON (\"books_author\".\"name\", \"books_book\".\"title\")" },
    { only, "SELECT \"books_book\".\"id\", \"books_book\".\"title\", \"books_book\".\"author_id\" FROM" },
    { defer, "SELECT \"books_author\".\"id\", \"books_author\".\"born\" FROM" },
    { values, "SELECT \"books_book\".\"title\", \"books_author\".\"name\" FROM" },
    { values_into, "SELECT \"books_book\".\"title\", \"books_author\".\"name\" FROM" },
    { dates, "DATE_TRUNC('week', \"books_book\".\"created_at\" AT TIME ZONE 'Europe/Berlin')::date" },
    { datetimes, "DATE_TRUNC('hour', \"T2\".\"created_at\", 'UTC')" },
};
/* clang-format on */

static bool takes_a_step(fault_house *house)
{
    const step *taken = house->with;
    quern_queryset *made = taken->make(house->session);
    if (!is_built(house, made))
        return false;
    quern__replay_pause(house->replay);
    const char *sql = quern_sql(made);
    ck_assert_msg(strstr(sql, taken->sql), "%s", sql);
    quern__replay_resume(house->replay);
    return fault_succeeded(house);
}

/* ---- Mistakes ---- */

static quern_queryset *not_allowed(quern_session *session)
{
    return quern_order_by_allowed(quern_objects(session, book), "titel", "title", "author__name");
}

static quern_queryset *no_moment(quern_session *session)
{
    return quern_dates(quern_objects(session, book), "title", QUERN_DAY);
}

static quern_queryset *asked_for_twice(quern_session *session)
{
    return quern_values(quern_objects(session, book), "title", "title");
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
    return quern_filter(quern_objects(session, book), Q("author__nmae", "Emma"));
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

#define NUMBER_LOOKUPS "lookups for it are: exact, gt, gte, lt, lte, isnull, in, range"
#define ROOM "shelf.room is declared as int32_t"

/* clang-format off */
static const mistake mistakes[] = {
    { unknown_field, QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set" },
    { unknown_order, QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set" },
    { unknown_lookup, QUERN_ERROR_LOOKUP, "shelf.room has no lookup \"gtt\"", "did you mean \"gt\"? " NUMBER_LOOKUPS },
    { wrong_kind, QUERN_ERROR_VALUE, "exact takes an integer for shelf.room, and was given a text", ROOM },
    { out_of_range, QUERN_ERROR_VALUE, "9223372036854775807 is out of range for shelf.room", ROOM },
    { null_value, QUERN_ERROR_VALUE, "gt on shelf.room needs a value, and was given NULL", "to find rows without one, use \"room__isnull\"" },
    { over_a_relation, QUERN_ERROR_FIELD, "author has no field \"nmae\"", "did you mean \"name\"? choices are: id, name, email, born, book_set" },
    { not_allowed, QUERN_ERROR_VALUE, "\"titel\" is not allowed to order by", "did you mean \"title\"? choices are: title, author__name" },
    { no_moment, QUERN_ERROR_LOOKUP, "quern_dates does not fit book.title, which is declared as const char *", "it takes dates and timestamps" },
    { asked_for_twice, QUERN_ERROR_USAGE, "\"title\" is asked for twice", "name it once" },
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

/* The script's server cannot tell about tables, but the SQL for them is made. */
static bool shows_tables(fault_house *house)
{
    const char *sql = quern_tables_sql(house->session);
    if (quern_failed(house->session))
        return false;
    ck_assert_ptr_nonnull(strstr(sql, "CREATE TABLE \"books_book\""));
    return fault_succeeded(house);
}

#define NO_CATALOG "the backend of this db cannot tell about tables"
#define SEE_DIALECT "its dialect has no `catalog`: see <quern/backend/dialect.h>"

static bool makes_no_tables(fault_house *house)
{
    ck_assert_int_eq(quern_create_tables(house->session), -1);
    return fault_told(house, QUERN_ERROR_UNSUPPORTED, NO_CATALOG, SEE_DIALECT);
}

static bool checks_no_tables(fault_house *house)
{
    const quern_difference *found;
    ck_assert_int_eq(quern_check_schema(house->session, &found), -1);
    ck_assert_ptr_null(found);
    return fault_told(house, QUERN_ERROR_UNSUPPORTED, NO_CATALOG, SEE_DIALECT);
}

/* clang-format off */
static const fault_scenario scenarios[] = {
    { "builds", "quern_objects quern_filter quern_exclude quern_order_by quern_slice", .act = builds },
    { "shows its SQL", "quern_sql", .act = shows_sql },
    { "shows the SQL of tables", "quern_tables_sql", .act = shows_tables },
    { "tables that cannot be made", "quern_create_tables", .act = makes_no_tables },
    { "tables that cannot be looked at", "quern_check_schema", .act = checks_no_tables },
    { "shows its statement", "quern_statement", .act = shows_statement },
    { "an unknown field", "quern_filter", .act = tells, .with = &mistakes[0] },
    { "an unknown field to order by", "quern_order_by", .act = tells, .with = &mistakes[1] },
    { "an unknown lookup", "quern_exclude", .act = tells, .with = &mistakes[2] },
    { "a value of the wrong kind", "quern_filter", .act = tells, .with = &mistakes[3] },
    { "a value out of range", "quern_filter", .act = tells, .with = &mistakes[4] },
    { "NULL for a value", "quern_filter", .act = tells, .with = &mistakes[5] },
    { "a misspelt field of a relation", "quern_filter", .act = tells, .with = &mistakes[6] },
    { "an order that is not allowed", "quern_order_by_allowed", .act = tells, .with = &mistakes[7] },
    { "dates of a text", "quern_dates", .act = tells, .with = &mistakes[8] },
    { "a value that is asked for twice", "quern_values", .act = tells, .with = &mistakes[9] },
    { "a filter after a slice", "quern_filter", .act = tells, .with = &mistakes[10] },
    { "a slice from the end", "quern_slice", .act = tells, .with = &mistakes[11] },
    { "an unknown model", "quern_objects", .act = tells, .with = &mistakes[12] },
    { "conditions and orders over relations", "quern_filter quern_order_by", .act = takes_a_step, .with = &steps[0] },
    { "an order from a client", "quern_order_by_allowed", .act = takes_a_step, .with = &steps[1] },
    { "all", "quern_all", .act = takes_a_step, .with = &steps[2] },
    { "none", "quern_none", .act = takes_a_step, .with = &steps[3] },
    { "reverse", "quern_reverse", .act = takes_a_step, .with = &steps[4] },
    { "distinct", "quern_distinct", .act = takes_a_step, .with = &steps[5] },
    { "only", "quern_only", .act = takes_a_step, .with = &steps[6] },
    { "defer", "quern_defer", .act = takes_a_step, .with = &steps[7] },
    { "values", "quern_values", .act = takes_a_step, .with = &steps[8] },
    { "values into a struct", "quern_values_into", .act = takes_a_step, .with = &steps[9] },
    { "dates", "quern_dates", .act = takes_a_step, .with = &steps[10] },
    { "datetimes", "quern_datetimes", .act = takes_a_step, .with = &steps[11] },
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
