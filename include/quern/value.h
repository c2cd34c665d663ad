/* value.h: the kinds of value that members and parameters have, and the tagged value that carries one. Nothing here evaluates
 * or can fail. Any thread. */
#ifndef QUERN_VALUE_H
#define QUERN_VALUE_H

#include <quern/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A moment: timestamptz. */
typedef struct quern_timestamp {
    int64_t microseconds; /* since 1970-01-01 00:00 UTC; INT64_MAX is infinity, INT64_MIN is -infinity */
} quern_timestamp;

/* X(NAME, name, C type): the scalars. Each has a nullable twin, { value, present }. */
#define QUERN__SCALARS(X) \
    X(BOOL, bool, bool)   \
    X(I32, i32, int32_t)  \
    X(I64, i64, int64_t)  \
    X(F64, f64, double)   \
    X(TIMESTAMP, timestamp, quern_timestamp)
/* The kinds that are pointers: NULL is SQL's NULL, so they need no twin. */
#define QUERN__POINTERS(X) X(TEXT, text, const char *)

/* The high digit is the family: what one value may stand in for. Numbers never change. */
typedef enum quern_kind {
    QUERN_KIND_END = 0, /* ends a list */
    QUERN_KIND_BOOL = 0x10,
    QUERN_KIND_I32 = 0x21,
    QUERN_KIND_I64 = 0x22,
    QUERN_KIND_F64 = 0x31,
    QUERN_KIND_TEXT = 0x40,
    QUERN_KIND_TIMESTAMP = 0x60,
    QUERN_KIND_NULL = 0xd0,
    QUERN_KIND_PATH,        /* a field, by its path */
    QUERN_KIND_TOO_BIG,     /* an unsigned number over INT64_MAX: an error at the call that takes it */
    QUERN_NULLABLE = 0x1000 /* flag of a member's kind: the nullable twin */
} quern_kind;

#define QUERN__TWIN(NAME, name, type)  \
    typedef struct quern_null_##name { \
        type value;                    \
        bool present;                  \
    } quern_null_##name;
QUERN__SCALARS(QUERN__TWIN)
#undef QUERN__TWIN

/* A value: a constant, or a field by its path. Passed by value; texts are copied by whatever takes it. */
typedef struct quern_value {
    uint16_t kind; /* quern_kind; QUERN_KIND_END ends a list */
    uint16_t reserved;
    uint32_t count;
    union {
        bool boolean;
        int64_t integer;
        double real;
        const char *text;
        quern_timestamp timestamp;
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
QUERN__MAKE(timestamp, quern_timestamp, QUERN_KIND_TIMESTAMP, timestamp)
QUERN__MAKE(path, const char *, QUERN_KIND_PATH, text)
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

/* An integer narrower than 64 bits travels wide; whatever takes it checks the range against the column. */
static inline quern_value quern_value_i32(int32_t x)
{
    return quern_value_i64(x);
}

/* Of kind QUERN_KIND_TOO_BIG when it is over INT64_MAX: whatever takes that refuses it. */
static inline quern_value quern_value_u64(uint64_t x)
{
    quern_value v = quern_value_i64((int64_t)(x & INT64_MAX));
    if (x > INT64_MAX)
        v.kind = QUERN_KIND_TOO_BIG;
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

#ifdef __cplusplus
}
#endif

#ifndef __cplusplus
/* The kind of a member, by its type. C's own integer names, not intN_t: int64_t is long here and long long there, and
 * _Generic refuses a type twice. A type without a kind (char[N], unsigned, an enum, a bit-field) is a compile error. */
#define QUERN__LONG_KIND (sizeof(long) == 8 ? QUERN_KIND_I64 : QUERN_KIND_I32)
#define QUERN__TWIN_KIND(NAME, name, type) , quern_null_##name : QUERN_KIND_##NAME | QUERN_NULLABLE
#define QUERN__KIND(x) \
    _Generic((x), bool: QUERN_KIND_BOOL, int: QUERN_KIND_I32, long: QUERN__LONG_KIND, long long: QUERN_KIND_I64, \
        double: QUERN_KIND_F64, const char *: QUERN_KIND_TEXT, quern_timestamp: QUERN_KIND_TIMESTAMP          \
        QUERN__SCALARS(QUERN__TWIN_KIND))

/* A value of any supported type, converted by type: QUERN_VALUE(5), QUERN_VALUE("x"), QUERN_VALUE(twin). */
#define QUERN__TWIN_VALUE(NAME, name, type) , quern_null_##name : quern_value_null_##name
#define QUERN_VALUE(x) \
    _Generic((x), bool: quern_value_bool, signed char: quern_value_i64, short: quern_value_i64, int: quern_value_i64, \
        long: quern_value_i64, long long: quern_value_i64, unsigned char: quern_value_u64,                    \
        unsigned short: quern_value_u64, unsigned: quern_value_u64, unsigned long: quern_value_u64,           \
        unsigned long long: quern_value_u64, float: quern_value_f64, double: quern_value_f64,                 \
        char *: quern_value_text, const char *: quern_value_text, quern_timestamp: quern_value_timestamp,     \
        quern_value: quern_value_same QUERN__SCALARS(QUERN__TWIN_VALUE))(x)

/* SQL's NULL, as a value. */
#define QUERN_NULL quern_value_null()
#define QUERN__VALUE_ITEM(x) QUERN_VALUE(x),
#endif

#endif
