/* cases_kinds.c: the cases of the golden files that are about kinds of values: each, with its edges and the lookups that fit. */
#include "test/golden/cases.h"

#include "test/support/specimen.h"

#include <float.h>
#include <math.h>

#define LOCAL(microseconds_) ((quern_local_timestamp){ microseconds_ })
#define DAY(days_) ((quern_date){ days_ })
#define TIME(microseconds_) ((quern_time){ microseconds_ })
#define INTERVAL(...) ((quern_interval){ __VA_ARGS__ })
#define UUID_11                                                                                          \
    ((quern_uuid){ { 0xa0, 0xee, 0xbc, 0x99, 0x9c, 0x0b, 0x4e, 0xf8, 0xbb, 0x6d, 0x6b, 0xb9, 0xbd, 0x38, \
                     0x0a, 0x11 } })
#define HOST ((quern_inet){ 4, 32, { 192, 168, 0, 1 } })
#define NETWORK ((quern_inet){ 4, 8, { 10 } })
#define LOOPBACK ((quern_inet){ 6, 128, { [15] = 1 } })
#define NETWORK_6 ((quern_inet){ 6, 32, { 0x20, 1, 0xd, 0xb8 } })

/* clang-format off */
void quern__golden_kinds(quern__golden *golden)
{
    BOOKS;
    quern_queryset *all = quern_objects(golden->session, specimen);
    CASE(quern_filter(books, Q("published", true)));
    CASE(quern_filter(books, Q("lent", false)));
    CASE(quern_filter(books, Q("published", 1)));
    CASE(quern_filter(books, Q("copies", 0)));
    CASE(quern_filter(books, Q("copies", INT32_MIN)));
    CASE(quern_filter(books, Q("copies", INT32_MAX)));
    CASE(quern_filter(books, Q("sold", INT64_MIN)));
    CASE(quern_filter(books, Q("views", INT64_MAX)));
    CASE(quern_filter(books, Q("sold", 9000000000)));
    CASE(quern_filter(books, Q("price", 9.5)));
    CASE(quern_filter(books, Q("price", 3)));
    CASE(quern_filter(books, Q("price", 0.1)));
    CASE(quern_filter(books, Q("price", -0.0)));
    CASE(quern_filter(books, Q("price", 1.0 / 3)));
    CASE(quern_filter(books, Q("price__lt", DBL_MAX)));
    CASE(quern_filter(books, Q("price__gt", -DBL_MAX)));
    CASE(quern_filter(books, Q("price__gt", 5e-324)));
    CASE(quern_filter(books, Q("price", (double)INFINITY)));
    CASE(quern_filter(books, Q("price", -(double)INFINITY)));
    CASE(quern_filter(books, Q("rating", (double)NAN)));
    CASE(quern_filter(books, Q("title", "")));
    CASE(quern_filter(books, Q("title", "O'Brien's ''quotes''")));
    CASE(quern_filter(books, Q("title", "back\\slash \\' \\\\")));
    CASE(quern_filter(books, Q("title", "ünïcödé ☃ 𝄞 日本語")));
    CASE(quern_filter(books, Q("title", "line\none\r\ttwo\x01\x7f")));
    CASE(quern_filter(books, Q("title", "$1 -- ; /* \"quoted\" */ ? %s :x")));
    CASE(quern_filter(books, Q("title", "E'x'")));
    CASE(quern_filter(books, Q("title", "100% _real_ \\ 'quoted' \"text\"")));
    CASE(quern_filter(books, Q("title__icontains", "'_REAL_ \\ '")));
    CASE(quern_filter(books, Q("title__icontains", "\\")));
    CASE(quern_filter(books, Q("subtitle__icontains", "ÜNÏ☃")));
    CASE(quern_filter(books, Q("created_at", AT_TIME(0))));
    CASE(quern_filter(books, Q("returned_at", AT_TIME(-1))));
    CASE(quern_filter(books, Q("created_at", AT_TIME(-2677190399999999))));
    CASE(quern_filter(books, Q("created_at__gt", AT_TIME(951782400000000))));
    CASE(quern_filter(books, Q("created_at__lt", AT_TIME(253402300800000000))));
    CASE(quern_filter(books, Q("created_at__gt", AT_TIME(-62135596800000001))));
    CASE(quern_filter(books, Q("created_at__gte", AT_TIME(-210866803200000000))));
    CASE(quern_filter(books, Q("created_at__lt", AT_TIME(INT64_MAX - 1))));
    CASE(quern_filter(books, Q("returned_at", AT_TIME(INT64_MAX))));
    CASE(quern_filter(books, Q("created_at", AT_TIME(INT64_MIN))));
    CASE(quern_filter(quern_objects(golden->session, shelf), Q("pk", "b'B")));
    CASE(all);
    COUNT(quern_filter(all, Q("a_bool", true)));
    COUNT(quern_filter(all, Q("maybe_bool", false)));
    COUNT(quern_filter(all, Q("maybe_bool__isnull", true)));
    COUNT(quern_exclude(all, Q("maybe_bool", true)));
    COUNT(quern_filter(all, Q("a_i16", 300)));
    COUNT(quern_filter(all, Q("a_i16", INT16_MAX)));
    COUNT(quern_filter(all, Q("a_i16__gt", INT16_MIN)));
    COUNT(quern_filter(all, Q("a_i16__gte", 300)));
    COUNT(quern_filter(all, Q("maybe_i16__lt", 0)));
    COUNT(quern_filter(all, Q("maybe_i16__lte", (short)300)));
    COUNT(quern_filter(all, Q("maybe_i16__isnull", false)));
    COUNT(quern_exclude(all, Q("maybe_i16__gt", 3)));
    COUNT(quern_filter(all, Q("a_i32__lt", -70000)));
    COUNT(quern_filter(all, Q("maybe_i64__gte", 9000000000)));
    COUNT(quern_filter(all, Q("maybe_i64", quern_some_i64(9000000000))));
    COUNT(quern_filter(all, Q("maybe_i64", (quern_null_i64){ 0 })));
    COUNT(quern_filter(all, Q("a_f32", 1.5F)));
    COUNT(quern_filter(all, Q("a_f32", 1.5)));
    COUNT(quern_filter(all, Q("a_f32", 0.1)));
    COUNT(quern_filter(all, Q("a_f32", 300)));
    COUNT(quern_filter(all, Q("a_f32__gt", FLT_MAX)));
    COUNT(quern_filter(all, Q("a_f32", FLT_TRUE_MIN)));
    COUNT(quern_filter(all, Q("a_f32__lte", -0.0)));
    COUNT(quern_filter(all, Q("maybe_f32", (float)NAN)));
    COUNT(quern_filter(all, Q("maybe_f32__lt", (float)INFINITY)));
    COUNT(quern_exclude(all, Q("maybe_f32__gte", 5.25)));
    COUNT(quern_filter(all, Q("maybe_f64__lt", 5e-324)));
    COUNT(quern_filter(all, Q("a_timestamp__lte", AT_TIME(1714564800250000))));
    COUNT(quern_filter(all, Q("a_local_timestamp", LOCAL(1714564800250000))));
    COUNT(quern_filter(all, Q("a_local_timestamp__gt", LOCAL(-1))));
    COUNT(quern_filter(all, Q("a_local_timestamp__gte", LOCAL(INT64_MAX))));
    COUNT(quern_filter(all, Q("maybe_local_timestamp__lt", LOCAL(-62135596800000001))));
    COUNT(quern_filter(all, Q("maybe_local_timestamp__lte", LOCAL(INT64_MIN))));
    COUNT(quern_filter(all, Q("maybe_local_timestamp__isnull", true)));
    COUNT(quern_filter(all, Q("a_date", DAY(19844))));
    COUNT(quern_filter(all, Q("a_date__gt", DAY(0))));
    COUNT(quern_filter(all, Q("a_date__gte", DAY(2145042905))));
    COUNT(quern_filter(all, Q("a_date__lt", DAY(INT32_MAX))));
    COUNT(quern_filter(all, Q("maybe_date__lte", DAY(-2440588))));
    COUNT(quern_filter(all, Q("maybe_date", DAY(INT32_MIN))));
    COUNT(quern_exclude(all, Q("maybe_date__gt", DAY(-719163))));
    COUNT(quern_filter(all, Q("a_time", TIME(45296500000))));
    COUNT(quern_filter(all, Q("a_time__gt", TIME(0))));
    COUNT(quern_filter(all, Q("a_time__gte", TIME(86400000000))));
    COUNT(quern_filter(all, Q("maybe_time__lt", TIME(86399999999))));
    COUNT(quern_filter(all, Q("maybe_time__lte", TIME(1))));
    COUNT(quern_filter(all, Q("a_interval", INTERVAL(14706500000, 3, 14))));
    COUNT(quern_filter(all, Q("a_interval__gt", INTERVAL(0, 30, 0))));
    COUNT(quern_filter(all, Q("a_interval__gte", INTERVAL(0, 0, 1))));
    COUNT(quern_filter(all, Q("maybe_interval__lt", INTERVAL(-1, 1, -1))));
    COUNT(quern_filter(all, Q("maybe_interval__lte", INTERVAL(0, 0, 0))));
    COUNT(quern_filter(all, Q("a_uuid", UUID_11)));
    COUNT(quern_filter(all, Q("a_uuid__gt", UUID_11)));
    COUNT(quern_filter(all, Q("a_uuid__gte", UUID_11)));
    COUNT(quern_filter(all, Q("maybe_uuid__lt", UUID_11)));
    COUNT(quern_filter(all, Q("maybe_uuid__lte", UUID_11)));
    COUNT(quern_filter(all, Q("a_inet", HOST)));
    COUNT(quern_filter(all, Q("a_inet__gt", HOST)));
    COUNT(quern_filter(all, Q("a_inet__gte", NETWORK)));
    COUNT(quern_filter(all, Q("maybe_inet__lt", LOOPBACK)));
    COUNT(quern_filter(all, Q("maybe_inet__lte", NETWORK_6)));
    COUNT(quern_filter(all, Q("a_text", "100% _real_ \\ 'quoted' \"text\"")));
    COUNT(quern_filter(all, Q("maybe_text__icontains", "EMMA")));
    COUNT(quern_filter(all, Q("a_bytes", quern_bytes_of("\0\xff'", 3))));
    COUNT(quern_filter(all, Q("a_bytes", quern_bytes_of(NULL, 0))));
    COUNT(quern_filter(all, Q("a_bytes__gt", quern_bytes_of("\\x", 2))));
    COUNT(quern_filter(all, Q("a_bytes__gte", quern_bytes_of("a", 1))));
    COUNT(quern_filter(all, Q("maybe_bytes__lt", quern_bytes_of("a", 1))));
    COUNT(quern_filter(all, Q("maybe_bytes__lte", quern_bytes_of("\xff\xfe", 2))));
    COUNT(quern_filter(all, Q("maybe_bytes", (quern_bytes){ 0 })));
    COUNT(quern_filter(all, Q("a_decimal", quern_decimal_of("12.5"))));
    COUNT(quern_filter(all, Q("a_decimal", 0)));
    COUNT(quern_filter(all, Q("a_decimal__gt", quern_decimal_of("12.50"))));
    COUNT(quern_filter(all, Q("a_decimal__gte", quern_decimal_of("NaN"))));
    COUNT(quern_filter(all, Q("maybe_decimal__lt", quern_decimal_of("Infinity"))));
    COUNT(quern_filter(all, Q("maybe_decimal__lte", quern_decimal_of("-1e1000"))));
    COUNT(quern_exclude(all, Q("maybe_decimal", quern_decimal_of("0.100"))));
    COUNT(quern_filter(all, Q("maybe_decimal", (quern_decimal){ 0 })));
    COUNT(quern_filter(all, Q("a_json", quern_json_of("{\"a\": [1, null, \"x\"]}"))));
    COUNT(quern_filter(all, Q("a_json", quern_json_of("\"\\u00e9\\\\\""))));
    COUNT(quern_filter(all, Q("maybe_json", quern_json_of("null"))));
    COUNT(quern_filter(all, Q("maybe_json", (quern_json){ 0 })));
    COUNT(quern_exclude(all, Q("maybe_json", quern_json_of("[[]]"))));
    COUNT(quern_filter(all, Q(specimen, a_date, gt, DAY(0)), Q(specimen, maybe_uuid, exact, UUID_11)));
}

