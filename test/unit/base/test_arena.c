/* test_arena.c: what an arena promises, run on both twins. */
#include "lib/base/arena.h"

#include "test/support/replay.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static const quern_allocator *const system_allocator = &quern__system_allocator;

/* Sizes around every edge: of alignment, of a piece that is big, of a block. */
static const size_t sizes[] = { 0,    1,    7,    8,     9,     15,    16,     17,     31,     63,    64,
                                255,  256,  257,  511,   512,   513,   900,    1000,   1023,   1024,  1025,
                                2047, 2048, 4096, 10000, 65535, 65536, 100000, 262143, 262144, 300000 };

enum { SIZES = sizeof sizes / sizeof sizes[0], ROUNDS = 8 };

static bool all_are(const char *bytes, size_t size, int value)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != (char)value)
            return false;
    return true;
}

START_TEST(pieces_are_zeroed_aligned_and_stay)
{
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    char *pieces[ROUNDS][SIZES], *texts[ROUNDS][SIZES];
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < SIZES; i++) {
            pieces[round][i] = quern__arena_take(arena, sizes[i]);
            texts[round][i] = quern__arena_take_bytes(arena, sizes[i]);
            ck_assert_msg(pieces[round][i] && texts[round][i], "%zu bytes", sizes[i]);
            ck_assert_msg((uintptr_t)pieces[round][i] % _Alignof(max_align_t) == 0, "%zu bytes", sizes[i]);
            ck_assert_msg(all_are(pieces[round][i], sizes[i], 0), "%zu bytes, not zeroed", sizes[i]);
            memset(pieces[round][i], 1 + round * SIZES % 60 + i, sizes[i]);
            memset(texts[round][i], 101 + i % 20, sizes[i]);
        }
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < SIZES; i++) {
            ck_assert_msg(all_are(pieces[round][i], sizes[i], 1 + round * SIZES % 60 + i),
                          "%zu bytes of round %d were overwritten", sizes[i], round);
            ck_assert_msg(all_are(texts[round][i], sizes[i], 101 + i % 20), "text of %zu, round %d", sizes[i],
                          round);
        }
    }
    quern__arena_close(arena);
}
END_TEST

/* Many small pieces and texts, of sizes that leave every possible rest at the end of a block. */
START_TEST(small_pieces_do_not_overlap)
{
    enum { COUNT = 20000 };
    static char *pieces[COUNT], *texts[COUNT];
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    for (size_t i = 0; i < COUNT; i++) {
        pieces[i] = memset(quern__arena_take(arena, i % 41), (int)(i % 100), i % 41);
        texts[i] = memset(quern__arena_take_bytes(arena, i % 7), (int)(i % 90), i % 7);
    }
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_msg(all_are(pieces[i], i % 41, (int)(i % 100)), "piece %zu was overwritten", i);
        ck_assert_msg(all_are(texts[i], i % 7, (int)(i % 90)), "text %zu was overwritten", i);
    }
    quern__arena_close(arena);
}
END_TEST

START_TEST(impossible_sizes_give_null)
{
    static const size_t impossible[] = { SIZE_MAX, SIZE_MAX - 15, SIZE_MAX / 2 + 1, (size_t)PTRDIFF_MAX };
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    for (size_t i = 0; i < sizeof impossible / sizeof impossible[0]; i++) {
        ck_assert_msg(!quern__arena_take(arena, impossible[i]), "take %zu", impossible[i]);
        ck_assert_msg(!quern__arena_take_bytes(arena, impossible[i]), "bytes %zu", impossible[i]);
        ck_assert_msg(!quern__arena_copy(arena, "", impossible[i]), "copy %zu", impossible[i]);
        ck_assert_msg(!quern__arena_take_array(arena, impossible[i], 16), "%zu * 16", impossible[i]);
        ck_assert_msg(!quern__arena_take_array(arena, 16, impossible[i]), "16 * %zu", impossible[i]);
    }
    ck_assert_ptr_nonnull(quern__arena_take_array(arena, 0, 16));
    ck_assert_ptr_nonnull(quern__arena_take_array(arena, 16, 0));
    ck_assert(all_are(quern__arena_take_array(arena, 100, 24), 2400, 0));
    quern__arena_close(arena);
}
END_TEST

