/* cluster.c: see cluster.h. The tool runs a shell that tells where the server is, and then reads until the leash is cut. */
#include "test/support/cluster.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TELL "printf '%s\\n' \"$QUERN_TEST_URL\" \"$QUERN_TEST_LOG\" \"$QUERN_TEST_DATA\"; cat >/dev/null"

static void find_tool(char *out, size_t size)
{
    const char *const roots[] = { getenv("srcdir"), ".", ".." };
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        snprintf(out, size, "%s/tools/with-postgres", roots[i] ? roots[i] : ".");
        if (access(out, X_OK) == 0)
            return;
    }
    ck_abort_msg("tools/with-postgres is not there (srcdir is the folder of the source)");
}

/* The child's end of the leash is its standard input; nothing else that is opened later may hold the other. */
static void start(quern__cluster *cluster)
{
    int in[2], out[2];
    ck_assert(pipe(in) == 0 && pipe(out) == 0);
    fcntl(in[1], F_SETFD, FD_CLOEXEC);
    fcntl(out[0], F_SETFD, FD_CLOEXEC);
    fflush(NULL);
    if (fork() == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        close(in[0]);
        close(out[1]);
        unsetenv("QUERN_TEST_URL");
        execl(cluster->tool, cluster->tool, "sh", "-c", TELL, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    cluster->leash = in[1];
    cluster->words = fdopen(out[0], "r");
}

static void read_line(FILE *from, char *out, int size)
{
    ck_assert_msg(fgets(out, size, from) != NULL, "the server of the test's own does not start");
    out[strcspn(out, "\n")] = '\0';
}

bool quern__cluster_open(quern__cluster *cluster)
{
    const char *data = getenv("QUERN_TEST_DATA");
    if (!data || !*data) {
        ck_assert_msg(!getenv("QUERN_TEST_REQUIRED"),
                      "QUERN_TEST_REQUIRED is set, but QUERN_TEST_DATA is not");
        puts("nothing is stopped and restarted: the server is not one of tools/with-postgres");
        return false;
    }
    find_tool(cluster->tool, sizeof cluster->tool);
    start(cluster);
    read_line(cluster->words, cluster->url, sizeof cluster->url);
    read_line(cluster->words, cluster->log, sizeof cluster->log);
    read_line(cluster->words, cluster->data, sizeof cluster->data);
    return true;
}

/* Its end is the end of its words: there is nobody to wait for by number, since the program that runs tests waits for all. */
void quern__cluster_close(quern__cluster *cluster)
{
    close(cluster->leash);
    while (fgetc(cluster->words) != EOF)
        continue;
    fclose(cluster->words);
}

static void path_of(const quern__cluster *cluster, const char *name, char *out, size_t size)
{
    ck_assert_int_lt(snprintf(out, size, "%s/%s", cluster->data, name), (int)size);
}

void quern__cluster_stop(const quern__cluster *cluster)
{
    char path[300];
    long process = 0;
    path_of(cluster, "postmaster.pid", path, sizeof path);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file && fscanf(file, "%ld", &process) == 1 && process > 1, "cannot read %s", path);
    fclose(file);
    ck_assert_int_eq(kill((pid_t)process, SIGINT), 0); /* a fast shutdown */
    for (int i = 0; i < 1000 && access(path, F_OK) == 0; i++)
        poll(NULL, 0, 10);
    ck_assert_msg(access(path, F_OK) != 0, "the server does not stop");
}

void quern__cluster_restart(const quern__cluster *cluster, const char *mode)
{
    char command[1200];
    snprintf(command, sizeof command,
             "QUERN_TEST_DATA='%s' QUERN_TEST_LOG='%s' '%s' --restart %s 2>/dev/null", cluster->data,
             cluster->log, cluster->tool, mode);
    ck_assert_msg(system(command) == 0, "%s", command);
}

void quern__cluster_rule(const quern__cluster *cluster, const char *rules)
{
    char path[300];
    path_of(cluster, "pg_hba.conf", path, sizeof path);
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL, "cannot write %s", path);
    fputs(rules, file);
    ck_assert_int_eq(fclose(file), 0);
}
