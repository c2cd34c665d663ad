/* types.h: the server's types that quern knows, by their numbers in its catalogue pg_type, which never change. */
#ifndef QUERN__POSTGRES_TYPES_H
#define QUERN__POSTGRES_TYPES_H

/* X(NAME, number, number of its array type, name). The names are those that format_type gives. */
#define QUERN__PG_TYPES(X)                                  \
    X(BOOL, 16, 1000, "boolean")                            \
    X(BYTEA, 17, 1001, "bytea")                             \
    X(CHAR, 18, 1002, "\"char\"")                           \
    X(NAME, 19, 1003, "name")                               \
    X(INT8, 20, 1016, "bigint")                             \
    X(INT2, 21, 1005, "smallint")                           \
    X(INT2VECTOR, 22, 1006, "int2vector")                   \
    X(INT4, 23, 1007, "integer")                            \
    X(TEXT, 25, 1009, "text")                               \
    X(OID, 26, 1028, "oid")                                 \
    X(TID, 27, 1010, "tid")                                 \
    X(XID, 28, 1011, "xid")                                 \
    X(CID, 29, 1012, "cid")                                 \
    X(OIDVECTOR, 30, 1013, "oidvector")                     \
    X(JSON, 114, 199, "json")                               \
    X(XML, 142, 143, "xml")                                 \
    X(POINT, 600, 1017, "point")                            \
    X(CIDR, 650, 651, "cidr")                               \
    X(FLOAT4, 700, 1021, "real")                            \
    X(FLOAT8, 701, 1022, "double precision")                \
    X(MACADDR8, 774, 775, "macaddr8")                       \
    X(MONEY, 790, 791, "money")                             \
    X(MACADDR, 829, 1040, "macaddr")                        \
    X(INET, 869, 1041, "inet")                              \
    X(BPCHAR, 1042, 1014, "character")                      \
    X(VARCHAR, 1043, 1015, "character varying")             \
    X(DATE, 1082, 1182, "date")                             \
    X(TIME, 1083, 1183, "time without time zone")           \
    X(TIMESTAMP, 1114, 1115, "timestamp without time zone") \
    X(TIMESTAMPTZ, 1184, 1185, "timestamp with time zone")  \
    X(INTERVAL, 1186, 1187, "interval")                     \
    X(TIMETZ, 1266, 1270, "time with time zone")            \
    X(BIT, 1560, 1561, "bit")                               \
    X(VARBIT, 1562, 1563, "bit varying")                    \
    X(NUMERIC, 1700, 1231, "numeric")                       \
    X(REGCLASS, 2205, 2210, "regclass")                     \
    X(RECORD, 2249, 2287, "record")                         \
    X(UUID, 2950, 2951, "uuid")                             \
    X(PG_LSN, 3220, 3221, "pg_lsn")                         \
    X(TSVECTOR, 3614, 3643, "tsvector")                     \
    X(TSQUERY, 3615, 3645, "tsquery")                       \
    X(JSONB, 3802, 3807, "jsonb")

enum {
#define QUERN__PG_NUMBER(NAME, number, array, name) \
    QUERN__PG_##NAME = (number), QUERN__PG_##NAME##_ARRAY = (array),
    QUERN__PG_TYPES(QUERN__PG_NUMBER)
#undef QUERN__PG_NUMBER
    /* Without arrays. */
    QUERN__PG_UNKNOWN = 705,
    QUERN__PG_VOID = 2278,
    /* Types that users made, extensions too, have numbers from here on. */
    QUERN__PG_FIRST_USER_TYPE = 16384
};

#endif
