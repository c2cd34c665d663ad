/* test_text.c: the texts of <quern/convert.h>, judged by a real server: what it writes of a value is read as that value, and
 * what quern writes means the same to it. */
#include "test/support/forms.h"
#include "test/support/runner.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES = 300, WIRE = 20, TO_2000 = 10957 /* days */ };

#define SECONDS_TO_2000 INT64_C(946684800)

static PGconn *server;

static void set_up(void)
{
    const char *url = quern__test_url();
    server = url ? PQconnectdb(url) : NULL;
    if (!server)
        return;
    ck_assert_msg(PQstatus(server) == CONNECTION_OK, "%s", PQerrorMessage(server));
    PQclear(PQexec(server, "SET datestyle = iso; SET intervalstyle = iso_8601; SET extra_float_digits = 1"));
}

static void tear_down(void)
{
    PQfinish(server);
}

/* ---- Values as PostgreSQL's binary format has them ---- */

static int put_big_endian(unsigned char *to, uint64_t bits, int size)
{
    for (int i = size - 1; i >= 0; i--, bits >>= 8)
        to[i] = (unsigned char)(bits & 0xff);
    return size;
}

static bool infinite(int64_t microseconds)
{
    return microseconds == INT64_MAX || microseconds == INT64_MIN;
}

/* Moments before 4714-11-24 BC, which the server has not, are moved into its time. */
static int put_moment(unsigned char *to, int64_t *microseconds)
{
    if (!infinite(*microseconds) && *microseconds < -210866803200000000)
        *microseconds /= 1000;
    return put_big_endian(
        to, (uint64_t)(infinite(*microseconds) ? *microseconds : *microseconds - SECONDS_TO_2000 * 1000000),
        8);
}

static int put_timestamp(unsigned char *to, quern__form_value *value)
{
    return put_moment(to, &value->timestamp.microseconds);
}

static int put_local_timestamp(unsigned char *to, quern__form_value *value)
{
    return put_moment(to, &value->local_timestamp.microseconds);
}

static int put_date(unsigned char *to, quern__form_value *value)
{
    int32_t *days = &value->date.days;
    const bool ends = *days == INT32_MAX || *days == INT32_MIN;
    if (!ends && (*days < -2440588 || *days > 2145042905))
        *days /= 1000;
    return put_big_endian(to, (uint64_t)(ends ? *days : *days - TO_2000), 4);
}

static int put_time(unsigned char *to, quern__form_value *value)
{
    return put_big_endian(to, (uint64_t)value->time.microseconds, 8);
}

/* The ends of all three numbers are infinities to newer servers. */
static int put_interval(unsigned char *to, quern__form_value *value)
{
    quern_interval *interval = &value->interval;
    if (infinite(interval->microseconds))
        interval->days = 7;
    put_big_endian(to, (uint64_t)interval->microseconds, 8);
    put_big_endian(to + 8, (uint64_t)interval->days, 4);
    put_big_endian(to + 12, (uint64_t)interval->months, 4);
    return 16;
}

static int put_uuid(unsigned char *to, quern__form_value *value)
{
    memcpy(to, value->uuid.bytes, 16);
    return 16;
}

static int put_inet(unsigned char *to, quern__form_value *value)
{
    const int size = value->inet.family == 4 ? 4 : 16;
    to[0] = value->inet.family == 4 ? 2 : 3;
    to[1] = value->inet.prefix;
    to[2] = 0;
    to[3] = (unsigned char)size;
    memcpy(to + 4, value->inet.bytes, (size_t)size);
    return 4 + size;
}

