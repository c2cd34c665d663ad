/* values.c: edges and random values. For each kind there is a table of edges and a function that makes another value; the
 * rest is the same for all. */
#include "test/support/values.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_ITEMS = 6, MOST_CHARACTERS = 12 };

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)
#define FIRST_MOMENT (-210866803200 * SECOND) /* 4714-11-24 BC */
#define FIRST_DAY (-2440588)
#define LAST_DAY 2145042905 /* 5874897-12-31 */
#define ZEROS_10 "0000000000"
#define NINES_50 "99999999999999999999999999999999999999999999999999"
#define NINES_500 NINES_50 NINES_50 NINES_50 NINES_50 NINES_50 NINES_50 NINES_50 NINES_50 NINES_50 NINES_50
#define MOMENTS                                                                                       \
    { 0 }, { 1 }, { -1 }, { 946684800 * SECOND }, { 946684800 * SECOND - 1 }, { 951825600500000 },    \
        { -62135596800 * SECOND }, { -62135596801 * SECOND }, { FIRST_MOMENT }, { FIRST_MOMENT + 1 }, \
        { 253402300800 * SECOND - 1 }, { 253402300800 * SECOND }, { INT64_MAX - 1 }, { INT64_MAX },   \
    {                                                                                                 \
        INT64_MIN                                                                                     \
    }

static const bool bool_edges[] = { false, true };
static const int16_t i16_edges[] = { 0, 1, -1, INT16_MAX, INT16_MIN };
static const int32_t i32_edges[] = { 0, 1, -1, INT32_MAX, INT32_MIN };
static const int64_t i64_edges[] = { 0, 1, -1, INT64_MAX, INT64_MIN, INT64_C(9007199254740993) };
static const float f32_edges[] = { 0,        -0.0F,     1.5F,     0.1F,         FLT_MAX,
                                   -FLT_MAX, FLT_MIN,   -FLT_MIN, FLT_TRUE_MIN, -FLT_TRUE_MIN,
                                   1e6F,     123456.7F, NAN,      INFINITY,     -INFINITY };
static const double f64_edges[] = { 0,        -0.0,      1.5,      0.1,          DBL_MAX,
                                    -DBL_MAX, DBL_MIN,   -DBL_MIN, DBL_TRUE_MIN, -DBL_TRUE_MIN,
                                    1e15,     0.1 + 0.2, NAN,      INFINITY,     -INFINITY };
static const char *const text_edges[] = {
    "",      " ", "'",    "''",     "\"",       "\\",      "\\\\'", "E'x'", "NULL", "null",
    "{}",    ",", "{a,b", "\t\n\r", "\x01\x7f", "$1",      "%s",    "--",   "/*",   "ünï",
    "☃日本", "𝄞", "a ",   " a",     "100%_",    "\\x00ff", ";",     "?",    ":x",
};
static const quern_bytes bytes_edges[] = { { "", 0 },         { "\0", 1 },   { "a\0b", 3 }, { "\xff\xfe", 2 },
                                           { "'\\\"{},", 6 }, { "NULL", 4 }, { "\\x00", 4 } };
static const quern_timestamp timestamp_edges[] = { MOMENTS };
static const quern_local_timestamp local_timestamp_edges[] = { MOMENTS };
static const quern_date date_edges[] = { { 0 },        { -1 },        { 10957 },    { 10956 },
                                         { 11016 },    { 2932896 },   { 2932897 },  { -719162 },
                                         { -719163 },  { -719528 },   { -719529 },  { FIRST_DAY },
                                         { LAST_DAY }, { INT32_MAX }, { INT32_MIN } };
static const quern_time time_edges[] = { { 0 },           { 1 },       { 1000 }, { 45296500000 },
                                         { DAY / 2 - 1 }, { DAY - 1 }, { DAY } };
