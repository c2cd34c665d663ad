/* expect.c: comparisons of texts and errors. */
#include "test/support/expect.h"

#include <check.h>
#include <string.h>

static const char *shown(const char *text)
{
    return text ? text : "(NULL)";
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

void quern__expect_text(const char *name, const char *what, const char *got, const char *expected)
{
    const bool same = got && expected ? strcmp(got, expected) == 0 : got == expected;
    ck_assert_msg(same, "%s: %s is\n  %s\nand should be\n  %s", name, what, shown(got), shown(expected));
}

void quern__expect_error(const char *name, const quern_error *error, const quern__expected_error *expected)
{
    if (expected->code == QUERN_OK) {
        ck_assert_msg(!error, "%s: an error where none should be: %s", name, error ? error->message : "");
        return;
    }
    ck_assert_msg(error != NULL, "%s: no error, where there should be: %s", name, shown(expected->message));
    quern__expect_text(name, "the message", error->message, text_or_empty(expected->message));
    quern__expect_text(name, "the code", quern_error_name(error->code), quern_error_name(expected->code));
    quern__expect_text(name, "the hint", error->hint, text_or_empty(expected->hint));
    quern__expect_text(name, "the path", error->path, text_or_empty(expected->path));
    quern__expect_text(name, "the nearest name", error->nearest, text_or_empty(expected->nearest));
    ck_assert_msg(error->detail && error->sql, "%s: a text of the error is NULL", name);
}
