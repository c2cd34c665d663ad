/* decode.h: the decoders from PostgreSQL's binary format, each for a type of the server's and a kind of member, and what they
 * share. The formats are those of the server's functions numeric_send, inet_send, array_send and so on. */
#ifndef QUERN__POSTGRES_DECODE_H
#define QUERN__POSTGRES_DECODE_H

#include "backends/postgres/types.h"

#include <quern/backend/codec.h>

/* X(type, KIND, kind, decoder): what members of a kind are read from; arrays of the type likewise into arrays of the kind. */
#define QUERN__PG_READS(X)                                                       \
    X(BOOL, BOOL, bool, bool_to_bool)                                            \
    X(INT2, I16, i16, int2_to_i16)                                               \
    X(INT2, I32, i32, int2_to_i32)                                               \
    X(INT4, I32, i32, int4_to_i32)                                               \
    X(INT2, I64, i64, int2_to_i64)                                               \
    X(INT4, I64, i64, int4_to_i64)                                               \
    X(INT8, I64, i64, int8_to_i64)                                               \
    X(OID, I64, i64, oid_to_i64)                                                 \
    X(FLOAT4, F32, f32, float4_to_f32)                                           \
    X(FLOAT4, F64, f64, float4_to_f64)                                           \
    X(FLOAT8, F64, f64, float8_to_f64)                                           \
    X(NUMERIC, DECIMAL, decimal, numeric_to_decimal)                             \
    X(TEXT, TEXT, text, text_to_text)                                            \
    X(VARCHAR, TEXT, text, text_to_text)                                         \
    X(BPCHAR, TEXT, text, text_to_text)                                          \
    X(NAME, TEXT, text, text_to_text)                                            \
    X(CHAR, TEXT, text, char_to_text)                                            \
    X(XML, TEXT, text, text_to_text)                                             \
    X(BYTEA, BYTES, bytes, bytea_to_bytes)                                       \
    X(TIMESTAMPTZ, TIMESTAMP, timestamp, timestamptz_to_timestamp)               \
    X(TIMESTAMP, LOCAL_TIMESTAMP, local_timestamp, timestamp_to_local_timestamp) \
    X(DATE, DATE, date, date_to_date)                                            \
    X(TIME, TIME, time, time_to_time)                                            \
    X(INTERVAL, INTERVAL, interval, interval_to_interval)                        \
    X(UUID, UUID, uuid, uuid_to_uuid)                                            \
    X(JSONB, JSON, json, jsonb_to_json)                                          \
    X(JSON, JSON, json, json_to_json)                                            \
    X(INET, INET, inet, inet_to_inet)                                            \
    X(CIDR, INET, inet, inet_to_inet)

#define QUERN__PG_DECLARE(TYPE, KIND, kind, decoder) quern_decoder quern__pg_##decoder;
QUERN__PG_READS(QUERN__PG_DECLARE)
#undef QUERN__PG_DECLARE

/* Four bytes, the highest first: written out, since gcc makes one load of it, but not of a loop. */
static inline uint64_t quern__pg_four(const unsigned char *bytes)
{
    return (uint64_t)bytes[0] << 24 | (uint64_t)bytes[1] << 16 | (uint64_t)bytes[2] << 8 | bytes[3];
}

/* A number of `size` bytes, 8 at most, as the wire has it: big-endian. */
static inline uint64_t quern__pg_bits(const unsigned char *bytes, size_t size)
{
    uint64_t bits = 0;
    if (size == 8)
        return quern__pg_four(bytes) << 32 | quern__pg_four(bytes + 4);
    if (size == 4)
        return quern__pg_four(bytes);
    for (size_t i = 0; i < size; i++)
        bits = bits << 8 | bytes[i];
    return bits;
}

/* The bytes as a text in the storage; MALFORMED when there is a NUL among them. */
quern_decoded quern__pg_keep_text(const void *bytes, size_t size, const char **out, quern_storage *storage);

/* decode_array.c: the decoder for an array type into arrays of a kind, or NULL. */
quern_decoder *quern__pg_array_decoder(uint32_t type, quern_kind kind);

#endif
