/* test_out.c: numbers, characters that may be anything, and writers that want no more. */
#include "lib/report/out.h"

#include "lib/base/text.h"

#include <check.h>
#include <string.h>

typedef struct gathered {
    quern__text text;
    size_t calls, most; /* how often it was called, and the bytes after which it says no; 0: never */
} gathered;

static bool gather(void *context, const char *bytes, size_t size)
{
    gathered *to = context;
    to->calls++;
    quern__text_put_bytes(&to->text, bytes, size);
    return !to->most || to->text.size < to->most;
}

static gathered open_gathered(size_t most)
{
    return (gathered){ .text = quern__text_open(quern_system_allocator()), .most = most };
}

static const struct {
    int64_t number;
    int width;
    const char *text;
} numbers[] = {
    { 0, 0, "0" },
    { 7, 3, "  7" },
    { 999, 0, "999" },
    { 1000, 0, "1,000" },
    { -1234567, 12, "  -1,234,567" },
    { INT64_MAX, 0, "9,223,372,036,854,775,807" },
    { INT64_MIN, 0, "-9,223,372,036,854,775,808" },
};

START_TEST(a_number)
{
    quern__out out;
    gathered to = open_gathered(0);
    quern__out_begin(&out, gather, &to);
    quern__out_number(&out, numbers[_i].number, numbers[_i].width);
    ck_assert(quern__out_end(&out));
    ck_assert_str_eq(quern__text_get(&to.text), numbers[_i].text);
    quern__text_close(&to.text);
}
END_TEST

static const struct {
    int64_t microseconds;
    const char *text;
} times[] = {
    { 0, "   0.00" },   { 4, "   0.00" },    { 5, "   0.01" },       { 994, "   0.99" },
    { 995, "   1.00" }, { 1230, "   1.23" }, { 999995, "1,000.00" }, { 12345678, "12,345.68" },
};

START_TEST(a_time)
{
    quern__out out;
    gathered to = open_gathered(0);
    quern__out_begin(&out, gather, &to);
    quern__out_ms(&out, times[_i].microseconds, 7);
    ck_assert(quern__out_end(&out));
    ck_assert_str_eq(quern__text_get(&to.text), times[_i].text);
    quern__text_close(&to.text);
}
END_TEST

static const struct {
    const char *name, *text, *clean;
} characters[] = {
    { "ASCII", "a <b> 'c'", "a <b> 'c'" },
    { "UTF-8", "ü ☃ 𝄞", "ü ☃ 𝄞" },
    { "tab and newline", "a\tb\nc", "a\tb\nc" },
    { "escape", "\033[31m", "␛[31m" },
    { "carriage return", "a\rb", "a␍b" },
    { "delete", "\x7f", "␡" },
    { "C1", "\xc2\x9b", "\xef\xbf\xbd" },
    { "no UTF-8", "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
    { "cut off", "a\xf0\x9d\x84", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "a surrogate", "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "right to left", "\xe2\x80\xaex", "\xef\xbf\xbdx" },
    { "an isolate", "\xe2\x81\xa6x", "\xef\xbf\xbdx" },
    { "a line separator", "\xe2\x80\xa8x", "\xef\xbf\xbdx" },
    { "no character", "\xef\xbf\xbf", "\xef\xbf\xbd" },
    { "the highest", "\xf4\x8f\xbf\xbd", "\xf4\x8f\xbf\xbd" },
};

START_TEST(a_character)
{
    quern__out out;
    gathered to = open_gathered(0);
    const char *at = characters[_i].text, *end = at + strlen(at);
    quern__out_begin(&out, gather, &to);
    while (at < end)
        quern__out_character(&out, quern__clean_next(&at, end));
    ck_assert(quern__out_end(&out));
    ck_assert_msg(strcmp(quern__text_get(&to.text), characters[_i].clean) == 0, "%s: %s, not %s",
                  characters[_i].name, quern__text_get(&to.text), characters[_i].clean);
    quern__text_close(&to.text);
}
END_TEST

START_TEST(small_pieces_are_written_together)
{
    quern__out out;
    gathered to = open_gathered(0);
    quern__out_begin(&out, gather, &to);
    for (int i = 0; i < 10000; i++)
        quern__out_put(&out, "0123456789");
    ck_assert(quern__out_end(&out));
    ck_assert_uint_eq(to.text.size, 100000);
    ck_assert_uint_eq(to.calls, 25);
    for (size_t i = 0; i < to.text.size; i++)
        ck_assert_int_eq(to.text.bytes[i], (char)('0' + i % 10));
    quern__text_close(&to.text);
}
END_TEST

START_TEST(who_says_no_is_not_asked_again)
{
    quern__out out;
    gathered to = open_gathered(5000);
    quern__out_begin(&out, gather, &to);
    for (int i = 0; i < 10000; i++)
        quern__out_put(&out, "0123456789");
    ck_assert(!quern__out_end(&out));
    ck_assert_uint_eq(to.calls, 2);
    quern__text_close(&to.text);
}
END_TEST

START_TEST(nothing_is_not_written)
{
    quern__out out;
    gathered to = open_gathered(0);
    quern__out_begin(&out, gather, &to);
    quern__out_put(&out, "");
    ck_assert(quern__out_end(&out));
    ck_assert_uint_eq(to.calls, 0);
    quern__text_close(&to.text);
}
END_TEST

Suite *quern__suite_out(void);

Suite *quern__suite_out(void)
{
    Suite *suite = suite_create("out");
    TCase *tests = tcase_create("out");
    tcase_add_loop_test(tests, a_number, 0, sizeof numbers / sizeof *numbers);
    tcase_add_loop_test(tests, a_time, 0, sizeof times / sizeof *times);
    tcase_add_loop_test(tests, a_character, 0, sizeof characters / sizeof *characters);
    tcase_add_test(tests, small_pieces_are_written_together);
    tcase_add_test(tests, who_says_no_is_not_asked_again);
    tcase_add_test(tests, nothing_is_not_written);
    suite_add_tcase(suite, tests);
    return suite;
}