static const struct kind {
    const char *name, *type;
    int (*put)(unsigned char *to, quern__form_value *value); /* may change what the server cannot hold */
    bool same_text; /* both write it in the same way; else years, T and Z differ */
} kinds[] = {
    { "timestamp", "timestamptz", put_timestamp, false },
    { "local_timestamp", "timestamp", put_local_timestamp, false },
    { "date", "date", put_date, false },
    { "time", "time", put_time, true },
    { "interval", "interval", put_interval, true },
    { "uuid", "uuid", put_uuid, true },
    { "inet", "inet", put_inet, true },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

/* ---- Asking ---- */

/* The answer to `SELECT $1::type`, of a value in binary format, or of a text where `size` is negative. */
static PGresult *ask(const char *type, const void *value, int size, bool binary_answer)
{
    char sql[64];
    const char *const values[] = { value };
    const int format = size >= 0;
    snprintf(sql, sizeof sql, "SELECT $1::%s", type);
    return PQexecParams(server, sql, 1, NULL, values, &size, &format, binary_answer);
}

static bool answered(const PGresult *result)
{
    return PQresultStatus(result) == PGRES_TUPLES_OK;
}

static void expect_same(const quern__form *form, const quern__form_value *value, const quern__form_value *got,
                        const char *text)
{
    char expected[QUERN_TEXT_SIZE];
    form->format(value, expected, sizeof expected);
    ck_assert_msg(memcmp(value, got, form->size) == 0, "%s: \"%s\" is not %s", form->name, text, expected);
}

/* Years that both write with four digits. */
static bool plain_year(const char *text)
{
    return !strchr("+-", *text) && strncmp(text, "0000", 4) != 0;
}

/* What the server writes is read as the value, and mostly is what quern writes. */
static void judge_parse(const struct kind *kind, const quern__form *form, const quern__form_value *value,
                        const unsigned char *wire, int size)
{
    quern__form_value back = { .uuid = { { 0 } } };
    char mine[QUERN_TEXT_SIZE];
    PGresult *result = ask(kind->type, wire, size, false);
    ck_assert_msg(answered(result), "%s: %s", kind->name, PQerrorMessage(server));
    const char *text = PQgetvalue(result, 0, 0);
    ck_assert_msg(form->parse(text, &back), "%s: the server's \"%s\" is refused", kind->name, text);
    expect_same(form, value, &back, text);
    form->format(value, mine, sizeof mine);
    ck_assert_msg(!kind->same_text || strcmp(mine, text) == 0, "%s: \"%s\" and the server's \"%s\"",
                  kind->name, mine, text);
    PQclear(result);
}

/* What quern writes is the same value to the server. */
static void judge_format(const struct kind *kind, const quern__form *form, const quern__form_value *value,
                         const unsigned char *wire, int size)
{
    char text[QUERN_TEXT_SIZE];
    form->format(value, text, sizeof text);
    if (!kind->same_text && !plain_year(text) && !strstr(text, "infinity"))
        return;
    PGresult *result = ask(kind->type, text, -1, true);
    ck_assert_msg(answered(result), "%s: %s", text, PQerrorMessage(server));
    ck_assert_msg(PQgetlength(result, 0, 0) == size &&
                      memcmp(PQgetvalue(result, 0, 0), wire, (size_t)size) == 0,
                  "%s: \"%s\" is another value to the server", kind->name, text);
    PQclear(result);
}

START_TEST(a_value_has_the_servers_text)
{
    const struct kind *kind = &kinds[_i % KINDS];
    static const char *const zones[] = { "UTC", "Europe/Amsterdam", "Asia/Kathmandu", "America/St_Johns" };
    const quern__form *form = quern__form_of(kind->name);
    quern__random random = { (uint64_t)_i + 1 };
    if (!server)
        return;
    for (int i = 0; i < VALUES; i++) {
        quern__form_value value = form->random(&random);
        unsigned char wire[WIRE];
        const int size = kind->put(wire, &value);
        if (i % 100 == 0) {
            char sql[64];
            snprintf(sql, sizeof sql, "SET timezone = '%s'", zones[i / 100 % 4]);
            PQclear(PQexec(server, sql));
        }
        judge_parse(kind, form, &value, wire, size);
        judge_format(kind, form, &value, wire, size);
    }
}
END_TEST

/* ---- Texts that people write ---- */

/* A text that may be none any more. */
static void spoil(quern__random *random, char *text, size_t size)
{
    static const char marks[] = "0123456789012345678901234567890123456789-+:.TZ PYMDWHS/{}e,";
    for (size_t times = quern__random_below(random, 4); times > 0; times--) {
        const size_t length = strlen(text), at = quern__random_below(random, length + 1);
        const char mark = marks[quern__random_below(random, sizeof marks - 1)];
        if (at < length && quern__random_below(random, 2)) {
            if (quern__random_below(random, 2))
                memmove(text + at, text + at + 1, length - at);
            else
                text[at] = mark;
        } else if (length + 2 < size) {
            memmove(text + at + 1, text + at, length + 1 - at);
            text[at] = mark;
        }
    }
}

/* The server has seconds as a double before it rounds them: a half may go either way, and many digits are too many. */
static bool rounds_by_chance(const char *text)
{
    static const char digits[] = "0123456789";
    const char *point = strchr(text, '.'), *begin = point;
    if (!point)
        return false;
    while (begin > text && strchr(digits, begin[-1]))
        begin--;
    const size_t behind = strspn(point + 1, digits);
    return (behind > 6 && point[7] == '5') || (size_t)(point - begin) + behind > 15;
}

/* A text that quern takes is one that the server takes, for the same value. False when there is nothing to ask. */
static bool judge_text(const struct kind *kind, const quern__form *form, const char *text)
{
    quern__form_value value = { .uuid = { { 0 } } };
    unsigned char wire[WIRE];
    if (!form->parse(text, &value) || rounds_by_chance(text))
        return false;
    quern__form_value sent = value;
    const int size = kind->put(wire, &sent);
    if ((!kind->same_text && !plain_year(text)) || memcmp(&sent, &value, form->size) != 0)
        return false;
    PGresult *result = ask(kind->type, text, -1, true);
    ck_assert_msg(answered(result), "%s: \"%s\" is taken: %s", kind->name, text, PQerrorMessage(server));
    ck_assert_msg(PQgetlength(result, 0, 0) == size &&
                      memcmp(PQgetvalue(result, 0, 0), wire, (size_t)size) == 0,
                  "%s: \"%s\" is another value to the server", kind->name, text);
    PQclear(result);
    return true;
}

START_TEST(a_text_that_is_taken_is_one_to_the_server)
{
    const struct kind *kind = &kinds[_i % KINDS];
    const quern__form *form = quern__form_of(kind->name);
    quern__random random = { (uint64_t)_i + 1 };
    if (!server)
        return;
    int judged = 0;
    PQclear(PQexec(server, "SET timezone = 'UTC'"));
    for (int i = 0; i < 5 * VALUES; i++) {
        const quern__form_value value = form->random(&random);
        char text[QUERN_TEXT_SIZE];
        form->format(&value, text, sizeof text);
        spoil(&random, text, sizeof text);
        judged += judge_text(kind, form, text);
    }
    ck_assert_msg(judged > VALUES / 2, "%s: only %d texts were judged", kind->name, judged);
}
END_TEST

START_TEST(a_decimal_is_one_to_the_server)
{
    static const char *const texts[] = {
        "0",  "-12.50", ".5",       "5.",        "1e-3",  "1E+3",
        "+7", "NaN",    "Infinity", "-Infinity", "0.000", "123456789012345678901234567890.5"
    };
    quern__random random = { 1 };
    if (!server)
        return;
    for (size_t i = 0; i < 5 * VALUES; i++) {
        char text[QUERN_TEXT_SIZE];
        snprintf(text, sizeof text, "%s", texts[i % (sizeof texts / sizeof *texts)]);
        spoil(&random, text, sizeof text);
        double real;
        if (!quern_decimal_to_f64(quern_decimal_of(text), &real))
            continue;
        PGresult *result = ask("numeric", text, -1, false);
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        ck_assert_msg(answered(result) || strcmp(state, "22003") == 0, "\"%s\": %s", text,
                      PQerrorMessage(server));
        double theirs = real;
        ck_assert_msg(!answered(result) ||
                          quern_decimal_to_f64(quern_decimal_of(PQgetvalue(result, 0, 0)), &theirs),
                      "the server's \"%s\" is refused", PQgetvalue(result, 0, 0));
        ck_assert_msg(theirs == real || real != real, "\"%s\" is another number to the server", text);
        PQclear(result);
    }
}
END_TEST

Suite *quern__suite_text(void);

Suite *quern__suite_text(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, a_value_has_the_servers_text, 0, KINDS);
    tcase_add_loop_test(tests, a_text_that_is_taken_is_one_to_the_server, 0, KINDS);
    tcase_add_test(tests, a_decimal_is_one_to_the_server);
    suite_add_tcase(suite, tests);
    return suite;
}