START_TEST(texts_are_copied)
{
    char text[] = "title and more";
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    const char *copy = quern__arena_copy(arena, text, 5);
    const char *whole = quern__arena_text(arena, text);
    memset(text, 'x', sizeof text - 1);
    ck_assert_str_eq(copy, "title");
    ck_assert_str_eq(whole, "title and more");
    ck_assert_str_eq(quern__arena_text(arena, ""), "");
    ck_assert_str_eq(quern__arena_copy(arena, NULL, 0), "");
    ck_assert_ptr_null(quern__arena_text(arena, NULL));
    ck_assert_ptr_eq(quern__arena_allocator(arena), system_allocator);
    quern__arena_close(arena);
}
END_TEST

START_TEST(formats_of_any_length_fit)
{
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    ck_assert_str_eq(quern__arena_format(arena, "%s has no field \"%s\"", "book", "titel"),
                     "book has no field \"titel\"");
    for (int width = 0; width < 1000; width++) {
        const char *text = quern__arena_format(arena, "%*s|%d", width, "", width);
        char end[32];
        snprintf(end, sizeof end, "|%d", width);
        ck_assert_uint_eq(strspn(text, " "), (size_t)width);
        ck_assert_str_eq(text + width, end);
    }
    quern__arena_close(arena);
}
END_TEST

/* What is closed writes its letter here. */
static char trace[64];

static void write_letter(void *argument)
{
    strncat(trace, argument, 1);
}

static void hang_letter(quern__arena *arena, const char *letter)
{
    ck_assert(quern__arena_on_close(arena, write_letter, quern__arena_text(arena, letter)));
}

START_TEST(close_calls_run_last_first)
{
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    for (const char *letter = "abcdefghij"; *letter; letter++)
        hang_letter(arena, letter);
    ck_assert_str_eq(trace, "");
    quern__arena_close(arena);
    ck_assert_str_eq(trace, "jihgfedcba");
}
END_TEST

START_TEST(a_parent_closes_its_children_newest_first)
{
    static const char *const names[] = { "a", "b", "c", "d" };
    quern__arena *parent = quern__arena_open(system_allocator, NULL), *children[4];
    hang_letter(parent, "p");
    for (int i = 0; i < 4; i++) {
        children[i] = quern__arena_open(system_allocator, parent);
        hang_letter(children[i], names[i]);
    }
    hang_letter(quern__arena_open(system_allocator, children[2]), "g");
    quern__arena_close(parent);
    ck_assert_str_eq(trace, "pdcgba");
}
END_TEST

START_TEST(a_child_can_go_first)
{
    /* The oldest, one in the middle, the newest, all. */
    static const char *const orders[] = { "a", "b", "d", "abcd", "dcba", "bcda", "" };
    static const char *const rests[] = { "dcb", "dca", "cba", "", "", "", "dcba" };
    quern__arena *parent = quern__arena_open(system_allocator, NULL), *children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = quern__arena_open(system_allocator, parent);
        hang_letter(children[i], &"abcd"[i]);
    }
    for (const char *letter = orders[_i]; *letter; letter++)
        quern__arena_close(children[*letter - 'a']);
    ck_assert_str_eq(trace, orders[_i]);
    *trace = '\0';
    quern__arena_close(parent);
    ck_assert_str_eq(trace, rests[_i]);
}
END_TEST

static quern__arena *closing;

static void hang_another(void *argument)
{
    memset(quern__arena_take(closing, 5000), 1, 5000);
    hang_letter(closing, argument);
    hang_letter(quern__arena_open(system_allocator, closing), "c");
}

START_TEST(a_close_call_may_use_the_arena)
{
    closing = quern__arena_open(system_allocator, NULL);
    hang_letter(closing, "a");
    ck_assert(quern__arena_on_close(closing, hang_another, "b"));
    quern__arena_close(closing);
    ck_assert_str_eq(trace, "bac");
    quern__arena_close(NULL);
}
END_TEST

/* An allocator that knows how many bytes it lent, and how often. */
enum { PREFIX = 16 };

static size_t allocations;

static void *counting_allocate(void *context, size_t size)
{
    char *memory = quern__allocate(system_allocator, size + PREFIX);
    memcpy(memory, &size, sizeof size);
    *(size_t *)context += size;
    allocations++;
    return memory + PREFIX;
}

static void counting_release(void *context, void *memory)
{
    size_t size;
    char *start = (char *)memory - PREFIX;
    memcpy(&size, start, sizeof size);
    *(size_t *)context -= size;
    quern__release(system_allocator, start);
}

/* What a closed child has left for the next one counts as nobody's. */
static size_t left_for_a_child(void)
{
    return quern__arena_debug ? 0 : 2048;
}

