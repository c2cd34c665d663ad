/* test_failure.c: the first error wins, its texts are copied, and there is always one to be had. */
#include "lib/base/failure.h"

#include "lib/base/text.h"
#include "test/support/replay.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static const quern_allocator *const system_allocator = &quern__system_allocator;

/* All memory there is: none. */
static void *no_allocate(void *context, size_t size)
{
    (void)context;
    (void)size;
    return NULL;
}

static const quern_allocator no_memory = { .allocate = no_allocate };

static const quern_error full_error = {
    .code = QUERN_ERROR_SERVER,
    .outcome = QUERN_OUTCOME_UNKNOWN,
    .sqlstate = "23505",
    .message = "duplicate key",
    .detail = "Key (id)=(1) already exists.",
    .hint = "use another",
    .path = "author__id",
    .nearest = "id",
    .sql = "INSERT INTO books\nVALUES ($1)",
    .site = "books.c:12",
};

#define FULL_TEXT                                     \
    "books.c:12: QUERN_ERROR_SERVER: duplicate key\n" \
    "  path: author__id\n"                            \
    "  hint: use another\n"                           \
    "  detail: Key (id)=(1) already exists.\n"        \
    "  sqlstate: 23505\n"                             \
    "  sql: INSERT INTO books\n"                      \
    "    VALUES ($1)\n"                               \
    "  outcome: unknown: it may have been applied\n"

static void assert_same(const quern_error *got, const quern_error *wanted)
{
    ck_assert_int_eq(got->code, wanted->code);
    ck_assert_int_eq(got->outcome, wanted->outcome);
    ck_assert_str_eq(got->sqlstate, wanted->sqlstate);
    ck_assert_str_eq(got->message, wanted->message);
    ck_assert_str_eq(got->detail, wanted->detail);
    ck_assert_str_eq(got->hint, wanted->hint);
    ck_assert_str_eq(got->path, wanted->path);
    ck_assert_str_eq(got->nearest, wanted->nearest);
    ck_assert_str_eq(got->sql, wanted->sql);
    ck_assert_ptr_eq(got->site, wanted->site);
}

START_TEST(a_copy_has_its_own_texts)
{
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    const quern_error *copy = quern__error_copy(arena, &full_error);
    assert_same(copy, &full_error);
    ck_assert_ptr_ne(copy->message, full_error.message);
    ck_assert_ptr_ne(copy->sql, full_error.sql);
    quern__arena_close(arena);
}
END_TEST

START_TEST(texts_that_are_not_set_become_empty)
{
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    const quern_error *copy =
        quern__error_copy(arena, &(quern_error){ .code = QUERN_ERROR_USAGE, .message = "no" });
    assert_same(copy, &(quern_error){ .code = QUERN_ERROR_USAGE,
                                      .message = "no",
                                      .detail = "",
                                      .hint = "",
                                      .path = "",
                                      .nearest = "",
                                      .sql = "" });
    quern__arena_close(arena);
}
END_TEST

START_TEST(an_error_without_message_is_out_of_memory)
{
    static const quern_error unmade = { .code = QUERN_ERROR_FIELD, .message = NULL };
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    ck_assert_ptr_eq(quern__error_copy(arena, &unmade), &quern__out_of_memory);
    quern__arena_close(arena);

    quern__failure failure;
    quern__failure_open(&failure, system_allocator);
    quern__failure_set(&failure, &unmade);
    ck_assert_ptr_eq(failure.current, &quern__out_of_memory);
    quern__failure_close(&failure);
}
END_TEST

START_TEST(the_first_one_wins)
{
    char message[] = "the first";
    quern__failure failure;
    quern__failure_open(&failure, system_allocator);
    ck_assert_ptr_null(failure.current);
    ck_assert_str_eq(quern__failure_text(&failure), "");
    quern__failure_set(&failure, &(quern_error){ .code = QUERN_ERROR_USAGE, .message = message });
    memset(message, 'x', sizeof message - 1);
    quern__failure_set(&failure, &full_error);
    quern__failure_set(&failure, &quern__out_of_memory);
    ck_assert_str_eq(failure.current->message, "the first");
    quern__failure_close(&failure);
}
END_TEST

