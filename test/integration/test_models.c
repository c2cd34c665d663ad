/* test_models.c: a model of somebody else's view, without a key and in a schema of its own, read from a real server. */
#include "test/support/lending.h"
#include "test/support/runner.h"

#include <quern/short.h>

#include <check.h>
#include <string.h>

static quern_db *db;
static quern_session *s;

static void set_up(void)
{
    const char *url = quern__test_url();
    db = url ? quern_open(url, QUERN_MODELS(feature)) : NULL;
    s = db ? quern_session_open(db) : NULL;
}

static void tear_down(void)
{
    if (s)
        ck_assert_str_eq(quern_error_text(s), "");
    quern_session_close(s);
    ck_assert(quern_close(db, 5000));
}

/* By bytes, as the view's columns are of the collation "C". */
static bool in_order(const feature *a, const feature *b)
{
    const int by_feature = strcmp(a->feature_id, b->feature_id);
    return by_feature < 0 || (by_feature == 0 && strcmp(a->sub_feature_id, b->sub_feature_id) >= 0);
}

START_TEST(a_view_is_read_in_its_models_order)
{
    if (!s)
        return;
    quern_queryset *features = quern_objects(s, feature);
    const feature *before = NULL;
    QUERN_EACH(feature, f, features) {
        ck_assert_msg(!before || in_order(before, f), "%s %s before %s %s", before->feature_id,
                      before->sub_feature_id, f->feature_id, f->sub_feature_id);
        before = f;
    }
    ck_assert_int_gt(quern_len(features), 100);
    ck_assert_int_eq(quern_query_count(s), 1);
    ck_assert_int_eq(quern_count(quern_slice(quern_all(features), 10, 30)), 20);
    const feature *first = quern_first(quern_filter(features, Q("feature_id", "B012")), feature);
    ck_assert_str_eq(first ? first->feature_name : quern_error_text(s), "Embedded C");
    ck_assert_int_eq(quern_query_count(s), 3);
}
END_TEST

Suite *quern__suite_models(void);

Suite *quern__suite_models(void)
{
    Suite *suite = suite_create("models");
    TCase *tests = tcase_create("models");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_view_is_read_in_its_models_order);
    suite_add_tcase(suite, tests);
    return suite;
}
