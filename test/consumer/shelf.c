/* shelf.c: the models of the consumers. */
#include "shelf.h"

QUERN_MODEL(shelf, "consumer_shelf",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FIELD(published),
                         QUERN_FIELD(pages)));
QUERN_MODEL(label, "consumer_label",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(word),
                         QUERN_FOREIGN_KEY(shelf, shelf, .related_name = "labels")));
