/* value.h: the kinds of value that members and parameters have, and the tagged value that carries one. Nothing here evaluates
 * or can fail. Any thread. */
#ifndef QUERN_VALUE_H
#define QUERN_VALUE_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

struct quern_object; /* object.h */

/* A moment: PostgreSQL's timestamptz. */
typedef struct quern_timestamp {
    int64_t microseconds; /* since 1970-01-01 00:00 UTC; INT64_MAX is infinity, INT64_MIN is -infinity */
} quern_timestamp;

/* What calendar and clock on some wall show, without saying where: timestamp without time zone. */
typedef struct quern_local_timestamp {
    int64_t microseconds; /* since 1970-01-01 00:00 there; INT64_MAX is infinity, INT64_MIN is -infinity */
} quern_local_timestamp;

/* A day of the calendar: date. */
typedef struct quern_date {
    int32_t days; /* since 1970-01-01; INT32_MAX is infinity, INT32_MIN is -infinity */
} quern_date;

/* What a clock shows: time without time zone. */
typedef struct quern_time {
    int64_t microseconds; /* since midnight: 0 to 86400000000, which is 24:00:00 */
} quern_time;

/* Three numbers, since months have no fixed length, and days neither where clocks are changed. */
typedef struct quern_interval {
    int64_t microseconds;
    int32_t days, months;
} quern_interval;

/* A UUID, in the order in which it is written. */
typedef struct quern_uuid {
    uint8_t bytes[16];
} quern_uuid;

/* An address of the internet, or a network: inet and cidr. */
typedef struct quern_inet {
    uint8_t family;    /* 4 or 6 */
    uint8_t prefix;    /* bits of the network: 0 to 32 or 128; for a host all of them */
    uint8_t bytes[16]; /* IPv4: the first four */
} quern_inet;

/* An exact number, written as text: "-12.50", "NaN", "Infinity". `text` NULL is SQL's NULL. */
typedef struct quern_decimal {
    const char *text;
} quern_decimal;

/* A JSON document as text. `text` NULL is SQL's NULL, not JSON's "null". */
typedef struct quern_json {
    const char *text;
} quern_json;

/* Any bytes: bytea. `data` NULL is SQL's NULL; no bytes at all are a size of 0 with some `data` that is not NULL. */
typedef struct quern_bytes {
    const void *data;
    size_t size;
} quern_bytes;

/* X(NAME, name, C type): the scalars. Each has a nullable twin, { value, present }. */
#define QUERN__SCALARS(X) QUERN__NUMBERS(X) QUERN__SCALAR_STRUCTS(X)
#define QUERN__NUMBERS(X) \
    X(BOOL, bool, bool)   \
    X(I16, i16, int16_t)  \
    X(I32, i32, int32_t)  \
    X(I64, i64, int64_t)  \
    X(F32, f32, float)    \
    X(F64, f64, double)
#define QUERN__SCALAR_STRUCTS(X)                               \
    X(TIMESTAMP, timestamp, quern_timestamp)                   \
    X(LOCAL_TIMESTAMP, local_timestamp, quern_local_timestamp) \
    X(DATE, date, quern_date)                                  \
    X(TIME, time, quern_time)                                  \
    X(INTERVAL, interval, quern_interval)                      \
    X(UUID, uuid, quern_uuid)                                  \
    X(INET, inet, quern_inet)
/* The kinds that are, or hold, a pointer: NULL there is SQL's NULL, so they need no twin. */
#define QUERN__POINTERS(X) X(TEXT, text, const char *) QUERN__POINTER_STRUCTS(X)
#define QUERN__POINTER_STRUCTS(X)      \
    X(BYTES, bytes, quern_bytes)       \
    X(DECIMAL, decimal, quern_decimal) \
    X(JSON, json, quern_json)
/* What there are arrays of. */
#define QUERN__ELEMENTS(X) QUERN__SCALARS(X) QUERN__POINTERS(X)

