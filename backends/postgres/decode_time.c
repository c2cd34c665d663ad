/* decode_time.c: moments, days, times of day and intervals. The server counts from 2000-01-01, quern from 1970-01-01; the
 * greatest and the least number are the infinities in both. */
#include "backends/postgres/decode.h"
#include "backends/postgres/link.h"

/* Thirty years more. A moment that lands on what stands for infinity, or beyond, does not fit: false. */
static bool move_epoch(int64_t *microseconds)
{
    if (*microseconds == INT64_MAX || *microseconds == INT64_MIN)
        return true;
    return !__builtin_add_overflow(*microseconds, QUERN__PG_EPOCH, microseconds) &&
           *microseconds != INT64_MAX;
}

static quern_decoded read_moment(const quern_cell *cell, int64_t *out)
{
    if (cell->size != 8)
        return QUERN_DECODE_MALFORMED;
    int64_t microseconds = (int64_t)quern__pg_bits(cell->data, 8);
    if (!move_epoch(&microseconds))
        return QUERN_DECODE_OUT_OF_RANGE;
    *out = microseconds;
    return QUERN_DECODED;
}

quern_decoded quern__pg_timestamptz_to_timestamp(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    return read_moment(cell, &((quern_timestamp *)member)->microseconds);
}

quern_decoded quern__pg_timestamp_to_local_timestamp(const quern_cell *cell, void *member,
                                                     quern_storage *storage)
{
    (void)storage;
    return read_moment(cell, &((quern_local_timestamp *)member)->microseconds);
}

quern_decoded quern__pg_date_to_date(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    if (cell->size != 4)
        return QUERN_DECODE_MALFORMED;
    const int32_t since_2000 = (int32_t)quern__pg_bits(cell->data, 4);
    int32_t since_1970 = since_2000;
    const bool infinite = since_2000 == INT32_MAX || since_2000 == INT32_MIN;
    if (!infinite &&
        (__builtin_add_overflow(since_2000, QUERN__PG_EPOCH_DAYS, &since_1970) || since_1970 == INT32_MAX))
        return QUERN_DECODE_OUT_OF_RANGE;
    ((quern_date *)member)->days = since_1970;
    return QUERN_DECODED;
}

quern_decoded quern__pg_time_to_time(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    if (cell->size != 8)
        return QUERN_DECODE_MALFORMED;
    const int64_t microseconds = (int64_t)quern__pg_bits(cell->data, 8);
    if (microseconds < 0 || microseconds > INT64_C(86400000000))
        return QUERN_DECODE_MALFORMED;
    ((quern_time *)member)->microseconds = microseconds;
    return QUERN_DECODED;
}

/* Microseconds, days, months. */
quern_decoded quern__pg_interval_to_interval(const quern_cell *cell, void *member, quern_storage *storage)
{
    (void)storage;
    const unsigned char *bytes = cell->data;
    if (cell->size != 16)
        return QUERN_DECODE_MALFORMED;
    *(quern_interval *)member = (quern_interval){ .microseconds = (int64_t)quern__pg_bits(bytes, 8),
                                                  .days = (int32_t)quern__pg_bits(bytes + 8, 4),
                                                  .months = (int32_t)quern__pg_bits(bytes + 12, 4) };
    return QUERN_DECODED;
}
