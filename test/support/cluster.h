/* cluster.h: a server of a test's own, which it may stop, restart and freeze: the one of QUERN_TEST_URL is everybody's. Made by
 * tools/with-postgres, which also removes it when the test program ends in any way. */
#ifndef QUERN__TEST_SUPPORT_CLUSTER_H
#define QUERN__TEST_SUPPORT_CLUSTER_H

#include <stdbool.h>
#include <stdio.h>

typedef struct quern__cluster {
    char tool[300];
    FILE *words; /* of the tool */
    int leash;   /* closed, it ends */
    char url[200], log[200], data[200];
} quern__cluster;

/* Starts one. False where tools/with-postgres has not started the server of QUERN_TEST_URL either, as there may be no programs to
 * do it with; which has been said. Before the tests fork. */
bool quern__cluster_open(quern__cluster *cluster);
void quern__cluster_close(quern__cluster *cluster);

/* Waits until it is down, with its connections closed. */
void quern__cluster_stop(const quern__cluster *cluster);
/* Waits until it is up again, stopped before or not. `mode` as of pg_ctl: "fast", "immediate". */
void quern__cluster_restart(const quern__cluster *cluster, const char *mode);

/* Replaces the rules about who may connect; they count once the server has been told, by pg_reload_conf() or a restart. */
void quern__cluster_rule(const quern__cluster *cluster, const char *rules);

#endif