/* The high digit is the family: what one value may stand in for. Numbers never change. */
typedef enum quern_kind {
    QUERN_KIND_END = 0, /* ends a list */
    QUERN_KIND_BOOL = 0x10,
    QUERN_KIND_I16 = 0x20,
    QUERN_KIND_I32 = 0x21,
    QUERN_KIND_I64 = 0x22,
    QUERN_KIND_F32 = 0x30,
    QUERN_KIND_F64 = 0x31,
    QUERN_KIND_TEXT = 0x40,
    QUERN_KIND_BYTES = 0x50,
    QUERN_KIND_TIMESTAMP = 0x60,
    QUERN_KIND_DATE = 0x70,
    QUERN_KIND_TIME = 0x80,
    QUERN_KIND_INTERVAL = 0x90,
    QUERN_KIND_UUID = 0xa0,
    QUERN_KIND_DECIMAL = 0xb0,
    QUERN_KIND_JSON = 0xc0,
    QUERN_KIND_NULL = 0xd0,
    QUERN_KIND_PATH, /* a field, by its path */
    QUERN_KIND_TOO_BIG, /* over INT64_MAX, an array: of over UINT32_MAX items; an error at the call that takes it */
    QUERN_KIND_LIST,     /* values, for the lookup in */
    QUERN_KIND_RANGE,    /* two values, for the lookup range */
    QUERN_KIND_CALL,     /* an operator (quern_op) over values, which the server computes */
    QUERN_KIND_QUERYSET, /* a subquery */
    QUERN_KIND_OBJECT,   /* an object, for its key */
    QUERN_KIND_PARAM,    /* a value that is to come, by its name: see share.h */
    QUERN_KIND_INET = 0xe0,
    QUERN_KIND_LOCAL_TIMESTAMP = 0xf0,
    QUERN_NULLABLE = 0x1000, /* flag of a member's kind: the nullable twin */
    QUERN_ARRAY = 0x2000     /* flag: an array of the kind */
} quern_kind;

#define QUERN__TWIN(NAME, name, type)  \
    typedef struct quern_null_##name { \
        type value;                    \
        bool present;                  \
    } quern_null_##name;
QUERN__SCALARS(QUERN__TWIN)
#undef QUERN__TWIN

/* Arrays of one dimension. All look alike: `items` NULL is SQL's NULL, whatever the count, and an array of no items has some
 * `items` that is not NULL. `nulls` says which items are NULL; it is NULL itself when none is. */
#define QUERN__ARRAY(NAME, name, type)  \
    typedef struct quern_array_##name { \
        type const *items;              \
        const bool *nulls;              \
        size_t count;                   \
    } quern_array_##name;
QUERN__ELEMENTS(QUERN__ARRAY)
#undef QUERN__ARRAY

/* What a moment is cut off to. A week begins on Monday. */
typedef enum quern_unit {
    QUERN_YEAR = 1,
    QUERN_QUARTER,
    QUERN_MONTH,
    QUERN_WEEK,
    QUERN_DAY,
    QUERN_HOUR,
    QUERN_MINUTE,
    QUERN_SECOND
} quern_unit;

/* A value: a constant, a field by its path, or what is made of such. Passed by value; what it points to is copied by whatever
 * takes it, but for a queryset. */
typedef struct quern_value {
    uint16_t kind;  /* quern_kind; QUERN_KIND_END ends a list */
    uint16_t op;    /* of a call: quern_op */
    uint32_t count; /* of an array's items; of an inet: family * 256 + prefix */
    union {
        bool boolean;
        int64_t integer;
        double real;
        const char *text;
        quern_bytes bytes;
        quern_timestamp timestamp;
        quern_local_timestamp local_timestamp;
        quern_date date;
        quern_time time;
        quern_interval interval;
        quern_uuid uuid;
        quern_decimal decimal;
        quern_json json;
        uint8_t address[16];
        struct {
            const void *items; /* of the kind's C type */
            const bool *nulls;
        } array;
        const struct quern_value *list; /* of a list, a range, a call: ended by QUERN_KIND_END */
        quern_queryset *queryset;
        const struct quern_object *object;
        uint64_t words[2];
    } as;
} quern_value;

/* Constructors: what the macros call, and what C++ calls directly. */
#define QUERN__MAKE(suffix, type, KIND, member)            \
    static inline quern_value quern_value_##suffix(type x) \
    {                                                      \
        quern_value v = QUERN__ZERO;                       \
        v.kind = (uint16_t)(KIND);                         \
        v.as.member = x;                                   \
        return v;                                          \
    }
