/* test_share.c: sharing querysets, and parameters, as far as nothing is sent: what is refused, where, and with which hint; what is the SQL;
 * what lives how long. */
#include "test/unit/db/fixture.h"

#include <quern/short.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

static quern_db *db;
static quern_session *s;

static void set_up(void)
{
    db = quern_open("postgresql://nowhere.invalid/none", quern__test_models, .no_threads = true);
    ck_assert_ptr_null(quern_db_error(db));
    s = quern_session_open(db);
}

static void tear_down(void)
{
    ck_assert_str_eq(quern_error_text(s), "");
    quern_session_close(s);
    ck_assert(quern_close(db, 0));
}

static void check_hint(const char *name, const quern_error *error, const char *hint)
{
    ck_assert_msg(strstr(error->hint, hint), "%s: \"%s\" is not in the hint \"%s\"", name, hint, error->hint);
    ck_assert_msg(error->site, "%s: no site", name);
}

/* ---- Where a parameter may not stand ---- */

#define TO_COME quern_value_param("p")
#define FIELD_OF(name) quern_value_path(name)
#define TWO(a, b) ((const quern_value[]){ (a), (b), { 0 } })
#define ONE(a) ((const quern_value[]){ (a), { 0 } })

START_TEST(where_none_may_stand)
{
    const struct {
        const char *name;
        quern_condition condition;
        quern_error_code code;
        const char *message, *hint;
    } cases[] = {
        { "isnull", quern_where("pages__isnull", TO_COME), QUERN_ERROR_USAGE, "isnull takes no parameter",
          "one queryset with true" },
        { "in a list", quern_where("id__in", quern_value_list(TWO(TO_COME, quern_value_i64(1)))),
          QUERN_ERROR_VALUE, "was given a parameter", "a whole list" },
        { "no name", quern_where("id", quern_value_param(NULL)), QUERN_ERROR_USAGE, "without a name",
          "QUERN_PARAM(\"text\")" },
        { "an empty name", quern_where("id__in", quern_value_param("")), QUERN_ERROR_USAGE, "without a name",
          "QUERN_PARAM(\"text\")" },
        { "on the left side", quern_compare(ONE(TO_COME), QUERN_LOOKUP_gt, quern_value_i64(1)),
          QUERN_ERROR_USAGE, "compares a constant", "name a field" },
        { "two of them", quern_where("id", quern_value_call(QUERN_OP_PLUS, TWO(TO_COME, TO_COME))),
          QUERN_ERROR_VALUE, "nothing tells which kind", "beside a number" },
        { "a moment MINUS it",
          quern_compare(ONE(quern_value_call(QUERN_OP_MINUS, TWO(FIELD_OF("created_at"), TO_COME))),
                        QUERN_LOOKUP_exact, quern_value_i64(1)),
          QUERN_ERROR_VALUE, "nothing tells which kind", "only an interval" },
        { "a text PLUS it",
          quern_where("id", quern_value_call(QUERN_OP_PLUS, TWO(FIELD_OF("title"), TO_COME))),
          QUERN_ERROR_VALUE, "nothing tells which kind", "beside a number" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const quern_error *error =
            quern_queryset_error(quern_filter(quern_objects(s, book), cases[i].condition));
        check_error(cases[i].name, error, cases[i].code, cases[i].message);
        check_hint(cases[i].name, error, cases[i].hint);
    }
}
END_TEST

/* ---- What may be given for one ---- */

START_TEST(what_may_not_be_given)
{
    quern_queryset *books = quern_objects(s, book);
    const struct {
        const char *name;
        quern_condition condition;
        quern_value value;
        quern_error_code code;
        const char *message;
    } cases[] = {
        { "a text for a number", quern_where("id", TO_COME), quern_value_text("x"), QUERN_ERROR_VALUE,
          "was given" },
        { "too great", quern_where("copies", TO_COME), quern_value_i64(INT64_C(1) << 40), QUERN_ERROR_VALUE,
          "out of range" },
        { "NULL where it is refused", quern_where("pages__gt", TO_COME), quern_value_null(),
          QUERN_ERROR_VALUE, "was given NULL" },
        { "not UTF-8", quern_where("title__icontains", TO_COME), quern_value_text("\xff"), QUERN_ERROR_VALUE,
          "UTF-8" },
        { "one where it takes a list", quern_where("id__in", TO_COME), quern_value_i64(1), QUERN_ERROR_VALUE,
          "a list" },
        { "NULL for a list", quern_where("id__in", TO_COME), quern_value_null(), QUERN_ERROR_VALUE, "NULL" },
        { "a list of others", quern_where("id__in", TO_COME), quern_value_list(ONE(quern_value_text("x"))),
          QUERN_ERROR_VALUE, "was given" },
        { "a list where it takes one", quern_where("id", TO_COME), quern_value_list(ONE(quern_value_i64(1))),
          QUERN_ERROR_VALUE, "was given a list" },
        { "a field", quern_where("id", TO_COME), FIELD_OF("sold"), QUERN_ERROR_USAGE,
          "a parameter is a value" },
        { "an operator", quern_where("id", TO_COME),
          quern_value_call(QUERN_OP_PLUS, TWO(FIELD_OF("id"), FIELD_OF("id"))), QUERN_ERROR_USAGE,
          "a parameter is a value" },
        { "a parameter", quern_where("id", TO_COME), TO_COME, QUERN_ERROR_USAGE, "a parameter is a value" },
        { "a queryset", quern_where("author__in", TO_COME), quern_value_queryset(quern_objects(s, author)),
          QUERN_ERROR_USAGE, "no queryset" },
        { "an object of nothing", quern_where("author", TO_COME), quern_value_object(NULL), QUERN_ERROR_VALUE,
          "no object" },
        { "the end of a range",
          quern_where("pages__range", quern_value_range(TWO(quern_value_i64(1), TO_COME))),
          quern_value_null(), QUERN_ERROR_VALUE, "NULL" },
        { "an operand that is too great",
          quern_where("id", quern_value_call(QUERN_OP_PLUS, TWO(FIELD_OF("id"), TO_COME))),
          quern_value_u64(UINT64_MAX), QUERN_ERROR_VALUE, "out of range" },
        { "an operand that is NULL",
          quern_where("id", quern_value_call(QUERN_OP_TIMES, TWO(TO_COME, FIELD_OF("id")))),
          quern_value_null(), QUERN_ERROR_VALUE, "QUERN_TIMES" },
        { "a double for a number of integers",
          quern_where("id", quern_value_call(QUERN_OP_TIMES, TWO(TO_COME, FIELD_OF("id")))),
          quern_value_f64(0.5), QUERN_ERROR_VALUE, "QUERN_TIMES" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        quern_queryset *wanting = quern_filter(books, cases[i].condition);
        ck_assert_msg(!quern_queryset_error(wanting), "%s: refused before", cases[i].name);
        quern_queryset *shared = quern_in(s, quern_share(db, wanting));
        const quern_named values[] = { quern_assign("p", cases[i].value), { 0 } };
        quern_queryset *bound[] = { (quern_bind)(wanting, values, QUERN_SITE),
                                    (quern_bind)(shared, values, QUERN_SITE) };
        for (size_t j = 0; j < 2; j++) {
            check_error(cases[i].name, quern_queryset_error(bound[j]), cases[i].code, cases[i].message);
            ck_assert_msg(quern_queryset_error(bound[j])->site, "%s: no site", cases[i].name);
        }
    }
}
END_TEST

static quern_queryset *of_two(void)
{
    return quern_filter(quern_objects(s, book), Q("title__icontains", QUERN_PARAM("text")),
                        Q("subtitle", QUERN_PARAM("text")), Q("pages__gt", QUERN_PARAM("least")));
}

START_TEST(names_that_are_not_there)
{
    const quern_error *error = quern_queryset_error(quern_bind(of_two(), QUERN_SET("texts", "C")));
    check_error("nearly", error, QUERN_ERROR_FIELD, "no parameter \"texts\"");
    ck_assert_str_eq(error->nearest, "text");
    ck_assert_str_eq(error->hint, "did you mean \"text\"? parameters are: text, least");
    error = quern_queryset_error(quern_bind(quern_objects(s, book), QUERN_SET("text", "C")));
    check_error("of none", error, QUERN_ERROR_FIELD, "no parameter \"text\"");
    ck_assert_str_eq(error->hint, "it has no parameters");
}
END_TEST

/* ---- SQL ---- */

#define SELECT \
    "SELECT \"shelf\".\"code\", \"shelf\".\"room\" FROM \"shelf\" WHERE (\"shelf\".\"room\" > 2 AND "
#define ROOMS(...) quern_filter(quern_objects(s, shelf), Q("room__gt", 2), __VA_ARGS__)

START_TEST(the_sql_has_what_is_known)
{
    quern_queryset *wanting =
        ROOMS(Q("code__startswith", QUERN_PARAM("code")), Q("room__lt", QUERN_PARAM("most")));
    quern_queryset *shared = quern_share(db, wanting);
    const char *open = SELECT "\"shelf\".\"code\" LIKE $1 AND \"shelf\".\"room\" < $2)";
    const char *half = SELECT "\"shelf\".\"code\" LIKE $1 AND \"shelf\".\"room\" < 9)";
    const char *whole = SELECT "\"shelf\".\"code\" LIKE 'a%' AND \"shelf\".\"room\" < 9)";
    quern_queryset *firsts[] = { wanting, quern_in(s, shared) };
    for (size_t i = 0; i < 2; i++) {
        quern_queryset *one = quern_bind(firsts[i], QUERN_SET("most", 9));
        quern_queryset *two = quern_bind(one, QUERN_SET("code", "a"));
        ck_assert_str_eq(quern_sql(firsts[i]), open);
        ck_assert_str_eq(quern_sql(one), half);
        ck_assert_str_eq(quern_sql(two), whole);
        ck_assert_str_eq(quern_sql(quern_bind(two, QUERN_SET("most", 9))), whole);
        ck_assert_ptr_nonnull(strstr(quern_sql(quern_bind(two, QUERN_SET("most", 7))), "< 7"));
    }
    ck_assert_str_eq(quern_sql(shared), open);
}
END_TEST

START_TEST(the_statement_names_what_is_to_come)
{
    const quern_sql_statement *statement = quern_statement(quern_bind(of_two(), QUERN_SET("least", 300)));
    ck_assert_uint_eq(statement->count, 3);
    ck_assert_int_eq(statement->parameters[0].value.kind, QUERN_KIND_PARAM);
    ck_assert_str_eq(statement->parameters[0].value.as.text, "text");
    ck_assert_str_eq(statement->parameters[1].value.as.text, "text");
    ck_assert_int_eq(statement->parameters[2].value.as.integer, 300);
    ck_assert_int_eq(statement->parameters[2].kind, QUERN_KIND_I32);
    ck_assert_ptr_null(quern_statement(quern_share(db, of_two())));
}
END_TEST

START_TEST(what_makes_other_sql)
{
    quern_queryset *email = quern_filter(quern_objects(s, author), Q("email", QUERN_PARAM("email")));
    quern_queryset *ids = quern_exclude(quern_objects(s, author), Q("born__in", QUERN_PARAM("years")));
    const quern_value some[] = { quern_value_i64(1), quern_value_null(), { 0 } }, none[] = { { 0 } };
    const struct {
        const char *name;
        quern_queryset *bound, *constant;
    } cases[] = {
        { "NULL", quern_bind(email, QUERN_SET("email", QUERN_NULL)),
          quern_filter(quern_objects(s, author), Q("email", QUERN_NULL)) },
        { "nothing excluded", quern_bind(ids, QUERN_SET("years", quern_value_list(none))),
          quern_objects(s, author) },
        { "NULL excluded", quern_bind(ids, QUERN_SET("years", quern_value_list(some))),
          quern_exclude(quern_objects(s, author), Q("born__in", quern_value_list(some))) },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(strcmp(quern_sql(cases[i].bound), quern_sql(cases[i].constant)) == 0, "%s: %s",
                      cases[i].name, quern_sql(cases[i].bound));
}
END_TEST

/* ---- Sharing ---- */

START_TEST(it_outlives_its_session)
{
    quern_session *first = quern_session_open(db);
    char name[] = "text", column[] = "title__icontains";
    quern_queryset *inner = quern_filter(quern_objects(first, author), Q("born__in", QUERN_PARAM("years")));
    quern_queryset *books = quern_filter(quern_objects(first, book), Q(column, quern_value_param(name)),
                                         Q("author__in", inner), Q("author__name", "Ann"));
    books = quern_slice(quern_order_by(quern_distinct(books), "author__name", "-title"), 2, 9);
    quern_queryset *values = quern_values(
        quern_filter(quern_objects(first, book), Q("id", QUERN_PARAM("id"))), "title", "author__name");
    quern_queryset *only = quern_only(quern_objects(first, book), "title");
    quern_queryset *dates =
        quern_dates(quern_objects(first, book), "created_at", QUERN_MONTH, .zone = "Europe/Paris");
    quern_queryset *all[] = { books, values, only, dates };
    char *texts[4];
    quern_queryset *shared[4];
    for (size_t i = 0; i < 4; i++) {
        texts[i] = strdup(quern_sql(all[i]));
        shared[i] = quern_share(db, all[i]);
        ck_assert_ptr_null(quern_queryset_error(shared[i]));
        ck_assert_ptr_eq(quern_share(db, shared[i]), shared[i]);
    }
    memset(name, 'x', sizeof name - 1);
    memset(column, 'x', sizeof column - 1);
    quern_session_close(first);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(quern_sql(shared[i]), texts[i]);
        ck_assert_str_eq(quern_sql(quern_in(s, shared[i])), texts[i]);
        free(texts[i]);
    }
    const int32_t years[] = { 1900, 1901 };
    quern_queryset *bound = quern_bind(quern_in(s, shared[0]), QUERN_SET("text", "C"),
                                       QUERN_SET("years", quern_array_of_i32(years, 2)));
    ck_assert_ptr_nonnull(strstr(quern_sql(bound), "1901"));
    ck_assert_ptr_nonnull(strstr(quern_sql(quern_slice(bound, 1, 2)), "LIMIT 1"));
}
END_TEST

START_TEST(it_belongs_to_no_session)
{
    quern_queryset *shared = quern_share(db, of_two());
    quern_queryset *refined[] = {
        quern_filter(shared, Q("id", 1)), quern_bind(shared, QUERN_SET("text", "C")),
        quern_slice(shared, 0, 5),        quern_all(shared),
        quern_order_by(shared, "id"),     quern_values(shared, "id")
    };
    for (size_t i = 0; i < sizeof refined / sizeof *refined; i++) {
        check_error("refined", quern_queryset_error(refined[i]), QUERN_ERROR_USAGE, "belongs to no session");
        ck_assert_ptr_nonnull(strstr(quern_queryset_error(refined[i])->hint, "quern_in"));
        ck_assert_str_eq(quern_sql(refined[i]),
                         "-- QUERN_ERROR_USAGE: a shared queryset belongs to no session");
    }
    bool found = true;
    ck_assert_int_eq(quern_len(shared), -1);
    ck_assert_int_eq(quern_count(shared), -1);
    ck_assert(!quern_exists(shared, &found) && !found);
    ck_assert_ptr_null(quern_first(shared, book));
    ck_assert_ptr_null(quern_list(shared, book));
    QUERN_EACH(book, b, shared)
        ck_abort_msg("a book %p", (void *)b);
    check_error("in a condition",
                quern_queryset_error(quern_filter(quern_objects(s, book), Q("sequel_of__in", shared))),
                QUERN_ERROR_USAGE, "a shared queryset");
    ck_assert_ptr_null(quern_queryset_error(shared));
}
END_TEST

START_TEST(errors_are_shared)
{
    quern_session *first = quern_session_open(db);
    quern_queryset *wrong =
        quern_share(db, quern_filter(quern_objects(first, book), Q("titel", QUERN_PARAM("p"))));
    quern_queryset *senseless =
        quern_share(db, quern_distinct(quern_order_by(quern_objects(first, book), "id"), "title"));
    quern_queryset *raw = quern_share(db, quern_raw(first, book, "SELECT 1"));
    quern_session_close(first);
    const struct {
        quern_queryset *shared;
        quern_error_code code;
        const char *message;
    } cases[] = { { wrong, QUERN_ERROR_FIELD, "titel" },
                  { senseless, QUERN_ERROR_USAGE, "the order begins with" },
                  { raw, QUERN_ERROR_UNSUPPORTED, "quern_raw" },
                  { quern_share(db, NULL), QUERN_ERROR_USAGE, "a NULL queryset" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_error("shared", quern_queryset_error(cases[i].shared), cases[i].code, cases[i].message);
        check_error("in", quern_queryset_error(quern_in(s, cases[i].shared)), cases[i].code,
                    cases[i].message);
        check_error("bound",
                    quern_queryset_error(quern_bind(quern_in(s, cases[i].shared), QUERN_SET("p", 1))),
                    cases[i].code, cases[i].message);
        ck_assert_msg(strncmp(quern_sql(cases[i].shared), "-- QUERN_ERROR_", 15) == 0, "%s",
                      quern_sql(cases[i].shared));
        ck_assert_ptr_eq(quern_share(db, cases[i].shared), cases[i].shared);
    }
}
END_TEST

START_TEST(what_is_not_of_this_db)
{
    quern_db *other = quern_open("postgresql://nowhere.invalid/none", quern__test_models, .no_threads = true);
    quern_session *theirs = quern_session_open(other);
    quern_queryset *shared = quern_share(db, of_two());
    check_error("in", quern_queryset_error(quern_in(theirs, shared)), QUERN_ERROR_USAGE, "another db");
    check_error("share", quern_queryset_error(quern_share(other, of_two())), QUERN_ERROR_USAGE, "another db");
    check_error("not shared", quern_queryset_error(quern_in(s, of_two())), QUERN_ERROR_USAGE, "not shared");
    check_error("no session", quern_queryset_error(quern_in(NULL, shared)), QUERN_ERROR_USAGE, "");
    check_error("none", quern_queryset_error(quern_in(s, NULL)), QUERN_ERROR_USAGE, "");
    check_error("no db", quern_queryset_error(quern_share(NULL, of_two())), QUERN_ERROR_MEMORY, "");
    quern_session_close(theirs);
    ck_assert(quern_close(other, 0));
}
END_TEST

/* ---- The numbers ---- */

START_TEST(the_cache_is_told_of)
{
    quern_cache_counts counts;
    ck_assert(quern_cache_stats(db, &counts));
    ck_assert_uint_eq(counts.most, 1000);
    ck_assert_uint_eq(counts.kept + counts.hits + counts.misses + counts.evicted, 0);
    memset(&counts, 7, sizeof counts);
    ck_assert((quern_cache_stats)(db, &counts, sizeof counts.kept));
    ck_assert_uint_eq(counts.kept, 0);
    ck_assert_uint_ne(counts.most, 0);
    ck_assert(!quern_cache_stats(NULL, &counts));
    ck_assert_uint_eq(counts.most, 0);
    ck_assert(!(quern_cache_stats)(db, NULL, 0));
    quern_db *none = quern_open("postgresql://nowhere.invalid/none", quern__test_models, .no_cache = true,
                                .cache_max = 9, .no_threads = true);
    ck_assert(quern_cache_stats(none, &counts));
    ck_assert_uint_eq(counts.most, 0);
    ck_assert(quern_close(none, 0));
}
END_TEST

Suite *quern__suite_share(void);

Suite *quern__suite_share(void)
{
    Suite *suite = suite_create("share");
    TCase *tests = tcase_create("share");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, where_none_may_stand);
    tcase_add_test(tests, what_may_not_be_given);
    tcase_add_test(tests, names_that_are_not_there);
    tcase_add_test(tests, the_sql_has_what_is_known);
    tcase_add_test(tests, the_statement_names_what_is_to_come);
    tcase_add_test(tests, what_makes_other_sql);
    tcase_add_test(tests, it_outlives_its_session);
    tcase_add_test(tests, it_belongs_to_no_session);
    tcase_add_test(tests, errors_are_shared);
    tcase_add_test(tests, what_is_not_of_this_db);
    tcase_add_test(tests, the_cache_is_told_of);
    suite_add_tcase(suite, tests);
    return suite;
}