START_TEST(bytes_are_those_of_the_allocator)
{
    size_t lent = 0;
    const quern_allocator allocator = { .allocate = counting_allocate,
                                        .release = counting_release,
                                        .context = &lent };
    quern__arena *parent = quern__arena_open(&allocator, NULL);
    size_t alone = quern__arena_bytes(parent);
    ck_assert_uint_eq(alone, lent);
    quern__arena *child = quern__arena_open(&allocator, parent);
    quern__arena *grandchild = quern__arena_open(&allocator, child);
    for (int i = 0; i < SIZES; i++) {
        quern__arena_take(grandchild, sizes[i]);
        quern__arena_take_bytes(child, sizes[i]);
    }
    ck_assert_uint_eq(quern__arena_bytes(parent), lent);
    ck_assert_uint_lt(quern__arena_bytes(grandchild), quern__arena_bytes(child));
    quern__arena_close(grandchild);
    ck_assert_uint_eq(quern__arena_bytes(parent), lent - left_for_a_child());
    ck_assert_uint_eq(quern__arena_bytes(child), lent - left_for_a_child() - alone);
    quern__arena_close(child);
    ck_assert_uint_eq(lent, alone + left_for_a_child());
    ck_assert_uint_eq(quern__arena_bytes(parent), alone);
    quern__arena_close(parent);
    ck_assert_uint_eq(lent, 0);
}
END_TEST

/* Small children, one after another, are made of the same memory; two at once are not. */
START_TEST(a_closed_child_leaves_its_memory_to_the_next)
{
    size_t lent = 0;
    const quern_allocator allocator = { .allocate = counting_allocate,
                                        .release = counting_release,
                                        .context = &lent };
    quern__arena *parent = quern__arena_open(&allocator, NULL);
    allocations = 0;
    for (int i = 0; i < 100; i++) {
        quern__arena *child = quern__arena_open(&allocator, parent);
        const char *piece = quern__arena_take(child, 1000);
        ck_assert_msg(all_are(piece, 1000, 0), "child %d is not zeroed", i);
        memset(quern__arena_take_raw(child, 500), 0x77, 500);
        quern__arena_close(child);
    }
    if (!quern__arena_debug)
        ck_assert_uint_eq(allocations, 1);
    quern__arena *one = quern__arena_open(&allocator, parent), *two = quern__arena_open(&allocator, parent);
    memset(quern__arena_take(one, 100), 1, 100);
    ck_assert(all_are(quern__arena_take(two, 100), 100, 0));
    ck_assert_uint_eq(quern__arena_bytes(parent), lent);
    quern__arena_close(one);
    quern__arena_close(two);
    quern__arena_close(parent);
    ck_assert_uint_eq(lent, 0);
}
END_TEST

/* What waits for a child is no way around a limit. */
START_TEST(a_limit_holds_for_a_child_that_was_waited_for)
{
    static const quern__limit limit = { "the limit", "none" };
    quern__limit_hit hit = { .limit = NULL };
    quern__arena *parent = quern__arena_open(system_allocator, NULL);
    quern__arena_close(quern__arena_open(system_allocator, parent));
    quern__arena_limit(parent, &limit, quern__arena_bytes(parent) + 100, &hit);
    ck_assert_ptr_null(quern__arena_open(system_allocator, parent));
    ck_assert_ptr_eq(hit.limit, &limit);
    quern__arena_close(parent);
}
END_TEST

/* Fills an arena with pieces and texts of every size, in an order that `round` gives. */
static void fill_much(quern__arena *arena, int round)
{
    for (int i = 0; i < SIZES; i++) {
        const size_t size = sizes[(i * 7 + round * 5) % SIZES];
        ck_assert_ptr_nonnull(memset(quern__arena_take(arena, size), 0x77, size));
        ck_assert_ptr_nonnull(memset(quern__arena_take_bytes(arena, size / 3), 0x77, size / 3));
    }
}

/* Whatever was taken before the mark stays as it is, and what is taken afterwards is zeroed again. */
START_TEST(a_rewind_frees_what_is_newer)
{
    size_t lent = 0;
    const quern_allocator allocator = { counting_allocate, NULL, counting_release, &lent };
    quern__arena *arena = quern__arena_open(&allocator, NULL);
    for (int i = 0; i < _i; i++)
        quern__arena_take(arena, sizes[i]);
    char *before = memset(quern__arena_take(arena, 40), 1, 40);
    const char *text = quern__arena_text(arena, "before");
    const quern__arena_point point = quern__arena_mark(arena);
    size_t first = 0;
    for (int round = 0; round < 20; round++) {
        fill_much(arena, round);
        quern__arena_rewind(arena, &point);
        const quern__arena_point here = quern__arena_mark(arena);
        ck_assert_msg(quern__arena_point_same(&here, &point), "round %d", round);
        ck_assert_msg(quern__arena_bytes(arena) == lent, "round %d: %zu of %zu", round,
                      quern__arena_bytes(arena), lent);
        first = round ? first : lent;
        ck_assert_msg(lent <= first + 262144 + 64, "round %d: %zu bytes are held", round, lent);
        ck_assert(all_are(before, 40, 1));
        ck_assert_str_eq(text, "before");
        ck_assert(all_are(quern__arena_take(arena, 100), 100, 0));
    }
    quern__arena_close(arena);
    ck_assert_uint_eq(lent, 0);
}
END_TEST

