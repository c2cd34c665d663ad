/* test_digest.c: 64 bits for any bytes: other bytes, other bits; and what stands behind the bytes is not looked at. */
#include "lib/base/digest.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 70, SEEDS = 2 };

static int order(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Of zeros of every size, of each with one bit set anywhere, and by two seeds, no two are the same. */
START_TEST(every_bit_counts)
{
    static uint64_t digests[SEEDS * MOST * (8 * MOST + 1)];
    unsigned char bytes[MOST] = { 0 };
    size_t count = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        for (size_t size = 0; size < MOST; size++) {
            digests[count++] = quern__digest_bytes(seed, bytes, size);
            for (size_t bit = 0; bit < 8 * size; bit++) {
                bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
                digests[count++] = quern__digest_bytes(seed, bytes, size);
                bytes[bit / 8] = 0;
            }
        }
    qsort(digests, count, sizeof *digests, order);
    for (size_t i = 1; i < count; i++)
        ck_assert_msg(digests[i] != digests[i - 1], "two of %zu are the same", count);
}
END_TEST

START_TEST(what_is_behind_does_not)
{
    char bytes[MOST];
    for (size_t size = 0; size < MOST; size++) {
        char *exact = malloc(size + 1);
        memset(bytes, 'x', sizeof bytes);
        memset(bytes, 'a', size);
        memset(exact, 'a', size + 1);
        ck_assert_uint_eq(quern__digest_bytes(5, bytes, size), quern__digest_bytes(5, exact, size));
        free(exact);
    }
}
END_TEST

/* A text that is two of eight letters is neither of them, nor the other way around. */
START_TEST(order_counts)
{
    ck_assert_uint_ne(quern__digest_bytes(1, "abcdefghABCDEFGH", 16),
                      quern__digest_bytes(1, "ABCDEFGHabcdefgh", 16));
    ck_assert_uint_ne(quern__digest_mix(1, 2), quern__digest_mix(2, 1));
}
END_TEST

Suite *quern__suite_digest(void);

Suite *quern__suite_digest(void)
{
    Suite *suite = suite_create("digest");
    TCase *tests = tcase_create("digest");
    tcase_add_test(tests, every_bit_counts);
    tcase_add_test(tests, what_is_behind_does_not);
    tcase_add_test(tests, order_counts);
    suite_add_tcase(suite, tests);
    return suite;
}
