/* house.h: the scenarios of this folder, and the house that most of them play in: a db with a session on a script, all of
 * whose memory comes from the replay harness. */
#ifndef QUERN__TEST_FAULT_HOUSE_H
#define QUERN__TEST_FAULT_HOUSE_H

#include "test/support/models.h"
#include "test/support/replay.h"
#include "test/support/runner.h"

#include <quern/backend/script.h>
#include <quern/quern.h>
#include <quern/short.h>

struct quern__arena;

typedef struct fault_house {
    quern__replay *replay;
    quern_script *script;
    quern_db *db;
    quern_session *session;
    const void *with; /* the scenario's */
} fault_house;

/* What is done in the house, the same in every run. True: all of it came out as it should, which it asserts itself. False:
 * there was no memory, and that is the session's failure; then it is taken, and the same must work on the same session. */
typedef bool fault_act(fault_house *house);

typedef struct fault_scenario {
    const char *name;
    const char *
        calls; /* the public functions that it is for, with blanks between; test_map.c looks that none is missing */
    fault_act *act;
    quern__scenario *run; /* instead of `act`, for what needs a house of its own; its context is the script */
    void (*expect)(quern_script *script); /* what the server answers, always; NULL: nothing to anything */
    const void *with;                     /* for an act that several scenarios share */
    quern_options options;
    bool cold;   /* no connection is open yet, and the session has run nothing */
    bool frugal; /* it must not allocate at all */
} fault_scenario;

typedef struct fault_table {
    const fault_scenario *scenarios;
    size_t count;
} fault_table;

/* Does an act in a house of the caller's making, where db and session may have found no memory themselves, and closes both. Of a
 * session that there is, all that is said of acts holds. */
bool fault_act_and_close(fault_house *house, fault_act *act);

/* Leaves no room in an arena, so that what comes needs memory. */
void fault_use_up(struct quern__arena *arena);

/* Replays a scenario. It must allocate something, unless it is frugal. */
void fault_run(const fault_scenario *scenario);

/* An act succeeded: gives true. Where the log has forgotten a statement, or the cache of statements has none, that is what
 * the memory was short for, and nobody needs it. */
bool fault_succeeded(const fault_house *house);

/* An act failed as it should: the session's failure has this code, message and hint, and is taken; gives true. The hint may
 * be missing, and the error's text be nothing but its message, when the memory was short for that. False when the failure is
 * MEMORY instead. */
bool fault_told(const fault_house *house, quern_error_code code, const char *message, const char *hint);

/* The session's failure is MEMORY, in every way to look at it; it is taken. */
void fault_take_memory(const fault_house *house);

#endif
