/* test_arguments.c: what no call should be given, and what is said then. */
#include <quern/backend/script.h>
#include <quern/quern.h>

#include <check.h>

typedef struct leaf {
    quern_object object;
    int64_t id;
} leaf;

QUERN_MODEL(leaf, "leaf", QUERN_FIELDS(QUERN_PRIMARY_KEY(id)));

START_TEST(exists_without_a_place_for_its_answer)
{
    quern_script *script = quern_script_new(NULL);
    quern_db *db = quern_open("script:", QUERN_MODELS(leaf), .backend = quern_script_backend(script));
    quern_session *s = quern_session_open(db);
    ck_assert(!(quern_exists)(quern_objects(s, leaf), NULL, "here.c:7"));
    const quern_error *error = quern_session_error(s);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(error->code, QUERN_ERROR_USAGE);
    ck_assert_str_eq(error->message, "quern_exists without a place for its answer");
    ck_assert_str_eq(error->site, "here.c:7");
    ck_assert(!(quern_exists)(NULL, NULL, "here.c:8"));
    ck_assert_int_eq(quern_query_count(s), 0);
    quern_session_close(s);
    quern_close(db, 0);
    quern_script_free(script);
}
END_TEST

Suite *quern__suite_arguments(void);

Suite *quern__suite_arguments(void)
{
    Suite *suite = suite_create("arguments");
    TCase *tests = tcase_create("arguments");
    tcase_add_test(tests, exists_without_a_place_for_its_answer);
    suite_add_tcase(suite, tests);
    return suite;
}
