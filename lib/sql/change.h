/* change.h: statements that change which objects are related. */
#ifndef QUERN__SQL_CHANGE_H
#define QUERN__SQL_CHANGE_H

#include "lib/base/text.h"
#include "lib/model/schema.h"

struct quern_dialect;

/* What becomes of the objects that an owner has. */
typedef enum quern__change {
    QUERN__CHANGE_ADD = 0, /* those of a list, too */
    QUERN__CHANGE_REMOVE,  /* not those of a list any more */
    QUERN__CHANGE_RETAIN,  /* no others than those of a list */
    QUERN__CHANGE_CLEAR    /* none */
} quern__change;

/* Appends the statement. Its parameters: $1, the owner's key, of the kind of quern__change_owner; and but for CLEAR $2, the objects'
 * keys, as an array of the kind of quern__change_object. Without memory `out` is broken. */
void quern__sql_change(quern__change change, const quern__reverse *reverse,
                       const struct quern_dialect *dialect, quern__text *out);

/* Whose values these parameters are, of the owner and of the objects. */
static inline const quern__field *quern__change_owner(const quern__reverse *reverse)
{
    return reverse->hops[0]->near;
}

static inline const quern__field *quern__change_object(const quern__reverse *reverse)
{
    return reverse->hop_count > 1 ? reverse->hops[1]->far : reverse->as->reach;
}

#endif
