/* lending.c: see lending.h. */
#include "test/support/lending.h"

#include <stdio.h>

static size_t reader_to_text(const void *object, char *out, size_t size)
{
    const reader *r = object;
    return (size_t)snprintf(out, size, "%s (%s)", r->name, r->card);
}

QUERN_MODEL(reader, "reader",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(card, .unique = true, .max_length = 10),
                         QUERN_FIELD(name, .index = true),
                         QUERN_FOREIGN_KEY(favourite, author, .related_name = "+",
                                           .on_delete = QUERN_SET_NULL)),
            .ordering = QUERN_NAMES("name", "-pk"), .to_text = reader_to_text);

QUERN_MODEL(loan, "loan",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id, .generated = QUERN_NOT_GENERATED),
                         QUERN_FOREIGN_KEY(reader, reader, .to_field = "card", .column = "card",
                                           .related_name = "loans", .on_delete = QUERN_CASCADE),
                         QUERN_ONE_TO_ONE(book, book, .related_name = "+"),
                         QUERN_ONE_TO_ONE(renewal_of, loan)),
            .ordering = QUERN_NAMES("-reader", "book__id", "renewal_of_id"));

QUERN_MODEL(feature, "sql_features",
            QUERN_FIELDS(QUERN_FIELD(feature_id), QUERN_FIELD(sub_feature_id), QUERN_FIELD(feature_name),
                         QUERN_FIELD(comments, .null = true)),
            .schema = "information_schema", .ordering = QUERN_NAMES("feature_id", "-sub_feature_id"),
            .unmanaged = true);