START_TEST(after_take_it_works_again)
{
    quern__failure failure;
    quern__failure_open(&failure, system_allocator);
    ck_assert_ptr_null(quern__failure_take(&failure));
    quern__failure_set(&failure, &full_error);
    ck_assert_str_eq(quern__failure_text(&failure), FULL_TEXT);
    const quern_error *taken = quern__failure_take(&failure);
    ck_assert_ptr_null(failure.current);
    ck_assert_str_eq(quern__failure_text(&failure), "");

    quern__failure_set(&failure, &(quern_error){ .code = QUERN_ERROR_USAGE, .message = "the next" });
    assert_same(taken, &full_error);
    ck_assert_str_eq(quern__failure_text(&failure), "QUERN_ERROR_USAGE: the next\n");
    ck_assert_str_eq(quern__failure_take(&failure)->message, "the next");
    ck_assert_ptr_null(quern__failure_take(&failure));
    quern__failure_close(&failure);
}
END_TEST

START_TEST(clear_leaves_the_one_taken)
{
    quern__failure failure;
    quern__failure_open(&failure, system_allocator);
    quern__failure_set(&failure, &full_error);
    const quern_error *taken = quern__failure_take(&failure);
    quern__failure_set(&failure, &(quern_error){ .code = QUERN_ERROR_USAGE, .message = "to forget" });
    ck_assert_str_ne(quern__failure_text(&failure), "");
    quern__failure_clear(&failure);
    quern__failure_clear(&failure);
    ck_assert_ptr_null(failure.current);
    ck_assert_str_eq(quern__failure_text(&failure), "");
    assert_same(taken, &full_error);
    quern__failure_close(&failure);
}
END_TEST

/* clang-format off */
static const struct {
    quern_error error;
    const char *text;
} texts[] = {
    { { .code = QUERN_ERROR_CLOSED, .message = "the db is closed" }, "QUERN_ERROR_CLOSED: the db is closed\n" },
    { { .code = QUERN_ERROR_FIELD, .message = "book has no field \"titel\"", .path = "titel", .nearest = "title",
        .hint = "did you mean \"title\"? choices are: id, title, author", .site = "books.c:12" },
      "books.c:12: QUERN_ERROR_FIELD: book has no field \"titel\"\n"
      "  path: titel\n"
      "  hint: did you mean \"title\"? choices are: id, title, author\n" },
    { { .code = QUERN_ERROR_CONNECTION_LOST, .message = "gone", .outcome = QUERN_APPLIED, .detail = "a\nb\n" },
      "QUERN_ERROR_CONNECTION_LOST: gone\n"
      "  detail: a\n"
      "    b\n"
      "    \n"
      "  outcome: applied\n" },
};
/* clang-format on */

enum { TEXTS = sizeof texts / sizeof texts[0] };

START_TEST(is_written_in_lines)
{
    quern__failure failure;
    quern__failure_open(&failure, system_allocator);
    quern__failure_set(&failure, &texts[_i].error);
    ck_assert_str_eq(quern__failure_text(&failure), texts[_i].text);
    ck_assert_ptr_eq(quern__failure_text(&failure), quern__failure_text(&failure));
    quern__failure_close(&failure);
}
END_TEST

START_TEST(all_of_an_error_is_written)
{
    quern__failure failure;
    quern__failure_open(&failure, system_allocator);
    quern__failure_set(&failure, &full_error);
    ck_assert_str_eq(quern__failure_text(&failure), FULL_TEXT);
    quern__failure_close(&failure);
}
END_TEST