QUERN__MAKE(bool, bool, QUERN_KIND_BOOL, boolean)
QUERN__MAKE(i64, int64_t, QUERN_KIND_I64, integer)
QUERN__MAKE(f64, double, QUERN_KIND_F64, real)
QUERN__MAKE(text, const char *, QUERN_KIND_TEXT, text)
QUERN__MAKE(bytes, quern_bytes, QUERN_KIND_BYTES, bytes)
QUERN__MAKE(timestamp, quern_timestamp, QUERN_KIND_TIMESTAMP, timestamp)
QUERN__MAKE(local_timestamp, quern_local_timestamp, QUERN_KIND_LOCAL_TIMESTAMP, local_timestamp)
QUERN__MAKE(date, quern_date, QUERN_KIND_DATE, date)
QUERN__MAKE(time, quern_time, QUERN_KIND_TIME, time)
QUERN__MAKE(interval, quern_interval, QUERN_KIND_INTERVAL, interval)
QUERN__MAKE(uuid, quern_uuid, QUERN_KIND_UUID, uuid)
QUERN__MAKE(decimal, quern_decimal, QUERN_KIND_DECIMAL, decimal)
QUERN__MAKE(json, quern_json, QUERN_KIND_JSON, json)
QUERN__MAKE(path, const char *, QUERN_KIND_PATH, text)
QUERN__MAKE(param, const char *, QUERN_KIND_PARAM, text)
QUERN__MAKE(list, const quern_value *, QUERN_KIND_LIST, list)
QUERN__MAKE(range, const quern_value *, QUERN_KIND_RANGE, list)
QUERN__MAKE(queryset, quern_queryset *, QUERN_KIND_QUERYSET, queryset)
QUERN__MAKE(object, const struct quern_object *, QUERN_KIND_OBJECT, object)
#undef QUERN__MAKE

/* SQL's NULL. */
static inline quern_value quern_value_null(void)
{
    quern_value v = QUERN__ZERO;
    v.kind = QUERN_KIND_NULL;
    return v;
}

/* Itself: what QUERN_VALUE makes of a value. */
static inline quern_value quern_value_same(quern_value v)
{
    return v;
}

/* A number narrower than 64 bits travels wide; whatever takes it checks the range against the column. */
static inline quern_value quern_value_i16(int16_t x)
{
    return quern_value_i64(x);
}
static inline quern_value quern_value_i32(int32_t x)
{
    return quern_value_i64(x);
}
static inline quern_value quern_value_f32(float x)
{
    return quern_value_f64((double)x);
}

/* Of kind QUERN_KIND_TOO_BIG when it is over INT64_MAX: whatever takes that refuses it. */
static inline quern_value quern_value_u64(uint64_t x)
{
    quern_value v = quern_value_i64((int64_t)(x & INT64_MAX));
    if (x > INT64_MAX)
        v.kind = QUERN_KIND_TOO_BIG;
    return v;
}

/* An address: its family and prefix lie in the value's count. */
static inline quern_value quern_value_inet(quern_inet x)
{
    quern_value v = QUERN__ZERO;
    v.kind = QUERN_KIND_INET;
    v.count = x.family * 256u + x.prefix;
    for (int i = 0; i < 16; i++)
        v.as.address[i] = x.bytes[i];
    return v;
}

/* quern_value_null_i32(twin) is the value of a twin, or NULL; quern_some_i32(5) is a twin that is present. */
#define QUERN__FROM_TWIN(NAME, name, type)                                   \
    static inline quern_value quern_value_null_##name(quern_null_##name x)   \
    {                                                                        \
        return x.present ? quern_value_##name(x.value) : quern_value_null(); \
    }                                                                        \
    static inline quern_null_##name quern_some_##name(type x)                \
    {                                                                        \
        quern_null_##name twin = QUERN__ZERO;                                \
        twin.value = x;                                                      \
        twin.present = true;                                                 \
        return twin;                                                         \
    }
QUERN__SCALARS(QUERN__FROM_TWIN)
#undef QUERN__FROM_TWIN

