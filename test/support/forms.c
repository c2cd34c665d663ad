/* forms.c: the table of texts, and random values of each kind. */
#include "test/support/forms.h"

#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(86400000000)

#define ONE_OF(random, list) ((list)[quern__random_below((random), sizeof(list) / sizeof *(list))])

/* Of any length, so that small ones are not rare. */
static int64_t any_number(quern__random *random)
{
    const unsigned bits = (unsigned)quern__random_below(random, 64);
    const int64_t number = (int64_t)(quern__random_next(random) >> bits >> 1);
    return quern__random_below(random, 2) ? -number - 1 : number;
}

static int64_t any_moment(quern__random *random)
{
    static const int64_t edges[] = {
        0,
        -1,
        1,
        DAY,
        -DAY,
        INT64_MAX,
        INT64_MAX - 1,
        INT64_MIN,
        INT64_MIN + 1,
        -210866803200000000, /* PostgreSQL's first, 4714-11-24 BC */
        -62135596800000000,  /* 0001-01-01 */
        -62167219200000000,  /* 0000-01-01 */
        253402300799999999,  /* the end of 9999 */
        951782400000000,     /* 2000-02-29 */
    };
    switch (quern__random_below(random, 4)) {
    case 0:
        return ONE_OF(random, edges);
    case 1:
        return (int64_t)quern__random_below(random, 200) * 365 * DAY +
               (int64_t)quern__random_below(random, DAY);
    default:
        return any_number(random);
    }
}

static quern__form_value timestamp_random(quern__random *random)
{
    return (quern__form_value){ .timestamp = { any_moment(random) } };
}

static quern__form_value local_timestamp_random(quern__random *random)
{
    return (quern__form_value){ .local_timestamp = { any_moment(random) } };
}

static quern__form_value date_random(quern__random *random)
{
    static const int32_t edges[] = { 0,
                                     -1,
                                     INT32_MAX,
                                     INT32_MAX - 1,
                                     INT32_MIN,
                                     INT32_MIN + 1,
                                     -2440588 /* 4714-11-24 BC */,
                                     2145042905 /* 5874897-12-31 */ };
    const int32_t days = quern__random_below(random, 4) ? (int32_t)any_number(random) : ONE_OF(random, edges);
    return (quern__form_value){ .date = { days } };
}

static quern__form_value time_random(quern__random *random)
{
    static const int64_t edges[] = { 0, 1, 999999, 1000000, DAY - 1, DAY, DAY / 2 };
    const int64_t time = quern__random_below(random, 4) ? (int64_t)quern__random_below(random, DAY + 1)
                                                        : ONE_OF(random, edges);
    return (quern__form_value){ .time = { time } };
}

static quern__form_value interval_random(quern__random *random)
{
    static const int64_t edges[] = { 0, 1, -1, INT64_MAX, INT64_MIN, 3600000000, -60000000, 999999 };
    static const int32_t narrow[] = { 0, 1, -1, INT32_MAX, INT32_MIN, 12, -13 };
    return (quern__form_value){
        .interval = { quern__random_below(random, 2) ? any_number(random) : ONE_OF(random, edges),
                      quern__random_below(random, 2) ? (int32_t)any_number(random) : ONE_OF(random, narrow),
                      quern__random_below(random, 2) ? (int32_t)any_number(random) : ONE_OF(random, narrow) }
    };
}

static quern__form_value uuid_random(quern__random *random)
{
    quern__form_value value = { .timestamp = { 0 } };
    for (size_t i = 0; i < sizeof value.uuid.bytes; i++)
        value.uuid.bytes[i] = (uint8_t)quern__random_next(random);
    return value;
}

/* With many zeros, for the runs of them. */
static quern__form_value inet_random(quern__random *random)
{
    quern__form_value value = { .inet = { .family = quern__random_below(random, 2) ? 6 : 4 } };
    const size_t most = value.inet.family == 6 ? 16 : 4;
    value.inet.prefix =
        (uint8_t)(quern__random_below(random, 2) ? most * 8 : quern__random_below(random, most * 8 + 1));
    for (size_t i = 0; i < most; i++)
        if (quern__random_below(random, 4) == 0)
            value.inet.bytes[i] = (uint8_t)quern__random_next(random);
    if (quern__random_below(random, 8) == 0)
        memset(value.inet.bytes, 0, 10);
    if (most == 16 && quern__random_below(random, 8) == 0)
        memset(value.inet.bytes + 10, 0xff, 2);
    return value;
}

#define CALLS(name)                                                                     \
    static size_t name##_format(const quern__form_value *value, char *out, size_t size) \
    {                                                                                   \
        return quern_##name##_format(value->name, out, size);                           \
    }                                                                                   \
    static bool name##_parse(const char *text, quern__form_value *out)                  \
    {                                                                                   \
        return quern_##name##_parse(text, &out->name);                                  \
    }
QUERN__FORMS(CALLS)

#define ROW(name) { #name, sizeof(quern_##name), name##_format, name##_parse, name##_random },
const quern__form quern__forms[] = { QUERN__FORMS(ROW){ .name = NULL } };

const quern__form *quern__form_of(const char *name)
{
    const quern__form *form = quern__forms;
    while (form->name && strcmp(form->name, name) != 0)
        form++;
    if (!form->name)
        abort(); /* not by libcheck: fuzz targets come here too */
    return form;
}