void quern__golden_arrays(quern__golden *golden)
{
    static const bool bools[] = { true }, second[] = { false, true }, both[] = { true, true };
    static const int16_t i16s[] = { 300 };
    static const int32_t i32s[] = { -70000 };
    static const int64_t i64s[] = { INT64_MAX, INT64_MIN };
    static const quern_array_i64 and_null = { i64s, second, 2 }, nothing_but_null = { i64s, both, 2 };
    static const float f32s[] = { 1.5F };
    static const double f64s[] = { 0.1, (double)NAN };
    static const quern_timestamp timestamps[] = { { INT64_MAX }, { INT64_MIN } };
    static const quern_local_timestamp local_timestamps[] = { { 1714564800250000 } };
    static const quern_date dates[] = { { 19844 } };
    static const quern_time times[] = { { 45296500000 } };
    static const quern_interval intervals[] = { { 14706500000, 3, 14 } };
    static const quern_uuid uuids[] = { { { 0xa0, 0xee } } };
    static const quern_inet inets[] = { { 4, 32, { 192, 168, 0, 1 } }, { 6, 32, { 0x20, 1, 0xd, 0xb8 } } };
    static const char *const texts[] = { "Emma" }, *const odd_texts[] = { "", "NULL", NULL, "it's", "{\"a\\", "b,c d" };
    static const quern_bytes byteses[] = { { "\0\xff'", 3 }, { NULL, 0 }, { "", 0 } };
    static const quern_decimal decimals[] = { { "12.5" }, { NULL } };
    static const quern_json jsons[] = { { "{\"a\": [1, null, \"x\"]}" } };
    quern_queryset *all = quern_objects(golden->session, specimen);
    COUNT(quern_filter(all, Q("many_bool", quern_array_of_bool(bools, 1))));
    COUNT(quern_filter(all, Q("many_bool__gt", quern_array_of_bool(bools, 1))));
    COUNT(quern_filter(all, Q("many_i16", quern_array_of_i16(i16s, 1))));
    COUNT(quern_filter(all, Q("many_i32", quern_array_of_i32(i32s, 1))));
    COUNT(quern_filter(all, Q("many_i64", quern_array_of_i64(NULL, 0))));
    COUNT(quern_filter(all, Q("many_i64", quern_array_of_i64(i64s, 2))));
    COUNT(quern_filter(all, Q("many_i64", nothing_but_null)));
    COUNT(quern_filter(all, Q("many_i64__gt", and_null)));
    COUNT(quern_filter(all, Q("many_i64__gte", quern_array_of_i64(i64s, 2))));
    COUNT(quern_filter(all, Q("many_i64__lt", quern_array_of_i64(i64s, 2))));
    COUNT(quern_filter(all, Q("many_i64__lte", quern_array_of_i64(i64s, 2))));
    COUNT(quern_filter(all, Q("many_i64__isnull", true)));
    COUNT(quern_exclude(all, Q("many_i64", quern_array_of_i64(NULL, 0))));
    COUNT(quern_filter(all, Q("many_i64", (quern_array_i64){ 0 })));
    COUNT(quern_filter(all, Q("many_f32", quern_array_of_f32(f32s, 1))));
    COUNT(quern_filter(all, Q("many_f64", quern_array_of_f64(f64s, 1))));
    COUNT(quern_filter(all, Q("many_f64__lt", quern_array_of_f64(f64s, 2))));
    COUNT(quern_filter(all, Q("many_timestamp", quern_array_of_timestamp(timestamps, 2))));
    COUNT(quern_filter(all, Q("many_local_timestamp", quern_array_of_local_timestamp(local_timestamps, 1))));
    COUNT(quern_filter(all, Q("many_date", quern_array_of_date(dates, 1))));
    COUNT(quern_filter(all, Q("many_time", quern_array_of_time(times, 1))));
    COUNT(quern_filter(all, Q("many_interval", quern_array_of_interval(intervals, 1))));
    COUNT(quern_filter(all, Q("many_uuid__gt", quern_array_of_uuid(uuids, 1))));
    COUNT(quern_filter(all, Q("many_inet", quern_array_of_inet(inets, 1))));
    COUNT(quern_filter(all, Q("many_inet__lte", quern_array_of_inet(inets, 2))));
    COUNT(quern_filter(all, Q("many_text", quern_array_of_text(NULL, 0))));
    COUNT(quern_filter(all, Q("many_text", quern_array_of_text(texts, 1))));
    COUNT(quern_filter(all, Q("many_text__gt", quern_array_of_text(odd_texts, 6))));
    COUNT(quern_filter(all, Q("many_bytes", quern_array_of_bytes(byteses, 1))));
    COUNT(quern_filter(all, Q("many_bytes__lt", quern_array_of_bytes(byteses, 3))));
    COUNT(quern_filter(all, Q("many_decimal", quern_array_of_decimal(decimals, 1))));
    COUNT(quern_filter(all, Q("many_decimal__gte", quern_array_of_decimal(decimals, 2))));
    COUNT(quern_filter(all, Q("many_json", quern_array_of_json(jsons, 1))));
    COUNT(quern_exclude(all, Q("many_json", quern_array_of_json(jsons, 1))));
    COUNT(quern_filter(all, Q(specimen, many_date, exact, quern_array_of_date(dates, 1))));
}
/* clang-format on */
