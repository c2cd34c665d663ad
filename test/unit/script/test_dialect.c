/* test_dialect.c: the spelling of the script's dialect. */
#include "backends/script/inner.h"

#include <check.h>
#include <string.h>

static quern__script_text written;

static void begin(void)
{
    written = quern__script_text_open(quern_system_allocator());
}

static void end(void)
{
    quern__script_text_close(&written);
}

START_TEST(names_are_quoted)
{
    static const struct {
        const char *name, *spelled;
    } names[] = { { "title", "\"title\"" }, { "a\"b\"", "\"a\"\"b\"\"\"" }, { "", "\"\"" } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        quern__script_text_close(&written);
        quern__script_dialect.identifier(&written.writer, names[i].name);
        ck_assert_str_eq(written.bytes, names[i].spelled);
    }
}
END_TEST

START_TEST(placeholders_are_numbered)
{
    quern__script_dialect.placeholder(&written.writer, 1, QUERN_KIND_I64);
    quern__script_dialect.placeholder(&written.writer, 12, QUERN_KIND_TEXT);
    ck_assert_str_eq(written.bytes, "$1$12");
}
END_TEST

START_TEST(literals_can_be_read)
{
    const quern_value value = quern_value_text("it's ''");
    quern__script_dialect.literal(&written.writer, &value, QUERN_KIND_TEXT);
    ck_assert_str_eq(written.bytes, "'it''s '''''");
}
END_TEST

START_TEST(every_lookup_and_kind_is_spelled)
{
    static const quern_kind kinds[] = {
#define KIND(NAME, name, type) QUERN_KIND_##NAME, QUERN_KIND_##NAME | QUERN_ARRAY,
        QUERN__ELEMENTS(KIND)
#undef KIND
    };
    for (int i = QUERN_NO_LOOKUP + 1; i < QUERN_LOOKUP_COUNT; i++) {
        ck_assert_msg(quern__script_dialect.lookups[i].between != NULL, "lookup %d", i);
        ck_assert_msg(quern__script_dialect.lookups[i].after != NULL, "lookup %d", i);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        ck_assert_msg(strcmp(quern__script_dialect.type_name(kinds[i]), "unknown") != 0, "kind %x",
                      (unsigned)kinds[i]);
}
END_TEST

Suite *quern__suite_dialect(void);
Suite *quern__suite_dialect(void)
{
    Suite *suite = suite_create("dialect");
    TCase *tcase = tcase_create("dialect");
    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, names_are_quoted);
    tcase_add_test(tcase, placeholders_are_numbered);
    tcase_add_test(tcase, literals_can_be_read);
    tcase_add_test(tcase, every_lookup_and_kind_is_spelled);
    suite_add_tcase(suite, tcase);
    return suite;
}
