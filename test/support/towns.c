/* towns.c: see towns.h. */
#include "test/support/towns.h"

QUERN_MODEL(visit, "visit",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(code, .max_length = 10),
                         QUERN_FOREIGN_KEY(town, town, .on_delete = QUERN_SET_NULL, .no_index = true),
                         QUERN_FOREIGN_KEY(town_name, town, .to_field = "name", .related_name = "+",
                                           .on_delete = QUERN_DO_NOTHING),
                         QUERN_FIELD(at, .index = true, .default_sql = "now()")),
            .schema = "tra\"vel");
QUERN_MODEL(passport, "passport",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id, .generated = QUERN_GENERATED),
                         QUERN_ONE_TO_ONE(person, person, .on_delete = QUERN_CASCADE),
                         QUERN_FIELD(status, .choices = QUERN_CHOICES("new", "it's old"),
                                     .default_value = QUERN_DEFAULT("new")),
                         QUERN_FIELD(pages, .default_value = QUERN_DEFAULT(-32)), QUERN_FIELD(issued),
                         QUERN_FIELD(valid, .default_value = QUERN_DEFAULT(true)),
                         QUERN_FIELD(weight, .default_value = QUERN_DEFAULT(0.5)),
                         QUERN_FIELD(fee, .type = "numeric(10,2)", .null = true),
                         QUERN_FIELD(stamps, .column = "Stamps")));
QUERN_MODEL(town, "town",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(name, .unique = true),
                         QUERN_FOREIGN_KEY(mayor, person, .on_delete = QUERN_RESTRICT,
                                           .related_name = "rules")));
QUERN_MODEL(person, "person",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id, .generated = QUERN_NOT_GENERATED), QUERN_FIELD(name),
                         QUERN_FOREIGN_KEY(home, town), QUERN_FOREIGN_KEY(parent, person)));