static const quern_interval interval_edges[] = {
    { 0, 0, 0 },        { 1, 0, 0 },         { -1, 0, 0 },         { 0, 1, 0 },         { 0, 0, 1 },
    { 0, 0, 12 },       { 0, 0, -13 },       { -1, 1, -1 },        { 1, -1, 1 },        { DAY, 0, 0 },
    { 59999999, 0, 0 }, { -59999999, 0, 0 }, { 3599999999, 0, 0 }, { 0, INT32_MAX, 0 }, { 0, INT32_MIN, 0 },
};
static const quern_uuid uuid_edges[] = {
    { { 0 } },
    { { 0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, 0x0a, 0x11 } },
    { { 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 } },
};
static const quern_inet inet_edges[] = {
    { 4, 32, { 0 } },
    { 4, 0, { 0 } },
    { 4, 32, { 192, 168, 0, 1 } },
    { 4, 24, { 192, 168, 0, 1 } },
    { 4, 32, { 255, 255, 255, 255 } },
    { 6, 128, { 0 } },
    { 6, 128, { [15] = 1 } },
    { 6, 0, { 0 } },
    { 6, 32, { 0x20, 0x01, 0x0d, 0xb8 } },
    { 6, 128, { [10] = 255, [11] = 255, [12] = 10, [15] = 1 } }, /* ::ffff:10.0.0.1 */
    { 6, 64, { 0xfe, 0x80, [7] = 1, [8] = 1, [15] = 1 } },
};
static const quern_decimal decimal_edges[] = {
    { "0" },
    { "-0" },
    { "0.00" },
    { "12.50" },
    { "-0.001" },
    { "1e-3" },
    { "1E+5" },
    { ".5" },
    { "5." },
    { "+7" },
    { "9999" },
    { "10000" },
    { "0.0001" },
    { "100000000" },
    { "1e1000" },
    { "1e-1000" },
    { "1" ZEROS_10 ".10" },
    { NINES_50 },
    { NINES_500 NINES_500 },
    { "." NINES_500 },
    { "NaN" },
    { "Infinity" },
    { "-Infinity" },
};
static const quern_json json_edges[] = {
    { "null" },
    { "true" },
    { "\"\"" },
    { "{}" },
    { "[]" },
    { "0" },
    { "-0.0" },
    { "1.50" },
    { "1e5" },
    { "\"'\"" },
    { "\"\\\\\"" },
    { "\"\\\"\"" },
    { "\"\\u00e9\\n\"" },
    { "\"\\ud834\\udd1e\"" },
    { "\"☃𝄞\"" },
    { " [ 1 , 2 ] " },
    { "{\"b\": 1, \"a\": 2, \"b\": 3}" },
    { "[null, [[\"x\", {\"\": {}}]]]" },
};

/* One of the elements of an array. */
#define ONE_OF(random, list) ((list)[quern__random_below((random), sizeof(list) / sizeof *(list))])

/* Numbers of all lengths are as frequent. */
static int64_t random_number(quern__random *random, int bits)
{
    const uint64_t number =
        quern__random_next(random) >> (64 - bits) >> quern__random_below(random, (size_t)bits);
    return quern__random_below(random, 2) ? (int64_t)(number >> 1) : -(int64_t)(number >> 1) - 1;
}

static int64_t random_between(quern__random *random, int64_t low, int64_t high)
{
    const uint64_t count = (uint64_t)high - (uint64_t)low + 1;
    return (int64_t)((uint64_t)low + quern__random_next(random) % count);
}

/* Half of them near to now. */
static int64_t random_moment(quern__random *random)
{
    return quern__random_below(random, 2) ? random_between(random, FIRST_MOMENT, INT64_MAX - 1)
                                          : random_between(random, 0, 2000000000 * SECOND);
}

static char *take(quern__arena *arena, size_t size)
{
    char *bytes = quern__arena_take(arena, size);
    ck_assert_ptr_nonnull(bytes);
    return bytes;
}

static bool random_bool(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return quern__random_below(random, 2);
}

static int16_t random_i16(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return (int16_t)random_number(random, 16);
}

static int32_t random_i32(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return (int32_t)random_number(random, 32);
}

static int64_t random_i64(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return random_number(random, 64);
}

/* Any bits; or a number with few digits. */
static float random_f32(quern__random *random, quern__arena *arena)
{
    (void)arena;
    const uint32_t bits = (uint32_t)quern__random_next(random);
    float real;
    memcpy(&real, &bits, sizeof real);
    return quern__random_below(random, 2) ? real : (float)random_number(random, 20) / 100;
}

