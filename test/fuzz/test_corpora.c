/* test_corpora.c: the driver without libFuzzer: gives each target all inputs of its corpus, and the beginnings of each, so
 * that no input rots and what is cut off is tried as well. */
#include "test/fuzz/fuzz.h"

#include "test/support/runner.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_INPUTS = 4096, LONGEST = 65536, MOST_BEGINNINGS = 256 };

typedef struct input {
    const quern__fuzz_target *target;
    char *path;
} input;

static input inputs[MOST_INPUTS];
static size_t input_count;
static const char *now; /* the path of the input that is run */

void quern__fuzz_failed(const char *site, const char *what)
{
    ck_abort_msg("%s: %s: does not hold: %s", now ? now : "no input", site, what);
    abort();
}

static const char *folder(void)
{
    static char path[4096];
    const char *root = getenv("srcdir");
    snprintf(path, sizeof path, "%s/test/fuzz/corpus", root && *root ? root : "..");
    return path;
}

static char *joined(const char *left, const char *right)
{
    const size_t size = strlen(left) + strlen(right) + 2;
    char *path = malloc(size);
    if (!path)
        abort();
    snprintf(path, size, "%s/%s", left, right);
    return path;
}

/* Calls `each` for what is in a folder; gives how much that was, -1 where there is no such folder. */
static int in_folder(const char *path, void (*each)(const char *path, const char *name, const void *context),
                     const void *context)
{
    DIR *dir = opendir(path);
    int count = 0;
    if (!dir)
        return -1;
    for (const struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.') {
            each(path, entry->d_name, context);
            count++;
        }
    closedir(dir);
    return count;
}

static void add_input(const char *path, const char *name, const void *target)
{
    if (input_count < MOST_INPUTS)
        inputs[input_count++] = (input){ target, joined(path, name) };
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const input *)a)->path, ((const input *)b)->path);
}

static void find_inputs(void)
{
    input_count = 0;
    for (size_t i = 0; quern__fuzz_at(i); i++) {
        char *path = joined(folder(), quern__fuzz_at(i)->name);
        in_folder(path, add_input, quern__fuzz_at(i));
        free(path);
    }
    qsort(inputs, input_count, sizeof *inputs, by_path);
}

static void forget_inputs(void)
{
    while (input_count)
        free(inputs[--input_count].path);
}

/* The first bytes of an input, in memory of exactly that size. */
static void run_beginning(const quern__fuzz_target *target, const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    ck_assert_ptr_nonnull(exact);
    memcpy(exact, bytes, size);
    target->run(exact, size);
    free(exact);
}

START_TEST(an_input_and_its_beginnings_hold)
{
    static uint8_t bytes[LONGEST];
    FILE *file = fopen(inputs[_i].path, "rb");
    now = inputs[_i].path;
    ck_assert_msg(file != NULL, "%s cannot be read", now);
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    ck_assert_msg(size < LONGEST, "%s is too long for an input", now);
    printf("%s\n", now); /* should it crash */
    fflush(stdout);
    for (size_t cut = 0; cut <= size && cut < MOST_BEGINNINGS; cut++)
        run_beginning(inputs[_i].target, bytes, size - cut);
}
END_TEST

static void count_nothing(const char *path, const char *name, const void *context)
{
    (void)path;
    (void)name;
    (void)context;
}

START_TEST(each_target_has_a_corpus)
{
    ck_assert_uint_lt(input_count, MOST_INPUTS);
    for (size_t i = 0; quern__fuzz_at(i); i++) {
        char *path = joined(folder(), quern__fuzz_at(i)->name);
        ck_assert_msg(in_folder(path, count_nothing, NULL) > 0, "%s: there are no inputs", path);
        free(path);
    }
}
END_TEST

static void is_a_target(const char *path, const char *name, const void *context)
{
    (void)context;
    ck_assert_msg(quern__fuzz_find(name) != NULL, "%s/%s belongs to no target", path, name);
}

START_TEST(each_corpus_has_a_target)
{
    ck_assert_int_gt(in_folder(folder(), is_a_target, NULL), 0);
}
END_TEST

static Suite *suite_corpora(void)
{
    Suite *suite = suite_create("corpora");
    TCase *folders = tcase_create("folders"), *tests = tcase_create("inputs");
    find_inputs();
    atexit(forget_inputs);
    tcase_add_test(folders, each_target_has_a_corpus);
    tcase_add_test(folders, each_corpus_has_a_target);
    tcase_add_loop_test(tests, an_input_and_its_beginnings_hold, 0, (int)input_count);
    suite_add_tcase(suite, folders);
    suite_add_tcase(suite, tests);
    return suite;
}

quern__suite_maker *const quern__suites[] = { suite_corpora, NULL };
