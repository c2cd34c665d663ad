/* test_own.c: SQL of the user's own with its values in place: what is a parameter, and what only looks like one. */
#include "lib/sql/own.h"

#include "test/support/models.h"

#include <check.h>

/* $1 is 5, $2 'it''s', $3 -7, $4 NULL; $5 is none. */
static const struct {
    const char *sql, *shown;
} cases[] = {
    { "SELECT 1", "SELECT 1" },
    { "SELECT $1, $2", "SELECT 5, 'it''s'" },
    { "SELECT $2||$2", "SELECT 'it''s'||'it''s'" },
    { "SELECT 3-$3, $3", "SELECT 3-(-7), (-7)" },
    { "a = $4", "a = NULL" },
    { "$1", "5" },
    { "$5, $0, $12, $99999999999999999999", "$5, $0, $12, $99999999999999999999" },
    { "$01", "5" },
    { "a$1, \xc3\xa9$1, _$1, a$$1", "a$1, \xc3\xa9$1, _$1, a$$1" },
    { "'$1' = $1", "'$1' = 5" },
    { "'it''s $1' = $1", "'it''s $1' = 5" },
    { "'' = $1", "'' = 5" },
    { "'''' = $1", "'''' = 5" },
    { "'\\' = $1", "'\\' = 5" },
    { "E'\\'$1' = $1, e'\\\\' = $1", "E'\\'$1' = 5, e'\\\\' = 5" },
    { "E'a''b\\'$1' = $1", "E'a''b\\'$1' = 5" },
    { "name'\\' = $1", "name'\\' = 5" },
    { "\"$1\" = $1, \"a\"\"$1\" = $1", "\"$1\" = 5, \"a\"\"$1\" = 5" },
    { "$1 -- $1\n$1", "5 -- $1\n5" },
    { "$1 -- $1", "5 -- $1" },
    { "/* $1 /* $1 */ $1 */ $1", "/* $1 /* $1 */ $1 */ 5" },
    { "/*/ $1 */ $1", "/*/ $1 */ 5" },
    { "/**/$1/* $1", "/**/5/* $1" },
    { "$$ $1 $$ $1", "$$ $1 $$ 5" },
    { "$a$ $1 $$ $b$ $a$ $1", "$a$ $1 $$ $b$ $a$ 5" },
    { "$a$ $1", "$a$ $1" },
    { "a$b$ $1", "a$b$ 5" },
    { "'$1", "'$1" },
    { "\"$1", "\"$1" },
    { "E'\\", "E'\\" },
    { "$", "$" },
    { "$a", "$a" },
    { "-$1/$1", "-5/5" },
};

START_TEST(parameters_are_found)
{
    static const quern_kind kinds[] = { QUERN_KIND_I64, QUERN_KIND_NULL, QUERN_KIND_I64, QUERN_KIND_NULL };
    const quern_value values[] = { quern_value_i64(5), quern_value_text("it's"), quern_value_i64(-7),
                                   quern_value_null() };
    quern__text out = quern__text_open(quern_system_allocator());
    quern__sql_own(cases[_i].sql, sizeof values / sizeof *values, values, kinds, quern__test_dialect(), &out);
    ck_assert_msg(strcmp(quern__text_get(&out), cases[_i].shown) == 0, "%s gives %s, not %s", cases[_i].sql,
                  quern__text_get(&out), cases[_i].shown);
    quern__text_close(&out);
}
END_TEST

Suite *quern__suite_own(void);

Suite *quern__suite_own(void)
{
    Suite *suite = suite_create("own");
    TCase *tests = tcase_create("own");
    tcase_add_loop_test(tests, parameters_are_found, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(suite, tests);
    return suite;
}
