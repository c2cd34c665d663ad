/* forms.h: the kinds that have a text in <quern/convert.h>, in one table, for tests that hold for each of them. */
#ifndef QUERN__TEST_SUPPORT_FORMS_H
#define QUERN__TEST_SUPPORT_FORMS_H

#include "test/support/generate.h"

#include <quern/convert.h>

/* X(name): the kinds with quern_name_format and quern_name_parse. */
#define QUERN__FORMS(X) \
    X(timestamp)        \
    X(local_timestamp)  \
    X(date)             \
    X(time)             \
    X(interval)         \
    X(uuid)             \
    X(inet)

/* A value of any of them. None has bytes that mean nothing, but for those behind an IPv4 address: where these are 0, two are
 * the same when their first `size` bytes are. */
typedef union quern__form_value {
    quern_timestamp timestamp;
    quern_local_timestamp local_timestamp;
    quern_date date;
    quern_time time;
    quern_interval interval;
    quern_uuid uuid;
    quern_inet inet;
} quern__form_value;

typedef struct quern__form {
    const char *name;
    size_t size;
    size_t (*format)(const quern__form_value *value, char *out, size_t size);
    bool (*parse)(const char *text, quern__form_value *out);
    quern__form_value (*random)(quern__random *random); /* often at an edge; all that the C type can hold */
} quern__form;

/* Ended by a name NULL. */
extern const quern__form quern__forms[];

/* By its name, which must be one. */
const quern__form *quern__form_of(const char *name);

#endif
