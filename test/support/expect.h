/* expect.h: comparisons whose failure names the case and shows both sides. */
#ifndef QUERN__TEST_SUPPORT_EXPECT_H
#define QUERN__TEST_SUPPORT_EXPECT_H

#include <quern/error.h>

/* Fails the test unless the two texts are the same; NULL is only the same as NULL. */
void quern__expect_text(const char *name, const char *what, const char *got, const char *expected);

/* What an error must say; NULL stands for "". */
typedef struct quern__expected_error {
    quern_error_code code;
    const char *message;
    const char *hint;
    const char *path;
    const char *nearest;
} quern__expected_error;

/* Fails the test unless `error` is exactly that. With code QUERN_OK it must be NULL. */
void quern__expect_error(const char *name, const quern_error *error, const quern__expected_error *expected);

#endif