START_TEST(a_loop_that_rewinds_allocates_nothing_more)
{
    size_t lent = 0;
    const quern_allocator allocator = { counting_allocate, NULL, counting_release, &lent };
    quern__arena *arena = quern__arena_open(&allocator, NULL);
    const quern__arena_point point = quern__arena_mark(arena);
    size_t held = 0, count = 0;
    for (int round = 0; round < 1000; round++) {
        for (int i = 0; i < 200; i++)
            quern__arena_take(arena, (size_t)i);
        quern__arena_rewind(arena, &point);
        held = round == 10 ? lent : held;
        count = round == 10 ? allocations : count;
        ck_assert_msg(round <= 10 || lent == held, "round %d: %zu bytes, not %zu", round, lent, held);
    }
    ck_assert_msg(quern__arena_debug || allocations == count, "%zu more allocations", allocations - count);
    quern__arena_close(arena);
}
END_TEST

START_TEST(a_rewind_calls_what_was_hung_since)
{
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    hang_letter(arena, "a");
    const quern__arena_point point = quern__arena_mark(arena);
    hang_letter(arena, "b");
    hang_letter(arena, "c");
    quern__arena *child = quern__arena_open(system_allocator, arena);
    hang_letter(child, "x");
    quern__arena_rewind(arena, &point);
    ck_assert_str_eq(trace, "cb");
    hang_letter(arena, "d");
    closing = arena;
    ck_assert(quern__arena_on_close(arena, hang_another, "e"));
    quern__arena_rewind(arena, &point);
    ck_assert_str_eq(trace, "cbed");
    quern__arena_close(arena);
    ck_assert_msg(strcmp(trace, "cbedacx") == 0, "%s", trace);
}
END_TEST

static const quern__limit small_limit = { ".small", "allow more" };

/* What is over the limit is refused, also when a child asks; when there is room again, it works again. */
START_TEST(a_limit_refuses)
{
    quern__limit_hit hit = { 0 };
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    quern__arena_limit(arena, &small_limit, 20000, &hit);
    ck_assert_ptr_nonnull(quern__arena_take(arena, 10000));
    ck_assert_ptr_null(hit.limit);
    ck_assert_ptr_null(quern__arena_take(arena, 10000));
    ck_assert_ptr_eq(hit.limit, &small_limit);
    ck_assert_uint_eq(hit.most, 20000);
    ck_assert_uint_eq(hit.held, quern__arena_bytes(arena));
    ck_assert_uint_ge(hit.asked, 10000);
    hit.limit = NULL;
    quern__arena *child = quern__arena_open(system_allocator, arena);
    ck_assert_ptr_null(quern__arena_take(child, 9900));
    ck_assert_ptr_eq(hit.limit, &small_limit);
    ck_assert_ptr_nonnull(quern__arena_take(child, 5000));
    ck_assert_ptr_null(quern__arena_take(child, 5000));
    ck_assert_ptr_null(quern__arena_take(child, SIZE_MAX - 100));
    quern__arena_close(child);
    hit.limit = NULL;
    child = quern__arena_open(system_allocator, arena);
    ck_assert_ptr_nonnull(quern__arena_take(child, 5000));
    ck_assert_ptr_null(hit.limit);
    quern__arena_close(arena);
}
END_TEST

/* Pieces of 100 bytes until the limit: nearly all of it can be used, though blocks double. */
START_TEST(a_limit_leaves_no_room_unused)
{
    quern__limit_hit hit = { 0 };
    quern__arena *arena = quern__arena_open(system_allocator, NULL);
    quern__arena_limit(arena, &small_limit, 20000, &hit);
    size_t count = 0;
    while (quern__arena_take(arena, 100))
        count++;
    ck_assert_ptr_eq(hit.limit, &small_limit);
    ck_assert_uint_le(quern__arena_bytes(arena), 20000);
    ck_assert_msg(count * 112 > (quern__arena_debug ? 10000 : 17000), "%zu pieces", count);
    quern__arena_close(arena);
}
END_TEST

