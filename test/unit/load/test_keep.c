/* test_keep.c: quern_keep: conditions and values that outlive the block that they were written in. */
#include "test/unit/load/fixture.h"

#include "lib/session/session.h"

#include <quern/short.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

static load_fixture f;

static void set_up(void)
{
    f = load_open();
}

static void tear_down(void)
{
    load_close(&f);
}

/* Each makes a condition of parts that are gone, or written over, when it returns. */
static quern_condition kept_leaf(void)
{
    char path[] = "title__icontains", text[] = "emma";
    const quern_condition kept = quern_keep(f.s, Q(path, text));
    memset(path, 'x', sizeof path - 1);
    memset(text, 'x', sizeof text - 1);
    return kept;
}

static quern_condition kept_tree(void)
{
    char title[] = "Emma";
    const quern_condition kept =
        quern_keep(f.s, OR(AND(Q("title", title), NOT(Q("pages__isnull", true))), Q("id__in", LIST(1, 2))));
    memset(title, 'x', sizeof title - 1);
    return kept;
}

static quern_condition kept_array(void)
{
    int64_t ids[] = { 5, 6, 7 };
    const quern_array_i64 array = { ids, NULL, 3 };
    const quern_condition kept = quern_keep(f.s, Q("id__in", array));
    memset(ids, 0, sizeof ids);
    return kept;
}

static quern_condition kept_range(void)
{
    return quern_keep(f.s, Q("pages__range", RANGE(10, 20)));
}

static quern_condition kept_expression(void)
{
    char path[] = "copies";
    const quern_condition kept =
        quern_keep(f.s, COMPARE(PLUS(F(path), TIMES(F("pages"), 2)), gt, MINUS(F("sold"), 1)));
    memset(path, 'x', sizeof path - 1);
    return kept;
}

static quern_condition kept_subquery(void)
{
    return quern_keep(f.s,
                      Q("author__in", quern_filter(quern_objects(f.s, author), Q("name__startswith", "A"))));
}

/* The object's own session is closed. */
static quern_condition kept_object(void)
{
    quern_session *other = quern_session_open(f.db);
    author fresh = { .id = 77, .name = "Ann" };
    const author *theirs = quern_adopt(other, author, &fresh);
    const quern_condition kept = quern_keep(f.s, Q("author", OBJECT(theirs)));
    quern_session_close(other);
    return kept;
}

static quern_condition kept_program_list(void)
{
    quern_condition *list = calloc(3, sizeof *list);
    list[0] = Q("id", 5);
    list[1] = Q("title", "Emma");
    const quern_condition kept = quern_keep(f.s, QUERN_ANY(list));
    free(list);
    return kept;
}

static const struct {
    const char *name;
    quern_condition (*make)(void);
    const char *where; /* as quern_sql says it */
} kept[] = {
    { "a leaf", kept_leaf, "\"title\" ILIKE '%emma%'" },
    { "a tree", kept_tree,
      "(\"books_book\".\"title\" = 'Emma' AND NOT (\"books_book\".\"pages\" IS NULL)) OR "
      "\"books_book\".\"id\" = ANY('{1,2}'" },
    { "an array", kept_array, "'{5,6,7}'" },
    { "a range", kept_range, "BETWEEN 10 AND 20" },
    { "an expression", kept_expression, "\"copies\" + (\"books_book\".\"pages\" * CAST(2" },
    { "a subquery", kept_subquery, "IN (SELECT" },
    { "an object", kept_object, "\"author_id\" = 77" },
    { "a list of the program's", kept_program_list, "\"id\" = 5 OR \"books_book\".\"title\" = 'Emma'" },
};

enum { KEPT = sizeof kept / sizeof *kept };

/* Used after a lot has been done to the stack, and twice. */
START_TEST(it_outlives_its_block)
{
    const quern_condition condition = kept[_i].make();
    char noise[4096];
    memset(noise, 0x5a, sizeof noise);
    ck_assert_int_eq(noise[_i], 0x5a);
    for (int i = 0; i < 2; i++) {
        const char *sql = quern_sql(quern_filter(quern_objects(f.s, book), condition));
        ck_assert_msg(strstr(sql, kept[_i].where), "%s: %s", kept[_i].name, sql);
    }
}
END_TEST

START_TEST(values_are_kept)
{
    char text[] = "Emma";
    const quern_value kept_text = quern_keep(f.s, QUERN_VALUE(text));
    memset(text, 'x', sizeof text - 1);
    ck_assert_str_eq(kept_text.as.text, "Emma");
    const quern_value number = quern_keep(f.s, QUERN_VALUE(5)), null = quern_keep(f.s, QUERN_NULL);
    ck_assert_int_eq(number.as.integer, 5);
    ck_assert_int_eq(null.kind, QUERN_KIND_NULL);
    const quern_value list = quern_keep(f.s, LIST("a", "b"));
    ck_assert_str_eq(list.as.list[1].as.text, "b");
    ck_assert_int_eq(list.as.list[2].kind, QUERN_KIND_END);
    ck_assert_ptr_null(quern_keep(f.s, quern_value_list(NULL)).as.list);
}
END_TEST

