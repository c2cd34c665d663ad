/* fault.c: what is wrong with values. The limits are those of PostgreSQL; what it judges better (is a text the label of an enum,
 * is a JSON document sound) is left to it. */
#include "lib/value/fault.h"

#include "lib/base/utf8.h"
#include "lib/value/civil.h"
#include "lib/value/parts.h"

#include <string.h>

/* 4714-11-24 BC, where PostgreSQL's calendar begins, and 5874897-12-31, where that of dates ends; in days since 1970. That of
 * timestamps ends beyond int64_t. */
#define FIRST_DAY (-2440588)
#define LAST_DAY 2145042905

#define MOST_BYTES 0x3fffffffu      /* its largest piece of memory */
#define MOST_ITEMS (MOST_BYTES / 8) /* each takes as much of one */

typedef quern__fault check(const quern_value *value);

static const quern__fault none;

static quern__fault too_large(const char *noun)
{
    return (quern__fault){ noun, "is too large", "the server takes values of less than 1 GB", false, 0 };
}

static quern__fault check_utf8(const char *noun, const char *text)
{
    const size_t size = strlen(text);
    if (size > MOST_BYTES)
        return too_large(noun);
    if (quern__utf8_valid(text, size))
        return none;
    return (quern__fault){ noun, "is not valid UTF-8", "texts in quern are UTF-8: convert it first", false,
                           0 };
}

static quern__fault check_text(const quern_value *value)
{
    return check_utf8("text", value->as.text);
}

static quern__fault check_json(const quern_value *value)
{
    return check_utf8("JSON document", value->as.json.text);
}

static quern__fault check_decimal(const quern_value *value)
{
    if (quern_decimal_valid(value->as.decimal.text))
        return none;
    return (quern__fault){
        "decimal", "is no number",
        "decimals are written \"-12.50\", \"1e-3\", \"NaN\" or \"Infinity\", without spaces", false, 0
    };
}

static quern__fault check_bytes(const quern_value *value)
{
    return value->as.bytes.size > MOST_BYTES ? too_large("value") : none;
}

static quern__fault check_moment(const char *noun, int64_t microseconds)
{
    if (microseconds >= FIRST_DAY * QUERN__DAY || microseconds == INT64_MIN)
        return none;
    return (quern__fault){ noun, "lies before 4714-11-24 BC, where the server's calendar begins",
                           "microseconds since 1970; INT64_MIN is -infinity", false, 0 };
}

static quern__fault check_timestamp(const quern_value *value)
{
    return check_moment("timestamp", value->as.timestamp.microseconds);
}

static quern__fault check_local_timestamp(const quern_value *value)
{
    return check_moment("local timestamp", value->as.local_timestamp.microseconds);
}

static quern__fault check_date(const quern_value *value)
{
    const int32_t days = value->as.date.days;
    if ((days >= FIRST_DAY && days <= LAST_DAY) || days == INT32_MIN || days == INT32_MAX)
        return none;
    return (quern__fault){ "date",
                           days < 0 ? "lies before 4714-11-24 BC, where the server's calendar begins"
                                    : "lies after 5874897-12-31, where the server's calendar ends",
                           "days since 1970; INT32_MIN is -infinity, INT32_MAX infinity", false, 0 };
}

static quern__fault check_time(const quern_value *value)
{
    const int64_t microseconds = value->as.time.microseconds;
    if (microseconds >= 0 && microseconds <= QUERN__DAY)
        return none;
    return (quern__fault){ "time", "lies outside of 00:00:00 to 24:00:00",
                           "microseconds since midnight: 0 to 86400000000", false, 0 };
}

static quern__fault check_inet(const quern_value *value)
{
    const uint32_t family = value->count / 256, prefix = value->count % 256;
    if (family != 4 && family != 6)
        return (quern__fault){ "address", "is of no family",
                               "the family is 4 or 6; quern_inet_parse reads an address from a text", false,
                               0 };
    if (prefix <= (family == 4 ? 32 : 128))
        return none;
    return (quern__fault){ "address",
                           family == 4 ? "has a prefix of more than 32 bits"
                                       : "has a prefix of more than 128 bits",
                           "the prefix counts the bits of the network; for a host all of them", false, 0 };
}

/* NULL: a kind whose C type holds nothing that the server could not take. */
static check *check_of(unsigned kind)
{
    switch (kind) {
    case QUERN_KIND_TEXT:
        return check_text;
    case QUERN_KIND_JSON:
        return check_json;
    case QUERN_KIND_DECIMAL:
        return check_decimal;
    case QUERN_KIND_BYTES:
        return check_bytes;
    case QUERN_KIND_TIMESTAMP:
        return check_timestamp;
    case QUERN_KIND_LOCAL_TIMESTAMP:
        return check_local_timestamp;
    case QUERN_KIND_DATE:
        return check_date;
    case QUERN_KIND_TIME:
        return check_time;
    case QUERN_KIND_INET:
        return check_inet;
    default:
        return NULL;
    }
}

static quern__fault check_array(const quern_value *array)
{
    const unsigned kind = array->kind & ~(unsigned)QUERN_ARRAY;
    if (kind == QUERN_KIND_TOO_BIG || array->count > MOST_ITEMS)
        return (quern__fault){ "array", "has too many items", "the server takes arrays of 134217727 at most",
                               false, 0 };
    check *of_item = check_of(kind);
    for (size_t i = 0; of_item && i < array->count; i++) {
        const quern_value item = quern__value_item(array, i);
        quern__fault fault = item.kind == QUERN_KIND_NULL ? none : of_item(&item);
        if (fault.what) {
            fault.in_item = true;
            fault.item = i;
            return fault;
        }
    }
    return none;
}

quern__fault quern__value_fault(const quern_value *value)
{
    if (value->kind & QUERN_ARRAY)
        return check_array(value);
    check *of_kind = check_of(value->kind);
    return of_kind ? of_kind(value) : none;
}