START_TEST(a_child_can_leave)
{
    size_t lent = 0;
    const quern_allocator allocator = { counting_allocate, NULL, counting_release, &lent };
    quern__limit_hit hit = { 0 };
    quern__arena *parent = quern__arena_open(&allocator, NULL), *children[3];
    const size_t alone = quern__arena_bytes(parent);
    quern__arena_limit(parent, &small_limit, 20000, &hit);
    for (int i = 0; i < 3; i++) {
        children[i] = quern__arena_open(&allocator, parent);
        hang_letter(children[i], &"abc"[i]);
    }
    quern__arena_detach(children[_i]);
    ck_assert_ptr_nonnull(quern__arena_take(children[_i], 50000));
    ck_assert_uint_eq(quern__arena_bytes(parent) + quern__arena_bytes(children[_i]), lent);
    quern__arena_close(parent);
    ck_assert_uint_eq(quern__arena_bytes(children[_i]), lent);
    ck_assert_uint_gt(alone, 0);
    quern__arena_close(children[_i]);
    ck_assert_uint_eq(lent, 0);
    static const char *const orders[] = { "cba", "cab", "bac" };
    ck_assert_str_eq(trace, orders[_i]);
}
END_TEST

static void count_call(void *argument)
{
    ++*(int *)argument;
}

/* False when anything of it failed; *hung counts the close calls that the arena promised to make. */
static bool fill(quern__arena *arena, int *closed, int *hung)
{
    bool done = true;
    for (int i = 0; sizes[i] <= 4096; i++) {
        done = quern__arena_take(arena, sizes[i]) && done;
        done = quern__arena_format(arena, "%*s", (int)sizes[i], "") && done;
        done = quern__arena_copy(arena, "title", 5) && done;
        bool promised = quern__arena_on_close(arena, count_call, closed);
        *hung += promised;
        done = done && promised;
    }
    return done;
}

static bool fills_a_tree(quern__replay *replay, void *context)
{
    (void)context;
    int closed = 0, hung = 0;
    quern__arena *parent = quern__arena_open(quern__replay_allocator(replay), NULL);
    if (!parent)
        return false;
    quern__arena *child = quern__arena_open(quern__replay_allocator(replay), parent);
    bool done = child && fill(child, &closed, &hung) && fill(parent, &closed, &hung);
    if (!done) {
        quern__replay_stop_failing(replay);
        ck_assert_msg(fill(parent, &closed, &hung), "full again: %s", quern__replay_where(replay));
    }
    quern__arena_close(parent);
    ck_assert_msg(closed == hung, "%d of %d close calls: %s", closed, hung, quern__replay_where(replay));
    return done;
}

START_TEST(failing_is_an_ordinary_error)
{
    ck_assert_uint_gt(quern__replay_run("arena", fills_a_tree, NULL), 10);
}
END_TEST

static void clear_trace(void)
{
    *trace = '\0';
}

Suite *quern__suite_arena(void);

Suite *quern__suite_arena(void)
{
    Suite *suite = suite_create("arena");
    TCase *tests = tcase_create("arena");
    tcase_add_checked_fixture(tests, clear_trace, NULL);
    tcase_add_test(tests, pieces_are_zeroed_aligned_and_stay);
    tcase_add_test(tests, small_pieces_do_not_overlap);
    tcase_add_test(tests, impossible_sizes_give_null);
    tcase_add_test(tests, texts_are_copied);
    tcase_add_test(tests, formats_of_any_length_fit);
    tcase_add_test(tests, close_calls_run_last_first);
    tcase_add_test(tests, a_parent_closes_its_children_newest_first);
    tcase_add_loop_test(tests, a_child_can_go_first, 0, 7);
    tcase_add_test(tests, a_close_call_may_use_the_arena);
    tcase_add_test(tests, bytes_are_those_of_the_allocator);
    tcase_add_test(tests, a_closed_child_leaves_its_memory_to_the_next);
    tcase_add_test(tests, a_limit_holds_for_a_child_that_was_waited_for);
    tcase_add_loop_test(tests, a_rewind_frees_what_is_newer, 0, SIZES);
    tcase_add_test(tests, a_loop_that_rewinds_allocates_nothing_more);
    tcase_add_test(tests, a_rewind_calls_what_was_hung_since);
    tcase_add_test(tests, a_limit_refuses);
    tcase_add_test(tests, a_limit_leaves_no_room_unused);
    tcase_add_loop_test(tests, a_child_can_leave, 0, 3);
    tcase_add_test(tests, failing_is_an_ordinary_error);
    suite_add_tcase(suite, tests);
    return suite;
}
