/* pin.c: keeping the connection because the program says so. */
#include "lib/session/session.h"

bool(quern_session_pin)(quern_session *session, const char *site)
{
    if (quern__scope_failed(&session->scope) || !quern__hold_allows(session, NULL, site))
        return false;
    session->hold.pins++;
    return true;
}

void(quern_session_unpin)(quern_session *session, const char *site)
{
    static const quern_error not_pinned = {
        .code = QUERN_ERROR_USAGE,
        .message = "the session is not pinned",
        .hint = "each quern_session_unpin wants a quern_session_pin before it"
    };
    quern__hold *hold = &session->hold;
    if (!quern__session_usable(session))
        return;
    if (hold->pins == hold->lent) { /* what is lent is pinned too, until it is given back */
        quern_error error = not_pinned;
        error.site = site;
        quern__failure_set(&session->scope.failure, &error);
        return;
    }
    hold->pins--;
    hold->tainted |= hold->lease.link != NULL;
    quern__hold_let_go(session);
}
