/* lending.h: more models that tests share, beside those of models.h: with an order of their own, with relations of each sort,
 * and a view of the server's. They are among quern__test_models, and have tables among quern__test_tables. */
#ifndef QUERN__TEST_SUPPORT_LENDING_H
#define QUERN__TEST_SUPPORT_LENDING_H

#include "test/support/models.h"

typedef struct reader reader;
typedef struct loan loan;
typedef struct feature feature;

/* Ordered by name, the newest first. As a text, "Ann (A1)". */
struct reader {
    quern_object object;
    int64_t id;
    const char *card; /* unique */
    const char *name;
    quern_null_i64 favourite_id;
    author *favourite; /* has no name there */
};

/* Ordered by relations. */
struct loan {
    quern_object object;
    int32_t id;
    const char *reader_id; /* column "card": the card's number, not the reader's key */
    reader *reader;        /* there, "loans" */
    int64_t book_id;
    book *book; /* one to one; has no name there */
    quern_null_i32 renewal_of_id;
    loan *renewal_of; /* one to one with another loan; there, "loan" */
};

/* information_schema.sql_features: a view, without a primary key. */
struct feature {
    quern_object object;
    const char *feature_id;
    const char *sub_feature_id; /* "" where there is none */
    const char *feature_name;
    const char *comments; /* may be NULL */
};

QUERN_DECLARE_MODEL(reader);
QUERN_DECLARE_MODEL(loan);
QUERN_DECLARE_MODEL(feature);

#endif