/* quern_array_of_i64(ids, n): an array of n items, which are borrowed; empty for n = 0, even when `items` is NULL. */
#define QUERN__FROM_ARRAY(NAME, name, type)                                                      \
    static inline quern_array_##name quern_array_of_##name(type const *items, size_t count)      \
    {                                                                                            \
        static const uint64_t nothing = 0;                                                       \
        quern_array_##name array = QUERN__ZERO;                                                  \
        array.items = count || items ? items : (type const *)(const void *)&nothing;             \
        array.count = count;                                                                     \
        return array;                                                                            \
    }                                                                                            \
    static inline quern_value quern_value_array_##name(quern_array_##name x)                     \
    {                                                                                            \
        quern_value v = QUERN__ZERO;                                                             \
        v.kind = (uint16_t)(!x.items               ? (int)QUERN_KIND_NULL                        \
                            : x.count > UINT32_MAX ? (int)QUERN_KIND_TOO_BIG | (int)QUERN_ARRAY  \
                                                   : (int)QUERN_KIND_##NAME | (int)QUERN_ARRAY); \
        v.count = (uint32_t)x.count;                                                             \
        v.as.array.items = x.items;                                                              \
        v.as.array.nulls = x.nulls;                                                              \
        return v;                                                                                \
    }
QUERN__ELEMENTS(QUERN__FROM_ARRAY)
#undef QUERN__FROM_ARRAY

/* `size` bytes, which are borrowed; none for 0, even when `data` is NULL. */
static inline quern_bytes quern_bytes_of(const void *data, size_t size)
{
    quern_bytes bytes = QUERN__ZERO;
    bytes.data = size || data ? data : "";
    bytes.size = size;
    return bytes;
}

/* A decimal, or a document, of its text, which is borrowed; NULL is SQL's NULL. Whether the text is one is judged by whatever
 * takes the value. */
static inline quern_decimal quern_decimal_of(const char *text)
{
    quern_decimal decimal = QUERN__ZERO;
    decimal.text = text;
    return decimal;
}
static inline quern_json quern_json_of(const char *text)
{
    quern_json json = QUERN__ZERO;
    json.text = text;
    return json;
}

#ifdef __cplusplus
}
#endif

#ifndef __cplusplus
/* The kind of a member, by its type. C's own integer names, not intN_t: int64_t is long here and long long there, and
 * _Generic refuses a type twice. A type without a kind (char[N], unsigned, an enum, a bit-field) is a compile error. */
#define QUERN__LONG_KIND (sizeof(long) == 8 ? QUERN_KIND_I64 : QUERN_KIND_I32)
#define QUERN__TWIN_KIND(NAME, name, type) , quern_null_##name : QUERN_KIND_##NAME | QUERN_NULLABLE
#define QUERN__ARRAY_KIND(NAME, name, type) , quern_array_##name : QUERN_KIND_##NAME | QUERN_ARRAY
#define QUERN__STRUCT_KIND(NAME, name, type) , type : QUERN_KIND_##NAME
#define QUERN__KIND(x) \
    _Generic((x), bool: QUERN_KIND_BOOL, short: QUERN_KIND_I16, int: QUERN_KIND_I32, long: QUERN__LONG_KIND,  \
        long long: QUERN_KIND_I64, float: QUERN_KIND_F32, double: QUERN_KIND_F64, const char *: QUERN_KIND_TEXT \
        QUERN__SCALAR_STRUCTS(QUERN__STRUCT_KIND) QUERN__POINTER_STRUCTS(QUERN__STRUCT_KIND)                  \
        QUERN__SCALARS(QUERN__TWIN_KIND) QUERN__ELEMENTS(QUERN__ARRAY_KIND))

/* Short names of types and constructors, for the lists that a condition writes out: beyond 4095 characters a compiler may warn
 * where a macro of somebody's, an assertion say, makes a string of one. The letters are those of QUERN__B, … (expr.h), for
 * numbers with the width; n is the twin, a the array, v what makes a value of it. */
#define QUERN__NUMBER_LETTERS(X) X(B, bool) X(I2, i16) X(I4, i32) X(I8, i64) X(R4, f32) X(R8, f64)
#define QUERN__SCALAR_LETTERS(X) \
    X(S, timestamp) X(L, local_timestamp) X(D, date) X(M, time) X(V, interval) X(U, uuid) X(A, inet)
#define QUERN__POINTER_LETTERS(X) X(Y, bytes) X(N, decimal) X(J, json)
/* clang-format off */
#define QUERN__SHORT(short, name)                                                                             \
    typedef quern_##name quern__##short;                                                                      \
    static inline quern_value quern__v##short(quern_##name x) { return quern_value_##name(x); }
