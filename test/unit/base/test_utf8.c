/* test_utf8.c: texts that are UTF-8, texts that are not, each at every offset from the eight bytes that are looked at at
 * once, and every code point there is. */
#include "lib/base/utf8.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal) literal, sizeof literal - 1

static const struct {
    const char *name, *text;
    size_t size;
    bool valid;
} cases[] = {
    { "nothing", TEXT(""), true },
    { "ASCII", TEXT("a quern is a hand-mill"), true },
    { "NUL", TEXT("a\0b"), true },
    { "DEL", TEXT("\x7f"), true },
    { "umlauts", TEXT("M\xc3\xbchle"), true },
    { "Han", TEXT("\xe7\x9f\xb3\xe8\x87\xbc"), true },
    { "emoji", TEXT("\xf0\x9f\x98\x80"), true },
    { "last before the surrogates", TEXT("\xed\x9f\xbf"), true },
    { "first after the surrogates", TEXT("\xee\x80\x80"), true },
    { "noncharacter", TEXT("\xef\xbf\xbf"), true },
    { "U+10FFFF", TEXT("\xf4\x8f\xbf\xbf"), true },
    { "continuation alone", TEXT("\x80"), false },
    { "two continuations", TEXT("\xbf\xbf"), false },
    { "Latin 1", TEXT("M\xfchle"), false },
    { "overlong NUL", TEXT("\xc0\x80"), false },
    { "overlong slash", TEXT("\xc1\xaf"), false },
    { "overlong of 3", TEXT("\xe0\x9f\xbf"), false },
    { "overlong of 4", TEXT("\xf0\x8f\xbf\xbf"), false },
    { "first surrogate", TEXT("\xed\xa0\x80"), false },
    { "last surrogate", TEXT("\xed\xbf\xbf"), false },
    { "U+110000", TEXT("\xf4\x90\x80\x80"), false },
    { "F5", TEXT("\xf5\x80\x80\x80"), false },
    { "FE", TEXT("\xfe"), false },
    { "FF", TEXT("\xff"), false },
    { "of 5", TEXT("\xf8\x88\x80\x80\x80"), false },
    { "cut off of 2", TEXT("\xc3"), false },
    { "cut off of 3", TEXT("\xe7\x9f"), false },
    { "cut off of 4", TEXT("\xf0\x9f\x98"), false },
    { "second is a letter",
      TEXT("\xc3"
           "a"),
      false },
    { "third is a letter",
      TEXT("\xe7\x9f"
           "a"),
      false },
    { "fourth begins another", TEXT("\xf0\x9f\x98\xc3"), false },
};

enum { CASES = sizeof cases / sizeof cases[0] };

/* In memory of exactly its size, so that reading on is seen. */
static bool valid_alone(const char *text, size_t size)
{
    char *exact = malloc(size ? size : 1);
    memcpy(exact, text, size);
    bool valid = quern__utf8_valid(exact, size);
    free(exact);
    return valid;
}

START_TEST(knows_what_is_valid)
{
    for (size_t before = 0; before <= 17; before++) {
        for (size_t after = 0; after <= 9; after += 3) {
            char text[64];
            memset(text, 'x', sizeof text);
            memcpy(text + before, cases[_i].text, cases[_i].size);
            bool valid = valid_alone(text, before + cases[_i].size + after);
            ck_assert_msg(valid == cases[_i].valid, "%s, after %zu letters and before %zu: %d",
                          cases[_i].name, before, after, valid);
        }
    }
}
END_TEST

START_TEST(what_lies_behind_the_end_does_not_count)
{
    static const char emoji[] = "\xf0\x9f\x98\x80";
    for (size_t size = 1; size < 4; size++)
        ck_assert_msg(!quern__utf8_valid(emoji, size), "the first %zu of 4", size);
    ck_assert(!quern__utf8_valid("\xe7\x9f\xb3", 2));
    ck_assert(!quern__utf8_valid("\xc3\xbc", 1));
    ck_assert(quern__utf8_valid("a\xff", 1));
    ck_assert(quern__utf8_valid("\xff", 0));
}
END_TEST

static size_t encode(uint32_t point, unsigned char *out)
{
    static const unsigned char marks[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--, point >>= 6)
        out[i] = (unsigned char)(0x80 | (point & 0x3f));
    out[0] = (unsigned char)(marks[size] | point);
    return size;
}

START_TEST(takes_every_code_point_but_surrogates)
{
    for (uint32_t point = 0; point <= 0x110000; point++) {
        unsigned char text[4];
        size_t size = encode(point, text);
        bool expected = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
        if (quern__utf8_valid((const char *)text, size) != expected)
            ck_abort_msg("U+%04X", (unsigned)point);
    }
}
END_TEST

Suite *quern__suite_utf8(void);

Suite *quern__suite_utf8(void)
{
    Suite *suite = suite_create("utf8");
    TCase *tests = tcase_create("utf8");
    tcase_add_loop_test(tests, knows_what_is_valid, 0, CASES);
    tcase_add_test(tests, what_lies_behind_the_end_does_not_count);
    tcase_add_test(tests, takes_every_code_point_but_surrogates);
    suite_add_tcase(suite, tests);
    return suite;
}