/* What no call takes is kept as far as the call needs to refuse it. */
START_TEST(mistakes_are_kept_too)
{
    static const author fresh = { .id = 5 };
    static const quern_condition none[] = { { 0 } };
    quern_condition deep = Q("id", 1), odd = { .op = 77 }, levels[300][2];
    memset(levels, 0, sizeof levels);
    for (int i = 0; i < 300; i++) {
        levels[i][0] = deep;
        deep = quern_combine(QUERN_ALL_OF, levels[i]);
    }
    const struct {
        const char *name;
        quern_condition condition;
        quern_error_code code;
        const char *message;
    } cases[] = {
        { "too deep", deep, QUERN_ERROR_USAGE, "nested more than 100 deep" },
        { "no condition", odd, QUERN_ERROR_USAGE, "no condition of kind 77" },
        { "a number that is too big", Q("id", UINT64_MAX), QUERN_ERROR_VALUE, "" },
        { "an object that quern has not seen", Q("author", OBJECT(&fresh)), QUERN_ERROR_VALUE,
          "has not loaded" },
        { "no object", Q("author", quern_value_object(NULL)), QUERN_ERROR_VALUE, "NULL" },
        { "a bad name", Q("titel", 1), QUERN_ERROR_FIELD, "no field \"titel\"" },
        { "no path", Q((const char *)NULL, 1), QUERN_ERROR_FIELD, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const quern_condition kept_one = quern_keep(f.s, cases[i].condition);
        check_well(&f, cases[i].name);
        const quern_error *error = quern_queryset_error(quern_filter(quern_objects(f.s, book), kept_one)),
                          *direct = quern_queryset_error(
                              quern_filter(quern_objects(f.s, book), cases[i].condition));
        ck_assert_msg(error && direct, "%s is taken", cases[i].name);
        ck_assert_msg(error->code == direct->code && strcmp(error->message, direct->message) == 0, "%s: %s",
                      cases[i].name, error->message);
        ck_assert_msg(i == 6 || error->code == cases[i].code, "%s: %s", cases[i].name, error->message);
        ck_assert_msg(strstr(error->message, cases[i].message), "%s: %s", cases[i].name, error->message);
    }
    ck_assert_ptr_null(
        strstr(quern_sql(quern_filter(quern_objects(f.s, book), quern_keep(f.s, QUERN_ALL(none)))), "WHERE"));
}
END_TEST

/* What no call of the session takes, of a session that is closed before the call says so. */
START_TEST(mistakes_outlive_their_session)
{
    quern_session *other = quern_session_open(f.db);
    quern_script_expect(f.script, .contains = "FROM \"books_author\"",
                        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }), QUERN_SCRIPT_ROWS("7"));
    quern_queryset *ids = quern_values(quern_objects(other, author), "id");
    const quern_row *row = quern_at(ids, quern_row, 0);
    const quern_condition of_row = quern_keep(f.s, Q("author", OBJECT(row)));
    const quern_condition of_queryset = quern_keep(f.s, Q("author__in", ids));
    quern_session_close(other);
    check_well(&f, "kept");
    const quern_condition again = quern_keep(f.s, of_row);
    const struct {
        const char *name;
        quern_condition condition;
        const char *message;
    } cases[] = {
        { "a row of values", of_row, "and was given one of quern_row" },
        { "kept once more", again, "and was given one of quern_row" },
        { "a queryset", of_queryset, "a queryset of another session" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(quern_len(quern_filter(quern_objects(f.s, book), cases[i].condition)), -1);
        check_failure(&f, cases[i].name, QUERN_ERROR_VALUE, cases[i].message, NULL);
    }
}
END_TEST

/* A condition that nothing satisfies: not one that lets everything through. */
START_TEST(without_memory_nothing_is_found)
{
    quern_session *s = quern_session_open(f.db, .max_arena_bytes = 3000);
    char *text = calloc(1, 10000);
    memset(text, 'x', 9999);
    const quern_condition condition = quern_keep(s, OR(Q("id", 1), Q("title", text)));
    const quern_value value = quern_keep(s, QUERN_VALUE(text));
    free(text);
    ck_assert(quern_failed(s));
    ck_assert_int_eq(quern_session_error(s)->code, QUERN_ERROR_LIMIT);
    quern_session_close(s);
    ck_assert_int_eq(value.kind, QUERN_KIND_NULL);
    quern_queryset *nothing = quern_filter(quern_objects(f.s, book), condition);
    ck_assert_int_eq(quern_len(nothing), 0);
    check_statements(&f, "nothing is asked", 0);
    ck_assert_int_eq(quern_keep(&quern__no_session, Q("id", 1)).op, QUERN_ANY_OF);
}
END_TEST

Suite *quern__suite_keep(void);

Suite *quern__suite_keep(void)
{
    Suite *suite = suite_create("keep");
    TCase *tests = tcase_create("keep");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, it_outlives_its_block, 0, KEPT);
    tcase_add_test(tests, values_are_kept);
    tcase_add_test(tests, mistakes_are_kept_too);
    tcase_add_test(tests, mistakes_outlive_their_session);
    tcase_add_test(tests, without_memory_nothing_is_found);
    suite_add_tcase(suite, tests);
    return suite;
}
