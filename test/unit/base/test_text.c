/* test_text.c: a text that grows, breaks, and stays broken. */
#include "lib/base/text.h"

#include "test/support/replay.h"

#include <check.h>
#include <string.h>

static const quern_allocator *const system_allocator = &quern__system_allocator;

START_TEST(an_empty_one_allocates_nothing)
{
    static const quern_allocator none = { .allocate = NULL };
    quern__text text = quern__text_open(&none);
    ck_assert_str_eq(quern__text_get(&text), "");
    quern__text_put(&text, "");
    quern__text_put_bytes(&text, NULL, 0);
    quern__text_clear(&text);
    ck_assert_str_eq(quern__text_get(&text), "");
    ck_assert(!text.broken);
    quern__text_close(&text);
}
END_TEST

START_TEST(puts_come_one_after_the_other)
{
    quern__text text = quern__text_open(system_allocator);
    quern__text_put(&text, "SELECT ");
    quern__text_put_bytes(&text, "id, title", 2);
    quern__text_put_format(&text, " FROM %s LIMIT %d", "books", 5);
    quern__text_put_format(&text, "%s", "");
    ck_assert_str_eq(quern__text_get(&text), "SELECT id FROM books LIMIT 5");
    ck_assert_uint_eq(text.size, strlen("SELECT id FROM books LIMIT 5"));
    quern__text_close(&text);
    ck_assert_str_eq(quern__text_get(&text), "");
}
END_TEST

START_TEST(any_size_fits)
{
    char expected[3000];
    memset(expected, 'q', sizeof expected);
    for (size_t size = 0; size < sizeof expected; size += size < 300 ? 1 : 211) {
        for (size_t before = 0; before < 3; before++) {
            quern__text text = quern__text_open(system_allocator);
            quern__text_put_bytes(&text, expected, before);
            quern__text_put_format(&text, "%.*s", (int)size, expected);
            quern__text_put_bytes(&text, expected, size);
            ck_assert_uint_eq(text.size, before + 2 * size);
            ck_assert_uint_eq(strlen(quern__text_get(&text)), before + 2 * size);
            ck_assert_uint_eq(strspn(quern__text_get(&text), "q"), before + 2 * size);
            quern__text_close(&text);
        }
    }
}
END_TEST

/* By twos it grows at the same places as by other pieces, and ends in a NUL at each. */
START_TEST(twos_fit)
{
    for (size_t before = 0; before < 3; before++) {
        quern__text text = quern__text_open(system_allocator);
        quern__text_put_bytes(&text, "--", before);
        for (size_t twos = 1; twos < 200; twos++) {
            quern__text_put_two(&text, 'a', 'b');
            ck_assert_uint_eq(text.size, before + 2 * twos);
            ck_assert_uint_eq(strlen(text.bytes), text.size);
            ck_assert_str_eq(text.bytes + text.size - 2, "ab");
        }
        text.broken = true;
        quern__text_put_two(&text, 'a', 'b');
        ck_assert_uint_eq(text.size, before + 2 * 199);
        quern__text_close(&text);
    }
}
END_TEST

START_TEST(clear_keeps_the_memory)
{
    quern__text text = quern__text_open(system_allocator);
    quern__text_put(&text, "one");
    const char *bytes = text.bytes;
    quern__text_clear(&text);
    ck_assert_str_eq(quern__text_get(&text), "");
    quern__text_put(&text, "two");
    ck_assert_str_eq(quern__text_get(&text), "two");
    ck_assert_ptr_eq(text.bytes, bytes);
    quern__text_close(&text);
}
END_TEST

START_TEST(an_impossible_size_breaks_it)
{
    static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 2 + 1, (size_t)PTRDIFF_MAX };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        quern__text text = quern__text_open(system_allocator);
        quern__text_put(&text, "good so far");
        quern__text_put_bytes(&text, "", sizes[i]);
        ck_assert_msg(text.broken, "%zu bytes", sizes[i]);
        quern__text_put(&text, ", and not again");
        ck_assert_str_eq(quern__text_get(&text), "");
        quern__text_clear(&text);
        quern__text_put(&text, "whole again");
        ck_assert_str_eq(quern__text_get(&text), "whole again");
        quern__text_close(&text);
    }
}
END_TEST

static void write_statement(quern__text *text)
{
    quern__text_put(text, "SELECT ");
    for (int i = 0; i < 100; i++)
        quern__text_put_format(text, "t%d.column_%d, ", i, i);
    quern__text_put_bytes(text, "1 FROM t", 6);
}

static bool writes_and_keeps(quern__replay *replay, void *context)
{
    (void)context;
    quern__text text = quern__text_open(quern__replay_allocator(replay));
    quern__arena *arena = quern__arena_open(quern__replay_allocator(replay), NULL);
    write_statement(&text);
    const char *kept = arena ? quern__text_keep(&text, arena) : NULL;
    if (!kept) {
        ck_assert_msg(!text.broken || !*quern__text_get(&text), "broken, and not empty");
        quern__replay_stop_failing(replay);
        quern__text_clear(&text);
        write_statement(&text);
    }
    size_t size = strlen(quern__text_get(&text));
    ck_assert_msg(!text.broken && size == text.size && size > 1000, "%s", quern__replay_where(replay));
    if (kept)
        ck_assert_str_eq(kept, quern__text_get(&text));
    quern__text_close(&text);
    quern__arena_close(arena);
    return kept != NULL;
}

START_TEST(failing_is_an_ordinary_error)
{
    ck_assert_uint_gt(quern__replay_run("text", writes_and_keeps, NULL), 6);
}
END_TEST

START_TEST(an_empty_one_is_kept_as_an_empty_text)
{
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    quern__text text = quern__text_open(system_allocator);
    ck_assert_str_eq(quern__text_keep(&text, arena), "");
    quern__arena_close(arena);
}
END_TEST

Suite *quern__suite_text(void);

Suite *quern__suite_text(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_add_test(tests, an_empty_one_allocates_nothing);
    tcase_add_test(tests, puts_come_one_after_the_other);
    tcase_add_test(tests, any_size_fits);
    tcase_add_test(tests, twos_fit);
    tcase_add_test(tests, clear_keeps_the_memory);
    tcase_add_test(tests, an_impossible_size_breaks_it);
    tcase_add_test(tests, an_empty_one_is_kept_as_an_empty_text);
    tcase_add_test(tests, failing_is_an_ordinary_error);
    suite_add_tcase(suite, tests);
    return suite;
}
