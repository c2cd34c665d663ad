/* talk.h: to speak to a script as quern does, and to read what came as one line of text. */
#ifndef QUERN__TEST_UNIT_SCRIPT_TALK_H
#define QUERN__TEST_UNIT_SCRIPT_TALK_H

#include <quern/backend/script.h>

/* A connection; a test fails when there is none. */
quern_link *talk_open(quern_script *script);
void talk_close(quern_script *script, quern_link *link);

/* Submits a statement without parameters, or the first half of a unit. */
void talk_submit(quern_script *script, quern_link *link, const char *sql);
void talk_submit_more(quern_script *script, quern_link *link, const char *sql);

/* Takes what is there without a step: "columns id,title; row 1,NULL; done 1; failed 42601 syntax error; skipped; synced;
 * lost 57P01 bye". Lives until the next call. */
const char *talk_take(quern_script *script, quern_link *link);

/* Steps whenever the connection can be read, until nothing comes for `wait_ms`, and takes all. */
const char *talk_until_quiet(quern_script *script, quern_link *link, int wait_ms);

/* Submits and reads all. */
const char *talk(quern_script *script, quern_link *link, const char *sql);

bool talk_readable(quern_script *script, quern_link *link, int wait_ms);
quern_link_state talk_state(quern_script *script, quern_link *link);

#endif
