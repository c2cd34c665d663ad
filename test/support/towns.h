/* towns.h: models for tests of tables: all options of fields, tables that point to each other in a circle and to themselves. */
#ifndef QUERN__TEST_SUPPORT_TOWNS_H
#define QUERN__TEST_SUPPORT_TOWNS_H

#include <quern/quern.h>

typedef struct town town;
typedef struct person person;
typedef struct passport passport;
typedef struct visit visit;

/* Town and person point to each other. */
struct town {
    quern_object object;
    int64_t id;
    const char *name;
    quern_null_i64 mayor_id;
    person *mayor;
};

struct person {
    quern_object object;
    int64_t id;
    const char *name;
    int64_t home_id;
    town *home;
    quern_null_i64 parent_id;
    person *parent;
};

struct passport {
    quern_object object;
    quern_uuid id;
    int64_t person_id;
    person *person;
    const char *status;
    int16_t pages;
    quern_date issued;
    bool valid;
    double weight;
    quern_decimal fee;
    quern_array_text stamps;
};

struct visit {
    quern_object object;
    const char *code;
    quern_null_i64 town_id;
    town *town;
    const char *town_name_id;
    town *town_name;
    quern_timestamp at;
};

QUERN_DECLARE_MODEL(town);
QUERN_DECLARE_MODEL(person);
QUERN_DECLARE_MODEL(passport);
QUERN_DECLARE_MODEL(visit);

#endif
