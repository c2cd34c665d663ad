/* gcc: expected '}' before string constant | clang: expected '}' */
#include "common.h"

static const char *const draft = "draft";
typedef struct tag {
    quern_object object;
    const char *name;
} tag;
QUERN_MODEL(tag, "t", QUERN_FIELDS(QUERN_FIELD(name, .choices = QUERN_CHOICES(draft, "published"))));