START_TEST(the_last_resort_needs_no_memory)
{
    quern__failure failure;
    quern__failure_open(&failure, &no_memory);
    quern__failure_set(&failure, &full_error);
    ck_assert_ptr_eq(failure.current, &quern__out_of_memory);
    ck_assert_str_eq(quern__failure_text(&failure), "QUERN_ERROR_MEMORY: out of memory\n");
    ck_assert_ptr_eq(quern__failure_take(&failure), &quern__out_of_memory);
    quern__failure_set(&failure, &quern__out_of_memory);
    quern__failure_clear(&failure);
    quern__failure_close(&failure);

    quern__text text = quern__text_open(system_allocator);
    quern__error_write(&text, &quern__out_of_memory);
    ck_assert_str_eq(quern__text_get(&text), "QUERN_ERROR_MEMORY: out of memory\n");
    quern__text_close(&text);
}
END_TEST

START_TEST(every_code_has_a_name)
{
    ck_assert_str_eq(quern_error_name(QUERN_OK), "QUERN_OK");
#define EXPECT_NAME(NAME, text) ck_assert_str_eq(quern_error_name(QUERN_ERROR_##NAME), "QUERN_ERROR_" #NAME);
    QUERN__ERROR_CODES(EXPECT_NAME)
#undef EXPECT_NAME
    static const int none[] = { QUERN_ERROR_INTERLOCK + 1, 1000, -1 };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        ck_assert_str_eq(quern_error_name((quern_error_code)none[i]), "QUERN_ERROR_?");
}
END_TEST

static bool sets_and_reads(quern__replay *replay, void *context)
{
    (void)context;
    quern__failure failure;
    quern__failure_open(&failure, quern__replay_allocator(replay));
    quern__failure_set(&failure, &full_error);
    bool copied = failure.current != &quern__out_of_memory;
    const char *text = quern__failure_text(&failure);
    bool written = strcmp(text, FULL_TEXT) == 0;
    if (!copied)
        ck_assert_int_eq(failure.current->code, QUERN_ERROR_MEMORY);
    else if (!written)
        ck_assert_str_eq(text, "duplicate key");
    if (!copied || !written) {
        quern__replay_stop_failing(replay);
        quern__failure_take(&failure);
        quern__failure_set(&failure, &full_error);
        ck_assert_str_eq(quern__failure_text(&failure), FULL_TEXT);
    }
    quern__failure_close(&failure);
    return copied && written;
}

static bool copies_into_an_arena(quern__replay *replay, void *context)
{
    (void)context;
    quern__arena *arena = quern__arena_open(quern__replay_allocator(replay), NULL);
    if (!arena)
        return false;
    const quern_error *first = NULL;
    bool done = true;
    for (int i = 0; i < 50 && done; i++) {
        quern_error error = full_error;
        error.message = quern__arena_format(arena, "error %d of many, many more", i);
        const quern_error *copy = quern__error_copy(arena, &error);
        done = copy != &quern__out_of_memory;
        first = first ? first : copy;
    }
    if (first != &quern__out_of_memory)
        ck_assert_str_eq(first->message, "error 0 of many, many more");
    quern__arena_close(arena);
    return done;
}

START_TEST(failing_is_an_ordinary_error)
{
    quern__replay_run("failure", sets_and_reads, NULL);
    quern__replay_run("error copies", copies_into_an_arena, NULL);
}
END_TEST

Suite *quern__suite_failure(void);

Suite *quern__suite_failure(void)
{
    Suite *suite = suite_create("failure");
    TCase *tests = tcase_create("failure");
    tcase_add_test(tests, a_copy_has_its_own_texts);
    tcase_add_test(tests, texts_that_are_not_set_become_empty);
    tcase_add_test(tests, an_error_without_message_is_out_of_memory);
    tcase_add_test(tests, the_first_one_wins);
    tcase_add_test(tests, after_take_it_works_again);
    tcase_add_test(tests, clear_leaves_the_one_taken);
    tcase_add_loop_test(tests, is_written_in_lines, 0, TEXTS);
    tcase_add_test(tests, all_of_an_error_is_written);
    tcase_add_test(tests, the_last_resort_needs_no_memory);
    tcase_add_test(tests, every_code_has_a_name);
    tcase_add_test(tests, failing_is_an_ordinary_error);
    suite_add_tcase(suite, tests);
    return suite;
}
