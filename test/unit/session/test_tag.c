/* test_tag.c: tags: which ones there can be, and the comment that they become. */
#include "lib/session/tag.h"

#include "test/support/replay.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *tag, *message; /* NULL: it is valid */
} tags[] = {
    { "request 7", NULL },
    { "traceparent='00-4bf92f3577b34da6'", NULL },
    { "~ !\"#$%&'()+,-.:;<=>?@[\\]^_`{|}", NULL },
    { "GET /authors/", NULL },
    { "*", NULL },
    { "/", NULL },
    { "-- DROP TABLE", NULL },
    { "a */ DROP TABLE x; /*", "a comment's beginning or end at its character 3" },
    { "a /* b", "a comment's beginning or end at its character 3" },
    { "/*", "a comment's beginning or end at its character 1" },
    { "/*/", "a comment's beginning or end at its character 1" },
    { "*/", "a comment's beginning or end at its character 1" },
    { "**/", "a comment's beginning or end at its character 2" },
    { "two\nlines", "no printable ASCII at its character 4" },
    { "\t", "no printable ASCII at its character 1" },
    { "a\x7f", "no printable ASCII at its character 2" },
    { "gr\xc3\xbc\xc3\x9f", "no printable ASCII at its character 3" },
};

START_TEST(which_can_be)
{
    char message[100];
    quern_error error = { .message = "" };
    const char *expected = tags[_i].message;
    const bool valid = quern__tag_valid(tags[_i].tag, message, sizeof message, &error);
    ck_assert_msg(valid == !expected, "%s: %s", tags[_i].tag, error.message);
    if (!expected)
        return;
    ck_assert_msg(strstr(error.message, expected), "%s: %s", tags[_i].tag, error.message);
    ck_assert_int_eq(error.code, QUERN_ERROR_VALUE);
    ck_assert_str_eq(error.path, "tag");
    ck_assert(strlen(error.hint) > 0);
}
END_TEST

START_TEST(how_long_it_can_be)
{
    char tag[QUERN__TAG_MOST + 2], message[100];
    quern_error error;
    memset(tag, 'x', sizeof tag);
    tag[QUERN__TAG_MOST] = '\0';
    ck_assert(quern__tag_valid(tag, message, sizeof message, &error));
    tag[QUERN__TAG_MOST] = 'x';
    tag[QUERN__TAG_MOST + 1] = '\0';
    ck_assert(!quern__tag_valid(tag, message, sizeof message, &error));
    ck_assert_str_eq(error.message, "the session's tag has more than 200 characters");
}
END_TEST

static const struct {
    const char *tag, *comment;
} comments[] = {
    { "request 7", "/*request 7*/ " },
    { "*", "/***/ " },
    { "/", "/* / */ " },
    { "GET /authors/", "/*GET /authors/ */ " },
    { "/authors", "/* /authors*/ " },
};

START_TEST(the_comment_stands_in_front)
{
    char expected[100];
    quern__tag *tag = quern__tag_open(&quern__system_allocator, comments[_i].tag);
    static const char *const statements[] = { "SELECT 1 -- one", "SELECT 2", "" };
    for (int i = 0; i < 3; i++) {
        strcat(strcpy(expected, comments[_i].comment), statements[i]);
        ck_assert_str_eq(quern__tag_put(tag, statements[i]), expected);
        quern__tag_rest(tag);
    }
    ck_assert_str_eq(tag->given, comments[_i].tag);
    quern__tag_close(tag);
}
END_TEST

START_TEST(without_a_tag)
{
    static const char sql[] = "SELECT 1";
    ck_assert_ptr_eq(quern__tag_put(NULL, sql), sql);
    quern__tag_rest(NULL);
    quern__tag_close(NULL);
}
END_TEST

/* Of a long statement no more than 64 KiB are kept; short ones allocate nothing, once there is room. */
START_TEST(what_is_kept)
{
    enum { MANY = 100000 };
    quern__tag *tag = quern__tag_open(&quern__system_allocator, "t");
    char *sql = malloc(MANY + 1);
    memset(sql, 'x', MANY);
    sql[MANY] = '\0';
    const char *first = quern__tag_put(tag, "SELECT 1");
    quern__tag_rest(tag);
    ck_assert_ptr_eq(quern__tag_put(tag, "SELECT 2"), first);
    ck_assert_str_eq(quern__tag_put(tag, sql) + strlen("/*t*/ "), sql);
    quern__tag_rest(tag);
    ck_assert_uint_eq(tag->text.capacity, 0);
    ck_assert_str_eq(quern__tag_put(tag, "SELECT 3"), "/*t*/ SELECT 3");
    free(sql);
    quern__tag_close(tag);
}
END_TEST

static bool puts_statements(quern__replay *replay, void *context)
{
    static const char sql[] =
        "SELECT 'a text that is longer than the sixty-four bytes that a text has at first'";
    (void)context;
    quern__tag *tag = quern__tag_open(quern__replay_allocator(replay), "tag");
    const char *got = tag ? quern__tag_put(tag, sql) : NULL;
    const bool done = got != NULL;
    quern__replay_stop_failing(replay);
    if (tag)
        got = quern__tag_put(tag, sql);
    ck_assert(!tag || (strncmp(got, "/*tag*/ ", 8) == 0 && strcmp(got + 8, sql) == 0));
    quern__tag_close(tag);
    return done;
}

START_TEST(without_memory)
{
    ck_assert_uint_ge(quern__replay_run("tag", puts_statements, NULL), 2);
}
END_TEST

Suite *quern__suite_tag(void);

Suite *quern__suite_tag(void)
{
    Suite *suite = suite_create("tag");
    TCase *tests = tcase_create("tags");
    tcase_add_loop_test(tests, which_can_be, 0, sizeof tags / sizeof *tags);
    tcase_add_test(tests, how_long_it_can_be);
    tcase_add_loop_test(tests, the_comment_stands_in_front, 0, sizeof comments / sizeof *comments);
    tcase_add_test(tests, without_a_tag);
    tcase_add_test(tests, what_is_kept);
    tcase_add_test(tests, without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