static double random_f64(quern__random *random, quern__arena *arena)
{
    (void)arena;
    const uint64_t bits = quern__random_next(random);
    double real;
    memcpy(&real, &bits, sizeof real);
    return quern__random_below(random, 2) ? real : (double)random_number(random, 40) / 100;
}

static const char *random_text(quern__random *random, quern__arena *arena)
{
    static const char *const pieces[] = { "a", "Z", "0",  " ",    "'", "\"", "\\", "{",  "}", ",", "\n",
                                          "%", "_", "$1", "NULL", "é", "ß",  "☃",  "日", "𝄞", "😀", "\x01" };
    char *text = take(arena, MOST_CHARACTERS * 4 + 1);
    for (size_t n = quern__random_below(random, MOST_CHARACTERS + 1); n > 0; n--)
        strcat(text, ONE_OF(random, pieces));
    return text;
}

static quern_bytes random_bytes(quern__random *random, quern__arena *arena)
{
    const size_t size = quern__random_below(random, 30);
    char *bytes = take(arena, size);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(quern__random_next(random) >> 56);
    return quern_bytes_of(bytes, size);
}

static quern_timestamp random_timestamp(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return (quern_timestamp){ random_moment(random) };
}

static quern_local_timestamp random_local_timestamp(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return (quern_local_timestamp){ random_moment(random) };
}

static quern_date random_date(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return (quern_date){ (int32_t)(quern__random_below(random, 2)
                                       ? random_between(random, FIRST_DAY, LAST_DAY)
                                       : random_between(random, -1000000, 1000000)) };
}

static quern_time random_time(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return (quern_time){ quern__random_below(random, 2) ? random_between(random, 0, DAY)
                                                        : SECOND * random_between(random, 0, 86400) };
}

/* As much of it as servers before version 15 read and write. */
static quern_interval random_interval(quern__random *random, quern__arena *arena)
{
    (void)arena;
    return (quern_interval){ random_number(random, 62), (int32_t)random_number(random, 32),
                             (int32_t)random_number(random, 32) };
}

static quern_uuid random_uuid(quern__random *random, quern__arena *arena)
{
    (void)arena;
    quern_uuid uuid;
    for (int i = 0; i < 16; i++)
        uuid.bytes[i] = (uint8_t)(quern__random_next(random) >> 56);
    return uuid;
}

static quern_inet random_inet(quern__random *random, quern__arena *arena)
{
    (void)arena;
    const bool six = quern__random_below(random, 2);
    const int size = six ? 16 : 4, all = 8 * size;
    quern_inet inet = { .family = six ? 6 : 4, .prefix = (uint8_t)all };
    if (quern__random_below(random, 2))
        inet.prefix = (uint8_t)quern__random_below(random, (size_t)all + 1);
    for (int i = 0; i < size; i++)
        inet.bytes[i] = quern__random_below(random, 3) ? (uint8_t)(quern__random_next(random) >> 56) : 0;
    return inet;
}

static quern_decimal random_decimal(quern__random *random, quern__arena *arena)
{
    const size_t digits = 1 + quern__random_below(random, 40),
                 point = quern__random_below(random, digits + 1);
    char *text = take(arena, digits + 10), *at = text;
    if (quern__random_below(random, 2))
        *at++ = '-';
    for (size_t i = 0; i < digits; i++) {
        if (i && i == point)
            *at++ = '.';
        *at++ = (char)('0' + (quern__random_below(random, 3) ? quern__random_below(random, 10) : 0));
    }
    if (quern__random_below(random, 4) == 0)
        sprintf(at, "e%d", (int)random_between(random, -50, 50));
    return quern_decimal_of(text);
}

/* {"…": "…"} of random texts. */
static quern_json random_json(quern__random *random, quern__arena *arena)
{
    const char *text = random_text(random, arena);
    char *json = take(arena, 6 * strlen(text) + 30), *at = json + sprintf(json, "{\"a\": [\"");
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            at += sprintf(at, "\\%c", *text);
        else if ((unsigned char)*text < ' ')
            at += sprintf(at, "\\u%04x", (unsigned)*text);
        else
            *at++ = *text;
    sprintf(at, "\", %d]}", (int)random_number(random, 20));
    return quern_json_of(json);
}