#define QUERN__SHORT_TWIN(letter, name) QUERN__SHORT(n##letter, null_##name)
#define QUERN__SHORT_ARRAY(letter, name) QUERN__SHORT(a##letter, array_##name)
QUERN__SCALAR_LETTERS(QUERN__SHORT) QUERN__POINTER_LETTERS(QUERN__SHORT)
QUERN__NUMBER_LETTERS(QUERN__SHORT_TWIN) QUERN__SCALAR_LETTERS(QUERN__SHORT_TWIN)
QUERN__NUMBER_LETTERS(QUERN__SHORT_ARRAY) QUERN__SCALAR_LETTERS(QUERN__SHORT_ARRAY)
QUERN__POINTER_LETTERS(QUERN__SHORT_ARRAY) QUERN__SHORT_ARRAY(T, text)
typedef quern_queryset *quern__Q;
static inline quern_value quern__vQ(quern__Q x) { return quern_value_queryset(x); }

/* A value of any supported type, converted by type: QUERN_VALUE(5), QUERN_VALUE("x"), QUERN_VALUE(twin). */
#define QUERN__STRUCT_VALUE(letter, name) ,quern__##letter:quern__v##letter
#define QUERN__TWIN_VALUE(letter, name) ,quern__n##letter:quern__vn##letter
#define QUERN__ARRAY_VALUE(letter, name) ,quern__a##letter:quern__va##letter
#define QUERN_VALUE(x)                                                                                        \
    _Generic((x),bool:quern_value_bool,signed char:quern_value_i64,short:quern_value_i64,int:quern_value_i64, \
        long:quern_value_i64,long long:quern_value_i64,unsigned char:quern_value_u64,unsigned short:quern_value_u64, \
        unsigned:quern_value_u64,unsigned long:quern_value_u64,unsigned long long:quern_value_u64,            \
        float:quern_value_f64,double:quern_value_f64,char *:quern_value_text,const char *:quern_value_text,   \
        quern_value:quern_value_same,quern__Q:quern__vQ                                                       \
        QUERN__SCALAR_LETTERS(QUERN__STRUCT_VALUE) QUERN__POINTER_LETTERS(QUERN__STRUCT_VALUE)                \
        QUERN__NUMBER_LETTERS(QUERN__TWIN_VALUE) QUERN__SCALAR_LETTERS(QUERN__TWIN_VALUE)                     \
        QUERN__NUMBER_LETTERS(QUERN__ARRAY_VALUE) QUERN__SCALAR_LETTERS(QUERN__ARRAY_VALUE)                   \
        QUERN__POINTER_LETTERS(QUERN__ARRAY_VALUE) QUERN__ARRAY_VALUE(T, text))(x)
/* clang-format on */

/* SQL's NULL, as a value. */
#define QUERN_NULL quern_value_null()
#define QUERN__VALUE_ITEM(x) QUERN_VALUE(x),
#define QUERN__VALUES(...) QUERN__LIST_OF(quern_value, QUERN__VALUE_ITEM, __VA_ARGS__)

/* For QUERN_Q("id__in", …): values of any types, each converted. Up to 16; more are an array of the program's, given as
 * quern_array_of_i64(ids, count), or as quern_value_list(values), ended by { 0 }. Lives in the enclosing block. */
#define QUERN_LIST(...) quern_value_list(QUERN__VALUES(__VA_ARGS__))
/* For QUERN_Q("pages__range", …): from the one to the other, both included. Lives in the enclosing block. */
#define QUERN_RANGE(from, to) quern_value_range(QUERN__VALUES(from, to))
/* An object where a relation takes a value: it stands for its key, by the field that the relation reaches. One that quern has not
 * loaded is refused, since nothing tells what it is: give its key; so are one of another model, and NULL. */
#define QUERN_OBJECT(o)                                                                                    \
    quern_value_object(sizeof(QUERN__HEADER((o)->object)) ? (const struct quern_object *)(const void *)(o) \
                                                          : NULL)
#define QUERN__HEADER(x) _Generic(&(x), quern_object * : 1, const quern_object * : 1)
#endif

#endif
