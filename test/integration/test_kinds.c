/* test_kinds.c: values of all kinds, by the public API alone: each is written by quern_execute, found by a condition on its column,
 * read into its member, and what was read finds the row again. */
#include "test/integration/fixture.h"

#include <float.h>
#include <math.h>

typedef struct thing thing;

struct thing {
    quern_object object;
    int64_t id;
    quern_null_bool b;
    quern_null_i16 i2;
    quern_null_i32 i4;
    quern_null_i64 i8;
    quern_null_f32 r4;
    quern_null_f64 r8;
    quern_null_timestamp ts;
    quern_null_local_timestamp lt;
    quern_null_date d;
    quern_null_time t;
    quern_null_interval iv;
    quern_null_uuid u;
    quern_null_inet ip;
    const char *x;
    quern_bytes y;
    quern_decimal n;
    quern_json j;
    quern_array_bool bs;
    quern_array_i16 i2s;
    quern_array_i32 i4s;
    quern_array_i64 i8s;
    quern_array_f32 r4s;
    quern_array_f64 r8s;
    quern_array_timestamp tss;
    quern_array_local_timestamp lts;
    quern_array_date ds;
    quern_array_time ts_of_day;
    quern_array_interval ivs;
    quern_array_uuid us;
    quern_array_inet ips;
    quern_array_text xs;
    quern_array_bytes ys;
    quern_array_decimal ns;
    quern_array_json js;
};

/* clang-format off */
#define MAY(member) QUERN_FIELD(member, .null = true)
QUERN_MODEL(thing, "thing",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(b), QUERN_FIELD(i2), QUERN_FIELD(i4), QUERN_FIELD(i8), QUERN_FIELD(r4),
                         QUERN_FIELD(r8), QUERN_FIELD(ts), QUERN_FIELD(lt), QUERN_FIELD(d), QUERN_FIELD(t), QUERN_FIELD(iv),
                         QUERN_FIELD(u), QUERN_FIELD(ip), MAY(x), MAY(y), MAY(n), MAY(j), MAY(bs), MAY(i2s), MAY(i4s),
                         MAY(i8s), MAY(r4s), MAY(r8s), MAY(tss), MAY(lts), MAY(ds), MAY(ts_of_day), MAY(ivs), MAY(us),
                         MAY(ips), MAY(xs), MAY(ys), MAY(ns), MAY(js)));

static const char table[] =
    "CREATE TABLE thing (id bigint PRIMARY KEY, b boolean, i2 smallint, i4 integer, i8 bigint, r4 real, r8 double precision,"
    " ts timestamptz, lt timestamp, d date, t time, iv interval, u uuid, ip inet, x text, y bytea, n numeric, j jsonb,"
    " bs boolean[], i2s smallint[], i4s integer[], i8s bigint[], r4s real[], r8s double precision[], tss timestamptz[],"
    " lts timestamp[], ds date[], ts_of_day time[], ivs interval[], us uuid[], ips inet[], xs text[], ys bytea[], ns numeric[],"
    " js jsonb[])";
/* clang-format on */

static quern_db *things;
static quern_session *session;

static void open_things(void)
{
    sql("DROP TABLE IF EXISTS thing");
    sql("%s", table);
    things = quern_open(schema.uri, QUERN_MODELS(thing), .pool_max = 1);
    session = quern_session_open(things);
}

static void close_things(void)
{
    ck_assert_str_eq(quern_error_text(session), "");
    quern_session_close(session);
    close_db(things);
}

/* Whether a condition finds the row. */
static bool finds(quern_condition condition)
{
    return quern_count(quern_filter(quern_objects(session, thing), condition)) == 1;
}

static const thing *read_back(void)
{
    return quern_get(quern_objects(session, thing), thing, Q("id", 1));
}