enum { EDGE_NOW_AND_THEN = 10 };

/* What a kind's arrays and values have in common. */
#define MAKERS(NAME, name, type)                                                                            \
    static type any_##name(quern__random *random, quern__arena *arena)                                      \
    {                                                                                                       \
        return quern__random_below(random, EDGE_NOW_AND_THEN) ? random_##name(random, arena)                \
                                                              : ONE_OF(random, name##_edges);               \
    }                                                                                                       \
    static quern_value value_##name(quern__random *random, quern__arena *arena)                             \
    {                                                                                                       \
        return quern_value_##name(any_##name(random, arena));                                               \
    }                                                                                                       \
    static quern_value edge_##name(size_t index)                                                            \
    {                                                                                                       \
        const quern_value end = { .kind = QUERN_KIND_END };                                                 \
        return index < sizeof name##_edges / sizeof *name##_edges ? quern_value_##name(name##_edges[index]) \
                                                                  : end;                                    \
    }                                                                                                       \
    static quern_value all_##name(void)                                                                     \
    {                                                                                                       \
        return quern_value_array_##name(                                                                    \
            quern_array_of_##name(name##_edges, sizeof name##_edges / sizeof *name##_edges));               \
    }                                                                                                       \
    static quern_value items_##name(quern__random *random, quern__arena *arena, size_t count)               \
    {                                                                                                       \
        type *items = quern__arena_take_array(arena, count, sizeof *items);                                 \
        ck_assert_ptr_nonnull(items);                                                                       \
        for (size_t i = 0; i < count; i++)                                                                  \
            items[i] = any_##name(random, arena);                                                           \
        return quern_value_array_##name(quern_array_of_##name((type const *)items, count));                 \
    }
QUERN__ELEMENTS(MAKERS)
#undef MAKERS

static const struct maker {
    quern_kind kind;
    quern_value (*edge)(size_t index);
    quern_value (*all)(void); /* edges, as an array */
    quern_value (*value)(quern__random *random, quern__arena *arena);
    quern_value (*items)(quern__random *random, quern__arena *arena, size_t count);
} makers[] = {
#define MAKER(NAME, name, type) { QUERN_KIND_##NAME, edge_##name, all_##name, value_##name, items_##name },
    QUERN__ELEMENTS(MAKER)
#undef MAKER
};

static const struct maker *maker_of(quern_kind kind)
{
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if ((unsigned)makers[i].kind == ((unsigned)kind & ~(unsigned)QUERN_ARRAY))
            return &makers[i];
    ck_abort_msg("there are no values of kind %x", (unsigned)kind);
    return NULL;
}

/* Says that about one in four items of an array is NULL; all of them for `all`. */
static void add_nulls(quern__random *random, quern__arena *arena, quern_value *array, bool all)
{
    bool *nulls = (bool *)take(arena, array->count);
    for (size_t i = 0; i < array->count; i++)
        nulls[i] = all || quern__random_below(random, 4) == 0;
    array->as.array.nulls = nulls;
}

/* No items, one, all edges, the same with NULLs, nothing but NULLs. */
static quern_value array_edge(const struct maker *maker, size_t index, quern__arena *arena)
{
    quern__random random = { index };
    quern_value array = maker->all();
    switch (index) {
    case 0:
    case 1:
        array.count = (uint32_t)index;
        break;
    case 2:
        break;
    case 3:
    case 4:
        add_nulls(&random, arena, &array, index == 4);
        break;
    default:
        array.kind = QUERN_KIND_END;
    }
    return array;
}

quern_value quern__edge_value(quern_kind kind, size_t index, quern__arena *arena)
{
    const struct maker *maker = maker_of(kind);
    return kind & QUERN_ARRAY ? array_edge(maker, index, arena) : maker->edge(index);
}

quern_value quern__random_value(quern__random *random, quern__arena *arena, quern_kind kind)
{
    const struct maker *maker = maker_of(kind);
    if (!(kind & QUERN_ARRAY))
        return maker->value(random, arena);
    quern_value array = maker->items(random, arena, quern__random_below(random, MOST_ITEMS + 1));
    if (quern__random_below(random, 2))
        add_nulls(random, arena, &array, false);
    return array;
}
