/* shelf.c: the model of the consumers. */
#include "shelf.h"

QUERN_MODEL(shelf, "consumer_shelf",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id), QUERN_FIELD(title), QUERN_FIELD(published),
                         QUERN_FIELD(pages)));