/* There and back; the value is named in messages by its own text. */
#define GOES(member, ...)                                                                                    \
    do {                                                                                                     \
        const char *name = #member " = " #__VA_ARGS__;                                                       \
        quern_execute(session, "DELETE FROM thing");                                                         \
        quern_execute(session, "INSERT INTO thing (id, " #member ") VALUES (1, $1)", __VA_ARGS__);           \
        ck_assert_msg(finds(Q(#member, __VA_ARGS__)), "%s: not found: %s", name, quern_error_text(session)); \
        ck_assert_msg(finds(Q(thing, member, exact, __VA_ARGS__)), "%s: not found when checked", name);      \
        const thing *got = read_back();                                                                      \
        ck_assert_msg(got, "%s: not read: %s", name, quern_error_text(session));                             \
        ck_assert_msg(finds(Q(thing, member, exact, got->member)), "%s: not the same when read", name);      \
        ck_assert_msg(!finds(Q(#member, QUERN_NULL)), "%s: NULL", name);                                     \
    } while (0)

#define UUID ((quern_uuid){ { 0xa0, 0xee, [15] = 0x11 } })
#define HOST ((quern_inet){ 4, 32, { 192, 168, 0, 1 } })
#define NET ((quern_inet){ 6, 32, { 0x20, 0x01, 0x0d, 0xb8 } })
#define FIRST_DAY (-2440588)
#define DAY INT64_C(86400000000)

START_TEST(scalars_go_there_and_back)
{
    NEEDS_SERVER();
    open_things();
    GOES(b, (bool)true);
    GOES(i2, INT16_MIN);
    GOES(i4, INT32_MAX);
    GOES(i8, INT64_MIN);
    GOES(r4, 0.1f);
    GOES(r4, -FLT_TRUE_MIN);
    GOES(r4, (float)INFINITY);
    GOES(r8, 0.1);
    GOES(r8, 7);
    GOES(r8, DBL_TRUE_MIN);
    GOES(r8, (double)NAN);
    GOES(ts, (quern_timestamp){ 1714564800123456 });
    GOES(ts, (quern_timestamp){ FIRST_DAY * DAY });
    GOES(ts, (quern_timestamp){ INT64_MAX - 1 });
    GOES(ts, (quern_timestamp){ INT64_MIN });
    GOES(lt, (quern_local_timestamp){ FIRST_DAY * DAY });
    GOES(lt, (quern_local_timestamp){ INT64_MAX });
    GOES(d, (quern_date){ FIRST_DAY });
    GOES(d, (quern_date){ 2145042905 });
    GOES(d, (quern_date){ INT32_MAX });
    GOES(t, (quern_time){ 0 });
    GOES(t, (quern_time){ DAY });
    GOES(iv, ((quern_interval){ -1, 40, -13 }));
    GOES(u, UUID);
    GOES(ip, HOST);
    GOES(ip, NET);
    close_things();
}
END_TEST

START_TEST(pointers_go_there_and_back)
{
    NEEDS_SERVER();
    open_things();
    GOES(x, "");
    GOES(x, "'\\ \"\xf0\x9f\x93\x9a");
    GOES(y, quern_bytes_of(NULL, 0));
    GOES(y, quern_bytes_of("\0\xff\\", 3));
    GOES(n, quern_decimal_of("-12.500"));
    GOES(n, quern_decimal_of("1e-300"));
    GOES(n, quern_decimal_of("NaN"));
    GOES(n, INT64_MAX);
    GOES(j, quern_json_of("{\"a\": [1, \"\\u00e9\"]}"));
    GOES(j, quern_json_of("null"));
    close_things();
}
END_TEST

#define ARRAY(name, ...) quern_array_of_##name(__VA_ARGS__, sizeof(__VA_ARGS__) / sizeof *(__VA_ARGS__))

START_TEST(arrays_go_there_and_back)
{
    NEEDS_SERVER();
    static const bool flags[] = { true, false };
    static const int16_t i2s[] = { INT16_MIN, 7 };
    static const int32_t i4s[] = { INT32_MIN, 7 };
    static const int64_t i8s[] = { INT64_MIN, 7 };
    static const float r4s[] = { 0.1f, INFINITY };
    static const double r8s[] = { 0.1, -INFINITY };
    static const quern_timestamp tss[] = { { 1 }, { INT64_MAX } };
    static const quern_local_timestamp lts[] = { { -1 }, { INT64_MIN } };
    static const quern_date ds[] = { { 19844 }, { INT32_MIN } };
    static const quern_time times[] = { { 1 }, { DAY } };
    static const quern_interval ivs[] = { { 1, -2, 3 }, { 0, 0, 0 } };
    const quern_uuid us[] = { UUID, UUID };
    const quern_inet ips[] = { HOST, NET };
    static const char *const xs[] = { "", "NULL", "{\",'\\}", "\xe2\x98\x83", NULL };
    static const quern_bytes ys[] = { { "\0", 1 }, { "", 0 }, { NULL, 0 } };
    static const quern_decimal ns[] = { { "1.50" }, { "NaN" }, { NULL } };
    static const quern_json js[] = { { "{\"a\": \"}\\\"\"}" }, { "null" }, { NULL } };
    static const bool second[] = { false, true };
    open_things();
    GOES(bs, ARRAY(bool, flags));
    GOES(i2s, ARRAY(i16, i2s));
    GOES(i4s, ARRAY(i32, i4s));
    GOES(i8s, ARRAY(i64, i8s));
    GOES(i8s, ((quern_array_i64){ i8s, second, 2 }));
    GOES(i8s, quern_array_of_i64(NULL, 0));
    GOES(r4s, ARRAY(f32, r4s));
    GOES(r8s, ARRAY(f64, r8s));
    GOES(tss, ARRAY(timestamp, tss));
    GOES(lts, ARRAY(local_timestamp, lts));
    GOES(ds, ARRAY(date, ds));
    GOES(ts_of_day, ARRAY(time, times));
    GOES(ivs, ARRAY(interval, ivs));
    GOES(us, ARRAY(uuid, us));
    GOES(ips, ARRAY(inet, ips));
    GOES(xs, ARRAY(text, xs));
    GOES(xs, quern_array_of_text(NULL, 0));
    GOES(ys, ARRAY(bytes, ys));
    GOES(ns, ARRAY(decimal, ns));
    GOES(js, ARRAY(json, js));
    close_things();
}
END_TEST

/* What is refused at the call costs no statement. */
START_TEST(what_fits_nowhere_never_leaves)
{
    NEEDS_SERVER();
    open_things();
    const int64_t before = quern_query_count(session);
    const quern_condition wrong[] = { Q("u", "a0eebc99"),
                                      Q("n", 9.99),
                                      Q("d", (quern_timestamp){ 0 }),
                                      Q("i2", 40000),
                                      Q("r4", 1e39),
                                      Q("t", (quern_time){ -1 }),
                                      Q("ip", (quern_inet){ .family = 5 }),
                                      Q("xs", "a") };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!finds(wrong[i]), "%s", wrong[i].path);
        quern__expect_text(wrong[i].path, "the path of the error",
                           take_failure(session, QUERN_ERROR_VALUE)->path, wrong[i].path);
    }
    ck_assert_int_eq(quern_execute(session, "SELECT $1", quern_decimal_of("9,99")), -1);
    take_failure(session, QUERN_ERROR_VALUE);
    ck_assert_int_eq(quern_query_count(session), before);
    close_things();
}
END_TEST

Suite *quern__suite_kinds(void);

Suite *quern__suite_kinds(void)
{
    Suite *suite = suite_create("kinds");
    TCase *tests = server_case("kinds");
    tcase_add_test(tests, scalars_go_there_and_back);
    tcase_add_test(tests, pointers_go_there_and_back);
    tcase_add_test(tests, arrays_go_there_and_back);
    tcase_add_test(tests, what_fits_nowhere_never_leaves);
    suite_add_tcase(suite, tests);
    return suite;
}
