/* fetch_mode.c: quern_fetch_mode. The mode is the node's, and nothing that the SQL or its shape knows of. */
#include "lib/query/queryset.h"

quern_queryset *(quern_fetch_mode)(quern_queryset *queryset, quern_fetch_kind mode, const char *site)
{
    quern_queryset *refused = quern__queryset_refused_again(queryset, site);
    if (refused)
        return refused;
    if ((int)mode < QUERN_FETCH_DEFAULT || mode > QUERN_FETCH_RAISE)
        return quern__queryset_refuse(queryset, QUERN_ERROR_USAGE,
                                      quern__arena_format(queryset->scope->arena,
                                                          "quern_fetch_mode of %d, which is no mode",
                                                          (int)mode),
                                      "QUERN_FETCH_ONE, QUERN_FETCH_PEERS or QUERN_FETCH_RAISE", site);
    quern_queryset *made = quern__queryset_again(queryset, site);
    if (quern__queryset_usable(made))
        made->fetch_mode = mode;
    return made;
}
