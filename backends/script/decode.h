/* decode.h: cells, which are text, into members. What fits is what PostgreSQL's types of the same names would: a smallint into
 * an int64_t, a bigint not into an int32_t; arrays as their items. */
#ifndef QUERN__SCRIPT_DECODE_H
#define QUERN__SCRIPT_DECODE_H

#include "backends/script/inner.h"

/* X(COLUMN, MEMBER, member, decoder): a column of the kind is read into a member of the other one by quern__script_decoder. */
#define QUERN__SCRIPT_READS(X)                                               \
    X(BOOL, BOOL, bool, to_bool)                                             \
    X(I16, I16, i16, i16_to_i16)                                             \
    X(I16, I32, i32, i16_to_i32)                                             \
    X(I16, I64, i64, i16_to_i64)                                             \
    X(I32, I32, i32, i32_to_i32)                                             \
    X(I32, I64, i64, i32_to_i64)                                             \
    X(I64, I64, i64, i64_to_i64)                                             \
    X(F32, F32, f32, f32_to_f32)                                             \
    X(F32, F64, f64, f32_to_f64)                                             \
    X(F64, F64, f64, f64_to_f64)                                             \
    X(DECIMAL, DECIMAL, decimal, to_decimal)                                 \
    X(TEXT, TEXT, text, to_text)                                             \
    X(BYTES, BYTES, bytes, to_bytes)                                         \
    X(TIMESTAMP, TIMESTAMP, timestamp, to_timestamp)                         \
    X(LOCAL_TIMESTAMP, LOCAL_TIMESTAMP, local_timestamp, to_local_timestamp) \
    X(DATE, DATE, date, to_date)                                             \
    X(TIME, TIME, time, to_time)                                             \
    X(INTERVAL, INTERVAL, interval, to_interval)                             \
    X(UUID, UUID, uuid, to_uuid)                                             \
    X(JSON, JSON, json, to_json)                                             \
    X(INET, INET, inet, to_inet)

#define QUERN__SCRIPT_DECLARE(COLUMN, MEMBER, member, decoder) quern_decoder quern__script_##decoder;
QUERN__SCRIPT_READS(QUERN__SCRIPT_DECLARE)
#undef QUERN__SCRIPT_DECLARE

/* What an array's items become. */
typedef struct quern__script_item {
    size_t size, alignment; /* of the C type */
    quern_decoder *decode;
} quern__script_item;

/* array.c: reads "{1,2,NULL}" into a member that is an array of such items. */
quern_decoded quern__script_read_array(const quern__script_item *item, const quern_cell *cell, void *member,
                                       quern_storage *storage);

#endif
